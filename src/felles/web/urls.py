"""Which address leads to which part of the site?"""

from django.urls import include, path

from felles.web.given import given
from felles.web.test_provider.registration import PLACE

_demo_only = [path(f"{PLACE}/", include("felles.web.test_provider.urls"))] if given().demo else []

urlpatterns = [
    path("", include("felles.web.portals.public.urls")),
    path("", include("felles.web.accounts.urls")),
    path("pasienter/", include("felles.web.portals.clinic.urls")),
    path("analyse/", include("felles.web.portals.analysis.urls")),
    path("min-side/", include("felles.web.portals.patient.urls")),
    path("parorende/", include("felles.web.portals.relative.urls")),
    *_demo_only,
]

handler400 = "felles.web.faults.bad_request"
handler403 = "felles.web.faults.not_allowed"
handler404 = "felles.web.faults.not_found"
handler500 = "felles.web.faults.broken"
