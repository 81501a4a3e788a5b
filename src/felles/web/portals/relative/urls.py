"""Addresses for the relative."""

from django.urls import path

from felles.web.portals.relative import views

app_name = "relative"
urlpatterns = [path("", views.overview, name="overview")]
