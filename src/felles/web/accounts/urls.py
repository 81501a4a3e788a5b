"""Addresses of signing in and out, and of the choice of language."""

from django.urls import path

from felles.web.accounts import views

app_name = "accounts"
urlpatterns = [
    path("logg-inn/", views.sign_in, name="sign_in"),
    path("logg-inn/ferdig/", views.signed_in, name="come_back"),
    path("logg-ut/", views.sign_out, name="sign_out"),
    path("sprak/<str:language>/", views.choose_language, name="language"),
]
