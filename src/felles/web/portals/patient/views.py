"""My own course in plain words, and everyone who has looked at it."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from felles.access import NotAllowed, Role, Viewer
from felles.events import day_of
from felles.web.accounts.rights import signed_in_as
from felles.web.components.names import names_in, unit_names
from felles.web.components.own_course import coming, useful
from felles.web.components.telling import by_year, happenings
from felles.web.content import content
from felles.web.dates import write_moment
from felles.web.given import door, now
from felles.web.middleware import language_of


def is_patient(role: Role) -> bool:
    return role is Role.PATIENT


@require_safe
@signed_in_as(is_patient)
def overview(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    at, language = now(), language_of(request)
    view = door().open_person(viewer, _own(viewer), at=at)
    told = happenings(useful(view.events), language, names_in(content(), language, plain=True), at=day_of(at))
    ahead = coming(told, language, at=day_of(at))
    standing = {one.event.id for one in ahead}
    happened = [one for one in told if one.event.id not in standing]
    return render(
        request,
        "patient/overview.html",
        {
            "person": view,
            "first_name": viewer.name.split(" ")[0],
            "ahead": ahead,
            "years": by_year(happened, newest_first=True),
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
