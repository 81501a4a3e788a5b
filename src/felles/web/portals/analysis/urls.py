"""Addresses for analysts."""

from django.urls import path

from felles.web.portals.analysis import views

app_name = "analysis"
urlpatterns = [
    path("", views.search, name="search"),
    path("<uuid:person>/", views.course, name="course"),
]
