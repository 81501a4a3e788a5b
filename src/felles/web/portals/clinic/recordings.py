"""Two clicks from the board: what happened to this patient, and it is in the log."""

from datetime import date, timedelta
from uuid import UUID, uuid4

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from felles.access import BoardRow, NotAllowed, Refused, Viewer
from felles.events import EVENT_TYPES
from felles.events.envelope import day_of
from felles.web.accounts.rights import signed_in_as
from felles.web.components.names import names_in, unit_names
from felles.web.content import content
from felles.web.given import door, now
from felles.web.middleware import language_of
from felles.web.portals.clinic.board_words import code_words, shown_day
from felles.web.portals.clinic.form_fields import given_day, given_episode
from felles.web.portals.clinic.views import is_professional
from felles.web.wording import Language, say

# What is likely next in each phase: one click each. Everything else is in the groups below.
_LIKELY = {
    "referred": ("attended:first_visit",),
    "investigation": ("imaged:ct", "sampled:biopsy", "decided:treat", "decided:no_cancer"),
    "waiting_for_answer": ("report_ready:pathology", "report_ready:imaging", "decided:treat", "decided:no_cancer"),
    "waiting_for_treatment": (
        "told:cancer",
        "treatment_started:surgery",
        "treatment_started:systemic",
        "treatment_started:radiotherapy",
    ),
}
_GROUPS = (
    "attended",
    "imaged",
    "sampled",
    "report_ready",
    "discussed",
    "decided",
    "told",
    "treatment_started",
    "pathway_ended",
)
_LONGEST_WAIT = timedelta(days=365)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in_as(is_professional)
def recording(request: HttpRequest, viewer: Viewer, person: UUID, episode: str) -> HttpResponse:
    """Show what can be recorded about a pathway, and take what was chosen."""
    row = door().open_pathway(viewer, person, given_episode(episode), at=now())
    if row is None:
        raise NotAllowed("This pathway is not open at your unit.")
    if request.method != "POST":
        return _form(request, row, "")
    fault = _record(request, viewer, row)
    if fault:
        return _form(request, row, fault)
    return redirect(f"{reverse('clinic:board')}?{request.POST.get('tilbake', '')}#tavle")


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in_as(is_professional)
def referral(request: HttpRequest, viewer: Viewer, person: UUID) -> HttpResponse:
    """A referral has come: from now the viewer's trust has the patient."""
    language = language_of(request)
    pathways = {
        each.id: each.label.in_language(language) for each in content().pathways.values() if not each.retired_on
    }
    today, fault = day_of(now()), ""
    if request.method == "POST":
        chosen, day = str(request.POST.get("forlop", "")), given_day(request.POST.get("dag"))
        fault = "pathway" if chosen not in pathways else "day" if day is None or day > today else ""
        if not fault:
            token = str(request.POST.get("skjema", "")) or uuid4().hex
            moment = None if day == today else day
            door().record(viewer, person, "referred", at=now(), form=token, code=chosen, day=moment)
            return redirect("clinic:board")
    shown = {
        "person_id": person,
        "pathways": sorted(pathways.items(), key=lambda one: one[1]),
        "token": uuid4().hex,
        "today": shown_day(today),
        "fault": say(language, f"board.fault_{fault}") if fault else "",
    }
    return render(request, "clinic/referral.html", shown, status=400 if fault else 200)


def _form(request: HttpRequest, row: BoardRow, fault: str) -> HttpResponse:
    language = language_of(request)
    today = day_of(now())
    shown = {
        "row": row,
        "pathway": names_in(content(), language).pathways.get(row.pathway or "", row.pathway or ""),
        "likely": [_told_whole(one, language) for one in _LIKELY[row.phase]],
        "groups": [(_title(type_, language), [_choice(f"{type_}:{code}", language) for code in EVENT_TYPES[type_].codes])
                   for type_ in _GROUPS],
        "reasons": [_choice(f"deferred:{code}", language) for code in EVENT_TYPES["deferred"].codes],
        "kinds": [_choice(f"treatment_planned:{code}", language) for code in EVENT_TYPES["treatment_planned"].codes],
        "units": sorted(unit_names(content()).items(), key=lambda one: one[1]),
        "token": uuid4().hex,
        "today": shown_day(today),
        "first": shown_day(row.started_on),
        "latest": shown_day(today + _LONGEST_WAIT),
        "fault": fault,
        "back": request.GET.get("tilbake", request.POST.get("tilbake", "")),
    }  # fmt: skip
    return render(request, "clinic/recording.html", shown, status=400 if fault else 200)


def _choice(what: str, language: Language) -> tuple[str, str]:
    type_, _, code = what.partition(":")
    words = code_words(type_, code, language)
    return what, words


def _told_whole(what: str, language: Language) -> tuple[str, str]:
    """With what happened before the code: `Behandling startet: operasjon`."""
    type_, code = what.split(":")
    words = code_words(type_, code, language)
    written = words if words.isupper() else words[:1].lower() + words[1:]
    return what, f"{_title(type_, language)}: {written}"


def _title(type_: str, language: Language) -> str:
    return EVENT_TYPES[type_].label[language]


def _record(request: HttpRequest, viewer: Viewer, row: BoardRow) -> str:
    """Put what was chosen in the log; returns what was wrong with it, in the reader's words, or nothing."""
    language = language_of(request)
    type_, _, code = str(request.POST.get("hva", "")).partition(":")
    day, until, planned = (given_day(request.POST.get(name)) for name in ("dag", "til", "planlagt"))
    today = day_of(now())
    if type_ == "transferred":
        code = str(request.POST.get("enhet", ""))
    ends = {"deferred": until, "treatment_planned": planned}.get(type_)
    fault = _fault(row, type_, code, day, until, today)
    if fault:
        return say(language, f"board.fault_{fault}")
    try:
        door().record(
            viewer,
            row.person,
            type_,
            at=now(),
            form=str(request.POST.get("skjema", "")) or uuid4().hex,
            episode=row.episode,
            code=code,
            # What is planned for today begins with the day and not with the minute.
            day=None if day == today and ends is None else day,
            until=ends,
        )
    except Refused:
        return say(language, "board.fault_refused")
    return ""


def _fault(row: BoardRow, type_: str, code: str, day: date | None, until: date | None, today: date) -> str:
    if type_ not in EVENT_TYPES or (EVENT_TYPES[type_].codes and code not in EVENT_TYPES[type_].codes):
        return "choice"
    if day is None or day > today:
        return "day"
    if day < row.started_on:
        return "before"
    if type_ == "deferred" and until is not None and until <= day:
        return "until"
    if type_ == "transferred" and (code not in content().trusts or code == row.holder):
        return "unit"
    return ""
