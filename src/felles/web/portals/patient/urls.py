"""Addresses for the patient."""

from django.urls import path

from felles.web.portals.patient import views

app_name = "patient"
urlpatterns = [
    path("", views.overview, name="overview"),
    path("hvem-har-sett/", views.seen_by, name="seen_by"),
]
