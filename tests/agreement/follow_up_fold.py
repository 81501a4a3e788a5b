"""The follow-up plans of one person, one contact after the other: slow, obvious, and what the expression is held to."""

import calendar
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Any, NamedTuple

from felles.definitions import FollowUpItem, FollowUpPlan
from felles.definitions.conditions import Condition, evaluate

FOR_LIFE = 600


class Said(NamedTuple):
    """What one event of the person says."""

    day: date
    type: str
    code: str | None = None
    episode: int | None = None
    until: date | None = None


class Start(NamedTuple):
    """A plan that the person has."""

    episode: int | None
    plan: str
    basis: str
    since: date
    counted_from: date
    ended_on: date | None


class Contact(NamedTuple):
    """One row of `felles.pathways.follow_up.planned`, but for the person."""

    episode: int | None
    plan: str
    basis: str
    item: str
    number: int
    due: date
    window_from: date
    window_to: date
    done_on: date | None
    state: str
    who: str
    clinical_clock: bool


def fold(
    said: Sequence[Said], plans: dict[str, FollowUpPlan], criteria: dict[str, Condition], at: date
) -> list[Contact]:
    """The contacts of one person at the end of a day. criteria: by plan, where it has any."""
    known = [each for each in said if each.day <= at]
    starts = [*_set(known, plans), *_expected(known, plans, criteria, at)]
    return [contact for start in starts for contact in _contacts(start, known, plans[start.plan], at)]


def _set(known: Sequence[Said], plans: dict[str, FollowUpPlan]) -> Iterator[Start]:
    told = [each for each in known if each.type == "follow_up_planned"]
    for episode, plan in dict.fromkeys((each.episode, each.code) for each in told):
        if plan is None or plan not in plans:
            continue
        of_plan = [each for each in told if (each.episode, each.code) == (episode, plan)]
        since = max(each.day for each in of_plan)
        last_days = [each.until for each in of_plan if each.day == since and each.until]
        others = [each.day for each in told if each.episode == episode and each.code not in (None, plan)]
        ends = [max(last_days) + timedelta(days=1)] if last_days else []
        ends += [day for day in others if day > since]
        ends += _endings(known, plans[plan], since)
        counted_from = _counted_from(known, plans[plan], episode, since)
        yield Start(episode, plan, "set", since, counted_from, min(ends, default=None))


def _expected(
    known: Sequence[Said], plans: dict[str, FollowUpPlan], criteria: dict[str, Condition], at: date
) -> Iterator[Start]:
    told = [each for each in known if each.type == "follow_up_planned" and each.code in plans]
    sightings = [{**each._asdict(), "precision": "day", "value": None, "unit": None, "place": None} for each in known]
    for plan, condition in criteria.items():
        anchors = [each for each in known if _is_one_of(each, plans[plan].anchor.events)]
        if not anchors or evaluate(condition, sightings, at).value != "meets":
            continue
        since = max(each.day for each in anchors)
        if any(plans[each.code or ""].pathway == plans[plan].pathway and each.day >= since for each in told):
            continue
        episode = min((each.episode for each in anchors if each.day == since), key=lambda one: (one is not None, one))
        yield Start(episode, plan, "expected", since, since, min(_endings(known, plans[plan], since), default=None))


def _endings(known: Sequence[Said], plan: FollowUpPlan, since: date) -> list[date]:
    of_life = [each.day for each in known if each.type in ("died", "follow_up_ended")]
    return of_life + [each.day for each in known if each.day > since and _is_one_of(each, plan.ends)]


def _counted_from(known: Sequence[Said], plan: FollowUpPlan, episode: int | None, since: date) -> date:
    anchors = [each for each in known if _is_one_of(each, plan.anchor.events)]
    for group in ([each for each in anchors if each.episode == episode], anchors):
        before = [each.day for each in group if each.day <= since]
        if before:
            return max(before)
        if group:
            return min(each.day for each in group)
    return since


def _contacts(start: Start, known: Sequence[Said], plan: FollowUpPlan, at: date) -> Iterator[Contact]:
    for item in plan.items:
        windows = list(_windows(start, plan, item))
        repeated_for_life = item.every_months is not None and item.until_months is None
        for number, (due, opens, closes) in enumerate(windows, 1):
            if repeated_for_life and number > 1 and windows[number - 2][1] > at:
                break
            next_opens = windows[number][1] if number < len(windows) else date.max
            done = [each.day for each in known if opens <= each.day < next_opens and _is_one_of(each, item.done_by)]
            done_on = min(done, default=None)
            by_form = not item.clinical_clock and _by_need(start, known, due)
            moves = [
                (each.day, each.until)
                for each in known
                if each.type == "follow_up_moved" and (each.episode, each.code) == (start.episode, item.id)
                if each.day >= start.since and each.until and opens <= each.until < next_opens
            ]
            if moves:
                due = closes = max(moves)[1]
            gone = at >= next_opens
            state = _state(start, due, opens, closes, done_on, by_form, at, gone=gone)
            yield Contact(
                start.episode,
                start.plan,
                start.basis,
                item.id,
                number,
                due,
                opens,
                closes,
                done_on,
                state,
                item.who,
                item.clinical_clock,
            )


def _windows(start: Start, plan: FollowUpPlan, item: FollowUpItem) -> Iterator[tuple[date, date, date]]:
    if item.window_months:
        first, last = (months_later(start.counted_from, month) for month in item.window_months)
        yield last, first, last
        return
    months = set(item.at_months)
    if item.every_months:
        begins = item.from_months or item.every_months
        months |= set(range(begins, (item.until_months or FOR_LIFE) + 1, item.every_months))
    slack = timedelta(days=plan.slack_days if item.slack_days is None else item.slack_days)
    for number, month in enumerate(sorted(months), 1):
        due = months_later(start.counted_from, month)
        yield due, due - slack, due if number == 1 and item.first_within else due + slack


def _by_need(start: Start, known: Sequence[Said], due: date) -> bool:
    changes = [
        each
        for each in known
        if each.type == "follow_up_changed" and each.episode == start.episode and start.since <= each.day <= due
    ]
    latest = max((each.day for each in changes), default=None)
    return bool(changes) and all(each.code == "needs_based" for each in changes if each.day == latest)


def _state(
    start: Start, due: date, opens: date, closes: date, done_on: date | None, by_form: bool, at: date, *, gone: bool
) -> str:
    if done_on:
        return "done"
    never = start.ended_on is not None and due >= start.ended_on
    if by_form and not never:
        return "replaced_by_form"
    if never or (start.ended_on and start.ended_on <= at):
        return "ended"
    if gone:
        return "missed"
    if at > closes:
        return "late"
    return "due" if at >= opens else "ahead"


def _is_one_of(said: Said, points: Sequence[str]) -> bool:
    for point in points:
        type_, _, code = point.partition(":")
        if said.type != type_:
            continue
        if not code or said.code == code or (code.endswith("*") and said.code and said.code.startswith(code[:-1])):
            return True
    return False


def months_later(day: date, months: int) -> date:
    """The same day of the month so many months on, or the month's last day where it is too short."""
    total: Any = day.year * 12 + day.month - 1 + months
    year, month = total // 12, total % 12 + 1
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))
