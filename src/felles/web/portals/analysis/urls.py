"""Addresses for analysts."""

from django.urls import path

from felles.web.portals.analysis import incidence, monitoring, overview, projection, quality, stage, survival, views

app_name = "analysis"
urlpatterns = [
    path("", views.search, name="search"),
    path("statistikk/", overview.overview, name="overview"),
    path("nye-tilfeller/", incidence.incidence, name="incidence"),
    path("overlevelse/", survival.survival, name="survival"),
    path("stadium/", stage.stage, name="stage"),
    path("overvaking/", monitoring.monitoring, name="monitoring"),
    path("prognose/", projection.projection, name="projection"),
    path("datakvalitet/", quality.quality, name="quality"),
    path("<uuid:person>/", views.course, name="course"),
]
