"""Addresses that everyone may visit."""

from django.urls import path

from felles.web.portals.public import views

app_name = "public"
urlpatterns = [
    path("", views.goals, name="goals"),
    path("mal/<int:number>/", views.goal, name="goal"),
    path("slik-leser-du-tallene/", views.method, name="method"),
]
