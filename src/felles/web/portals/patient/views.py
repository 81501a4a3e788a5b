"""My own course in plain words, and everyone who has looked at it."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from felles.access import NotAllowed, Role, Viewer
from felles.events import day_of
from felles.web.accounts.rights import signed_in_as
from felles.web.components.names import names_in, unit_names
from felles.web.components.telling import by_year, happenings
from felles.web.content import content
from felles.web.dates import write_moment
from felles.web.given import door, now
from felles.web.middleware import language_of

# Inner bookkeeping of the services, of no use in a patient's own overview.
_OF_NO_USE = frozenset({"triaged", "reviewed", "form_sent", "referral_sent", "consent_given", "consent_withdrawn"})


def is_patient(role: Role) -> bool:
    return role is Role.PATIENT


@require_safe
@signed_in_as(is_patient)
def overview(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    at, language = now(), language_of(request)
    view = door().open_person(viewer, _own(viewer), at=at)
    events = [event for event in view.events if event.type not in _OF_NO_USE]
    told = happenings(events, language, names_in(content(), language, plain=True), at=day_of(at))
    return render(
        request,
        "patient/overview.html",
        {
            "person": view,
            "first_name": viewer.name.split(" ")[0],
            "ahead": [one for one in told if one.ahead],
            "years": by_year([one for one in told if not one.ahead], newest_first=True),
        },
    )


@require_safe
@signed_in_as(is_patient)
def seen_by(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    language = language_of(request)
    looks = [(write_moment(entry.at, language), entry) for entry in door().audit_of(viewer, _own(viewer))]
    return render(request, "patient/seen_by.html", {"looks": looks, "units": unit_names(content())})


def _own(viewer: Viewer) -> UUID:
    if viewer.person is None:
        raise NotAllowed("This page is a patient's own.")
    return viewer.person
