"""Two clicks from the list of check-ups: it was done, it got another day, or the plan follows need from now."""

from datetime import timedelta
from uuid import UUID, uuid4

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from felles.access import CheckUp, NotAllowed, Refused, Viewer
from felles.events.envelope import day_of
from felles.web.accounts.rights import signed_in_as
from felles.web.components.names import place_names
from felles.web.content import content
from felles.web.given import door, now
from felles.web.middleware import language_of
from felles.web.portals.clinic.board_words import shown_day
from felles.web.portals.clinic.check_up_words import by_need_line, check_up_line, item_of, recorded_as, source_of
from felles.web.portals.clinic.form_fields import given_day, given_episode, given_number, given_text
from felles.web.portals.clinic.said import Said, put_in_log
from felles.web.portals.clinic.views import is_professional
from felles.web.wording import Language, say

_LONGEST_WAIT = timedelta(days=730)
_RHYTHMS = ("needs_based", "calendar")


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in_as(is_professional)
def check_up(
    request: HttpRequest, viewer: Viewer, person: UUID, episode: str, plan: str, item: str, number: int
) -> HttpResponse:
    """Show what can be said about a contact or test, and take what was chosen."""
    row = door().check_up(viewer, person, given_episode(episode), plan, item, number, at=now())
    if row is None:
        raise NotAllowed("There is no such check-up among your patients.")
    fault = _record(request, viewer, row) if request.method == "POST" else ""
    if request.method == "POST" and not fault:
        return redirect("clinic:check_ups")
    language, today, definition = language_of(request), day_of(now()), content().follow_up_plans[plan]
    last = row.counted_until - timedelta(days=1) if row.counted_until else today + _LONGEST_WAIT
    shown = {
        "line": check_up_line(row, language, content(), place_names(content(), language), at=today),
        "item": item_of(definition, item),
        "recordable": recorded_as(item_of(definition, item), viewer.role) is not None,
        "staying": [each.label.in_language(language) for each in definition.items if each.clinical_clock],
        "leaving": [each.label.in_language(language) for each in definition.items if not each.clinical_clock],
        "token": uuid4().hex,
        "today": shown_day(today),
        "first": shown_day(min(row.window_from, today)),
        "earliest": shown_day(max(row.window_from, today)),
        "latest": shown_day(last),
        "fault": say(language, f"check_ups.fault_{fault}") if fault else "",
    }
    return render(request, "clinic/check_up.html", shown, status=400 if fault else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in_as(is_professional)
def plan_by_need(request: HttpRequest, viewer: Viewer, person: UUID, episode: str, plan: str) -> HttpResponse:
    """A plan that follows need can go back to the calendar."""
    row = door().plan_by_need(viewer, person, given_episode(episode), plan, at=now())
    if row is None:
        raise NotAllowed("There is no such plan by need among your patients.")
    fault = ""
    if request.method == "POST":
        said = Said(type_="follow_up_changed", code="calendar", day=day_of(now()))
        fault = put_in_log(viewer, row.person, row.episode, said, given_text(request, "skjema") or uuid4().hex)
        if not fault:
            return redirect("clinic:check_ups")
    language = language_of(request)
    shown = {
        "line": by_need_line(row, language, content()),
        "token": uuid4().hex,
        "fault": say(language, f"check_ups.fault_{fault}") if fault else "",
    }
    return render(request, "clinic/plan_by_need.html", shown, status=400 if fault else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in_as(is_professional)
def set_plan(request: HttpRequest, viewer: Viewer, person: UUID) -> HttpResponse:
    """A plan is set for a patient whom the viewer treats."""
    language, today, fault = language_of(request), day_of(now()), ""
    if request.method == "POST":
        fault = _set(request, viewer, person)
        if not fault:
            return redirect("clinic:check_ups")
    shown = {
        "person_id": person,
        "plans": _plans(language),
        "chosen": given_text(request, "plan") or str(request.GET.get("plan", "")),
        "token": uuid4().hex,
        "today": shown_day(today),
        "fault": say(language, f"check_ups.fault_{fault}") if fault else "",
    }
    return render(request, "clinic/set_plan.html", shown, status=400 if fault else 200)


def _record(request: HttpRequest, viewer: Viewer, row: CheckUp) -> str:
    """Put what was chosen in the log; gives what was wrong with it, as the end of the name of a text."""
    chosen, today = given_text(request, "hva"), day_of(now())
    token = given_text(request, "skjema") or uuid4().hex
    if chosen == "done":
        said = _done(request, viewer, row)
    elif chosen == "moved":
        said = Said(type_="follow_up_moved", code=row.item, day=today, until=given_day(given_text(request, "flyttet")))
    elif chosen in _RHYTHMS:
        said = Said(type_="follow_up_changed", code=chosen, day=today)
    else:
        return "choice"
    return _fault(said, row) or put_in_log(viewer, row.person, row.episode, said, token)


def _done(request: HttpRequest, viewer: Viewer, row: CheckUp) -> Said:
    item = item_of(content().follow_up_plans[row.plan], row.item)
    type_, code = recorded_as(item, viewer.role) or ("", "")
    return Said(
        type_=type_,
        code=code,
        day=given_day(given_text(request, "dag")),
        value=given_number(given_text(request, "verdi")) if item.unit else None,
        measured_in=item.unit,
    )


def _fault(said: Said, row: CheckUp) -> str:
    if not said.type_:
        return "choice"
    if said.day is None or said.day > day_of(now()):
        return "day"
    if said.type_ == "follow_up_moved":
        return "" if said.until is not None and _is_of(row, said) else "moved"
    if said.type_ == "follow_up_changed":
        return ""
    if said.measured_in and said.value is None:
        return "value"
    if said.day < row.window_from:
        return "early"
    return "next" if row.counted_until is not None and said.day >= row.counted_until else ""


def _is_of(row: CheckUp, said: Said) -> bool:
    """Whether the day it is moved to is before the window of the next one, and not before its own."""
    if said.until is None or said.day is None:
        return False
    not_before = max(row.window_from, said.day)
    return not_before <= said.until and (row.counted_until is None or said.until < row.counted_until)


def _set(request: HttpRequest, viewer: Viewer, person: UUID) -> str:
    chosen, day = given_text(request, "plan"), given_day(given_text(request, "dag"))
    if chosen not in content().follow_up_plans:
        return "plan"
    if day is None or day > day_of(now()):
        return "day"
    at_once = None if day == day_of(now()) else day
    token = given_text(request, "skjema") or uuid4().hex
    try:
        door().record(viewer, person, "follow_up_planned", at=now(), form=token, code=chosen, day=at_once)
    except Refused:
        return "refused"
    return ""


def _plans(language: Language) -> list[tuple[str, str, str]]:
    plans = (
        (plan.id, plan.label.in_language(language), source_of(plan, language))
        for plan in content().follow_up_plans.values()
    )
    return sorted(plans, key=lambda plan: plan[1].casefold())
