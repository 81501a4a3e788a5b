"""The check-ups after treatment: which contact or test is late, which is due, and what comes in the next weeks?"""

from functools import lru_cache

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from felles.access import CHECK_UP_STATES, Viewer
from felles.pathways.follow_up import Plan, plans_of
from felles.web.accounts.rights import signed_in_as
from felles.web.components.names import place_names
from felles.web.content import content
from felles.web.given import door, now
from felles.web.middleware import language_of
from felles.web.portals.clinic.check_up_words import by_need_line, check_up_line, heading, without_plan_line
from felles.web.portals.clinic.views import is_professional

WITHIN = (30, 90)


@lru_cache(maxsize=1)
def _plans() -> tuple[Plan, ...]:
    return plans_of(content())


@require_safe
@signed_in_as(is_professional)
def check_ups(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    """What the viewer's unit has before it by the plans of its patients, the nearest day first."""
    language, page = language_of(request), str(request.GET.get("side", ""))
    asked, named = str(request.GET.get("dager", "")), str(request.GET.get("tilstand", ""))
    within = int(asked) if asked in map(str, WITHIN) else WITHIN[0]
    state = next((each for each in CHECK_UP_STATES if each == named), None)
    number = int(page) if page.isdecimal() else 1
    found = door().check_ups(viewer, at=now(), within=within, state=state, page=number)
    plans = _plans()
    lacking = door().treated_without_plan(viewer, at=now(), pathways=sorted({plan.pathway for plan in plans}))
    units = place_names(content(), language)
    without_plan = [without_plan_line(one, language, content(), plans, at=found.at) for one in lacking]
    shown = {
        "found": found,
        "heading": heading(found, language),
        "states": [(each, found.states.get(each, 0)) for each in CHECK_UP_STATES],
        "state": state,
        "choices": WITHIN,
        "lines": [check_up_line(row, language, content(), units, at=found.at) for row in found.rows],
        "by_need": [by_need_line(row, language, content()) for row in found.by_need],
        "without_plan": [one for one in without_plan if one.may_fit],
        "none_fits": [one for one in without_plan if not one.may_fit],
        "next_page": found.page + 1 if found.page < found.pages else 0,
        "previous_page": found.page - 1,
        "updated": now(),
    }
    return render(request, "clinic/check_ups.html", shown)
