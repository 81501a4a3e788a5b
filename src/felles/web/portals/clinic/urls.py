"""Addresses for health personnel."""

from django.urls import path

from felles.web.portals.clinic import views

app_name = "clinic"
urlpatterns = [
    path("", views.search, name="search"),
    path("<uuid:person>/", views.patient, name="patient"),
    path("<uuid:person>/haster/", views.emergency, name="emergency"),
]
