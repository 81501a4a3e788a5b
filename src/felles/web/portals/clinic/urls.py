"""Addresses for health personnel."""

from django.urls import path

from felles.web.portals.clinic import (
    boards,
    check_up_recordings,
    check_ups,
    conversation_recordings,
    conversations,
    needs,
    recordings,
    unit_figures,
    views,
)

app_name = "clinic"
urlpatterns = [
    path("", views.search, name="search"),
    path("tidene/", unit_figures.unit_figures, name="unit_figures"),
    path("tidene/rettes/", unit_figures.to_mend, name="to_mend"),
    path("forlop/", boards.board, name="board"),
    path("forlop/<uuid:person>/<str:episode>/", recordings.recording, name="recording"),
    path("samtaler/", conversations.conversations, name="conversations"),
    path("samtaler/<uuid:person>/<str:episode>/ta-imot/", conversations.accept, name="accept"),
    path("samtaler/<uuid:person>/<str:episode>/behov/<str:theme>/", needs.need, name="need"),
    path(
        "samtaler/<uuid:person>/<str:episode>/<str:touchpoint>/",
        conversation_recordings.conversation,
        name="conversation",
    ),
    path("kontroller/", check_ups.check_ups, name="check_ups"),
    path("kontroller/<uuid:person>/<str:episode>/<str:plan>/", check_up_recordings.plan_by_need, name="plan_by_need"),
    path(
        "kontroller/<uuid:person>/<str:episode>/<str:plan>/<str:item>/<int:number>/",
        check_up_recordings.check_up,
        name="check_up",
    ),
    path("<uuid:person>/kontrollplan/", check_up_recordings.set_plan, name="set_plan"),
    path("<uuid:person>/henvisning/", recordings.referral, name="referral"),
    path("<uuid:person>/", views.patient, name="patient"),
    path("<uuid:person>/haster/", views.emergency, name="emergency"),
]
