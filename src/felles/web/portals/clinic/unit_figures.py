"""The leader's page: how long each step takes at the unit, who waits, and who passes a limit within a week."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from math import ceil

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from felles.access import StepTime, UnitOddity, Viewer
from felles.events.envelope import day_of
from felles.web.accounts.rights import signed_in_as
from felles.web.components.names import place_names
from felles.web.components.spread import Spread, spread_of
from felles.web.content import content
from felles.web.given import door, now
from felles.web.middleware import language_of
from felles.web.portals.clinic.board_words import line
from felles.web.portals.clinic.views import is_professional

A_YEAR = timedelta(days=365)
SOON_SHOWN = 10
WHOLE = "OF4"  # from referral to treatment: what the national aim is about
AIM = 0.7


@dataclass(frozen=True, kw_only=True)
class Step:
    """One step of the pathways: of `closed`, `limited` have a confirmed limit and `within` of those kept it."""

    id: str
    closed: int
    median: int
    ninth: int
    limited: int
    within: int
    spread: Spread
    waiting: int
    waiting_median: int
    longest: int
    overdue: int

    @property
    def share(self) -> float | None:
        return self.within / self.limited if self.limited else None


@require_safe
@signed_in_as(is_professional)
def to_mend(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    """What in the unit's events could not be as it was told, and what to do about it."""
    language = language_of(request)
    oddities, found = door().unit_oddities(viewer)
    texts = content().oddities
    by_kind: dict[str, list[UnitOddity]] = {}
    for one in oddities:
        by_kind.setdefault(one.kind, []).append(one)
    kinds = [
        (texts[kind].label.in_language(language), texts[kind].mend.in_language(language), ones)
        for kind, ones in sorted(by_kind.items(), key=lambda each: -len(each[1]))
    ]
    return render(request, "clinic/to_mend.html", {"kinds": kinds, "found": found, "shown": len(oddities)})


@require_safe
@signed_in_as(is_professional)
def unit_figures(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    """What the last year was like at the viewer's trust, and what this week will be."""
    language, today = language_of(request), day_of(now())
    pathways = {each.id: each.label.in_language(language) for each in content().pathways.values()}
    asked = str(request.GET.get("forlop", ""))
    chosen = asked if asked in pathways else None
    times = door().unit_times(viewer, at=now(), since=today - A_YEAR)
    there = sorted({time.pathway for time in times.steps if time.pathway}, key=lambda id_: pathways.get(id_, id_))
    steps = steps_of([time for time in times.steps if chosen in (None, time.pathway)])
    fresh = [each for each in times.inclusion if chosen in (None, each.pathway)]
    soon = door().board(viewer, at=now(), pathway=chosen, only_soon=True)
    units = place_names(content(), language)
    shown = {
        "steps": steps,
        "whole": next((step for step in steps if step.id == WHOLE), None),
        "aim": AIM,
        "patients": sum(each.patients for each in fresh),
        "included": sum(each.included for each in fresh),
        "pathways": [(id_, pathways.get(id_, id_)) for id_ in there],
        "chosen": chosen,
        "by_pathway": [] if chosen else by_pathway(times.steps, pathways),
        "soon": [line(row, language, units, pathways, at=today) for row in soon.rows[:SOON_SHOWN]],
        "soon_in_all": soon.shown,
        "since": today - A_YEAR,
    }
    return render(request, "clinic/unit_figures.html", shown)


def steps_of(times: Iterable[StepTime]) -> list[Step]:
    """The steps in their order, each with what closed and what runs."""
    by_step: dict[str, list[StepTime]] = {}
    for time in times:
        by_step.setdefault(time.step, []).append(time)
    return [_step(id_, by_step[id_]) for id_ in sorted(by_step)]


def by_pathway(times: Iterable[StepTime], pathways: Mapping[str, str]) -> list[tuple[str, str, Step]]:
    """From referral to treatment in each pathway, with its id and name: the one with most past their limit first."""
    gathered: dict[str, list[StepTime]] = {}
    for time in times:
        if time.step == WHOLE and time.pathway:
            gathered.setdefault(time.pathway, []).append(time)
    rows = [(id_, pathways.get(id_, id_), _step(WHOLE, each)) for id_, each in gathered.items()]
    return sorted(rows, key=lambda row: (row[2].within - row[2].limited, -row[2].waiting, row[1]))


def _step(id_: str, times: Sequence[StepTime]) -> Step:
    closed = sorted(time.days for time in times if time.closed)
    running = [time for time in times if not time.closed]
    waits = sorted(time.days for time in running)
    limited = [time for time in times if time.closed and time.limit_verified and time.limit_days is not None]
    return Step(
        id=id_,
        closed=len(closed),
        median=quantile(closed, 0.5),
        ninth=quantile(closed, 0.9),
        limited=len(limited),
        within=sum(time.days <= (time.limit_days or 0) for time in limited),
        spread=spread_of(closed, _one_limit(times)),
        waiting=len(waits),
        waiting_median=quantile(waits, 0.5),
        longest=waits[-1] if waits else 0,
        overdue=sum(
            bool(time.limit_verified) and time.limit_days is not None and time.days > time.limit_days
            for time in running
        ),
    )


def quantile(days: Sequence[int], share: float) -> int:
    """The smallest day by which this share was done; 0 of none. The days are sorted."""
    return days[max(0, ceil(share * len(days)) - 1)] if days else 0


def _one_limit(times: Sequence[StepTime]) -> int | None:
    """The limit, where it is one and the same for all."""
    limits = {time.limit_days for time in times if time.closed}
    return limits.pop() if len(limits) == 1 else None
