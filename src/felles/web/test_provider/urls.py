"""Addresses of the demo's identity provider. They exist in a demo only."""

from django.urls import path

from felles.web.test_provider import views

app_name = "test_provider"
urlpatterns = [
    path(".well-known/openid-configuration", views.metadata, name="metadata"),
    path("jwks/", views.keys, name="keys"),
    path("par/", views.push, name="push"),
    path("velg/", views.choose, name="choose"),
    path("token/", views.token, name="token"),
]
