"""The home pathway of one person, one event after the other: slow, obvious, and what the expressions are held against."""

import calendar
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from typing import Any, NamedTuple

from felles.definitions import Touchpoint

ANSWERS = ("offered", "postponed", "declined", "dropped")
PERSONAL = ("born", "moved", "died", "follow_up_ended")


class Said(NamedTuple):
    """What one event says."""

    episode: int | None
    type: str
    day: date
    until: date | None = None
    code: str | None = None
    place: str | None = None


class Round(NamedTuple):
    """From a diagnosis or a relapse until the next one of the same tumour."""

    episode: int | None
    number: int
    begun_on: date
    begun_by: str
    again_on: date | None


def fold(events: Sequence[Said], points: Sequence[Touchpoint], at: date) -> list[dict[str, Any]]:
    """The rows of one person."""
    known = [event for event in events if event.day <= at]
    rounds = list(rounds_of(known))
    tumours = {each.episode for each in rounds}
    rows = []
    for each in rounds:
        of_round = [event for event in known if _counts(event, each, tumours)]
        made = [_row(each, of_round, point, at) for point in points]
        rows += [row for row in made if row is not None]
    for row in rows:
        later = [other for other in rows if _same_round(row, other) and other["number"] > row["number"]]
        if row["state"] not in ("held", "ended") and any(other["held_on"] for other in later):
            row.update(state="overtaken", due=None, due_by=None, days_left=None)
    return rows


def rounds_of(known: Sequence[Said]) -> Iterator[Round]:
    """The rounds of each tumour of a person."""
    for episode in {event.episode for event in known}:
        own = [event for event in known if event.episode == episode]
        diagnosed = sorted(event.day for event in own if event.type == "diagnosed")[:1]
        begins = sorted({*diagnosed, *(event.day for event in own if event.type == "relapsed")})
        for number, day in enumerate(begins, 1):
            following = begins[number] if number < len(begins) else None
            yield Round(episode, number, day, "diagnosed" if day in diagnosed else "relapsed", following)


def _counts(event: Said, each: Round, tumours: set[int | None]) -> bool:
    if each.again_on is not None and event.day >= each.again_on:
        return False
    return event.type in PERSONAL or event.episode not in tumours or event.episode == each.episode


def _same_round(one: dict[str, Any], other: dict[str, Any]) -> bool:
    return (one["episode"], one["begun_on"]) == (other["episode"], other["begun_on"])


def _row(each: Round, events: Sequence[Said], point: Touchpoint, at: date) -> dict[str, Any] | None:
    window = point.window.on(each.begun_on)
    if window is None:
        return None
    within = [event for event in events if event.day >= each.begun_on]
    talks = [event for event in within if event.type.startswith("needs_") and event.code == point.id]
    told = min((event.day for event in within if event.type == "told" and event.code == "cancer"), default=None)
    held = sorted((event.day, event.place or "") for event in talks if event.type.endswith("_held"))[:1]
    held_on, held_at = held[0] if held else (None, None)
    answers = sorted(
        (event.day, ANSWERS.index(answer), event.until or date.min)
        for event in talks
        for answer in ANSWERS
        if event.type.endswith(f"_{answer}")
    )
    answered_on, rank, until = answers[-1] if answers else (None, None, None)
    answer = None if rank is None else ANSWERS[rank]
    agreed = until if until and until > date.min and answer != "dropped" else None
    first = months_after(each.begun_on, window.from_months)
    if point.opens == "told":
        first = None if told is None else max(told, first or told)
    last = months_after(each.begun_on, window.to_months)
    due, due_by = agreed, "agreed"
    if due is None and answered_on and (answer in ("declined", "postponed") or (answer == "offered" and last is None)):
        due, due_by = answered_on + timedelta(days=point.ask_again_after.value), "ours"
    next_on = due
    if due is None:
        due, due_by = last, "window"
    if due is None and point.remind_after:
        due, due_by = (told or each.begun_on) + timedelta(days=point.remind_after.value), "ours"
    ended_on, ended_by = _ended(each, events, within)
    state = _state(held_on, ended_on, answer, due, due_by, window.verified, first, at)
    over = state in ("held", "ended", "not_relevant")
    born = min((event.day for event in events if event.type == "born"), default=None)
    moves = sorted((event.day, event.place or "") for event in talks if event.type.endswith("_moved"))
    return {
        "episode": each.episode,
        "round": each.number,
        "begun_on": each.begun_on,
        "begun_by": each.begun_by,
        "number": point.number,
        "touchpoint": point.id,
        "window_from": first,
        "window_to": last,
        "told_on": told,
        "offered_on": min((event.day for event in talks if event.type.endswith("_offered")), default=None),
        "planned_on": agreed if answer == "offered" else None,
        "held_on": held_on,
        "held_at": held_at or None,
        "held_within": first <= held_on <= last if held_on and first and last else None,
        "declined_on": max((event.day for event in talks if event.type.endswith("_declined")), default=None),
        "ask_again_on": next_on if answer == "declined" else None,
        "postponed_to": next_on if answer == "postponed" else None,
        "moved_to": (moves[-1][1] or None) if moves else None,
        "ended_on": ended_on,
        "ended_by": ended_by,
        "state": state,
        "due": None if over else due,
        "due_by": None if over else due_by,
        "days_left": None if over or due is None else (due - at).days,
        "responsible": _responsible(events, moves, point.holder),
        "is_child": None if born is None else at < (months_after(born, 12 * 18) or at),
    }


def _state(
    held_on: date | None,
    ended_on: date | None,
    answer: str | None,
    due: date | None,
    due_by: str,
    verified: bool,
    opens: date | None,
    at: date,
) -> str:
    if held_on:
        return "held"
    if ended_on:
        return "ended"
    if answer == "dropped":
        return "not_relevant"
    if answer == "declined":
        return "declined" if due and at < due else "ask_again"
    if due and at > due:
        return "late" if due_by == "agreed" or (due_by == "window" and verified) else "to_remember"
    if answer in ("postponed", "offered"):
        return answer
    return "open" if opens and at >= opens else "waiting"


def _ended(each: Round, events: Iterable[Said], within: Iterable[Said]) -> tuple[date | None, str | None]:
    ends = [(event.day, 0, "died") for event in events if event.type == "died"]
    ends += [(each.again_on, 1, "relapsed")] if each.again_on else []
    ends += [(event.day, 2, "not_followed") for event in within if event.type == "follow_up_ended"]
    day, _, why = min(ends, default=(None, 0, None))
    return day, why


def _responsible(events: Iterable[Said], moves: Sequence[tuple[date, str]], holder: str) -> str | None:
    claims = []
    for event in events:
        if holder == "municipality" and event.type in ("born", "moved"):
            claims.append((event.day, event.place))
        if holder == "hospital" and event.type in ("diagnosed", "relapsed"):
            claims.append((event.day, event.place))
        if holder == "hospital" and event.type == "transferred":
            claims.append((event.day, event.code))
    since, who = max(((day, place) for day, place in claims if place), default=(None, None))
    if moves and (since is None or moves[-1][0] >= since):
        return moves[-1][1] or None
    return who


def months_after(day: date, months: int | None) -> date | None:
    """The same day of a later month, or its last day where it has no such day."""
    if months is None:
        return None
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def fold_needs(events: Sequence[Said], at: date) -> list[dict[str, Any]]:
    """The needs of one person."""
    known = [event for event in events if event.day <= at]
    died = min((event.day for event in known if event.type == "died"), default=None)
    order = ("need_found", "need_assigned", "need_met")
    rows = []
    for key in {(event.episode, event.code) for event in known if event.type in order}:
        own = [event for event in known if event.type in order and (event.episode, event.code) == key]
        open_: list[Said] = []
        for event in sorted(own, key=lambda one: (one.day, order.index(one.type))):
            if event.type == "need_met":
                rows += [_need(key, open_, event.day, died, at)] if open_ else []
                open_ = []
            else:
                open_.append(event)
        rows += [_need(key, open_, None, died, at)] if open_ else []
    return rows


def _need(
    key: tuple[int | None, str | None], said: Sequence[Said], met: date | None, died: date | None, at: date
) -> dict[str, Any]:
    found = sorted((event.day, event.place or "") for event in said if event.type == "need_found")
    given = sorted(
        (event.day, event.until or date.min, event.place or "") for event in said if event.type == "need_assigned"
    )
    _, until, who = given[-1] if given else (None, None, None)
    due = until if until and until > date.min else None
    state = "unassigned" if not who else "open"
    if due and at > due:
        state = "overdue"
    if died:
        state = "ended"
    if met:
        state = "met"
    return {
        "episode": key[0],
        "theme": key[1],
        "found_on": found[0][0] if found else given[0][0],
        "found_at": (found[0][1] or None) if found else None,
        "assigned_on": given[-1][0] if given else None,
        "responsible": who or None,
        "due": due,
        "met_on": met,
        "ended_on": died,
        "state": state,
        "days_left": (due - at).days if due and not died and not met else None,
    }


def fold_handovers(events: Sequence[Said], at: date) -> list[dict[str, Any]]:
    """The handovers of one person."""
    known = [event for event in events if event.day <= at]
    died = min((event.day for event in known if event.type == "died"), default=None)
    gives = [event for event in known if event.type in ("handed_over", "transferred") and event.code]
    gives = [event for event in gives if event.place != event.code]
    rows = []
    for episode, kind, receiver, day in {(one.episode, one.type, one.code, one.day) for one in gives}:
        same = [one for one in gives if (one.episode, one.type, one.code, one.day) == (episode, kind, receiver, day)]
        onward = [
            one.day
            for one in _merged(gives)
            if one.episode == episode
            and one.day > day
            and one.code != receiver
            and (one.place == receiver or (one.place is None and one.type == kind == "transferred"))
        ]
        accepted = [
            one.day
            for one in known
            if one.type == "handover_accepted"
            and one.place == receiver
            and one.day >= day
            and one.episode in (None, episode)
        ]
        left = min(onward, default=None)
        taken = min(accepted, default=None)
        state = "ended" if died else "passed_on" if left else "accepted" if taken else "waiting"
        rows.append(
            {
                "episode": episode,
                "kind": kind,
                "sender": min((one.place for one in same if one.place), default=None),
                "receiver": receiver,
                "handed_on": day,
                "accepted_on": taken,
                "left_on": left,
                "ended_on": died,
                "state": state,
                "days_waiting": (at - day).days if state == "waiting" else None,
            }
        )
    return rows


def _merged(gives: Iterable[Said]) -> Iterator[Said]:
    """The same handover told several times is one; it is from the alphabetically first who says it."""
    told: dict[tuple[Any, ...], list[Said]] = {}
    for one in gives:
        told.setdefault((one.episode, one.type, one.code, one.day), []).append(one)
    for same in told.values():
        yield same[0]._replace(place=min((one.place for one in same if one.place), default=None))
