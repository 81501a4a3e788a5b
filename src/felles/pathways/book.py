"""What is a rule book to the engine: its intervals, read and checked against the vocabulary, with their limits?"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import date

from felles.definitions import Content, DefinitionError, Rule
from felles.pathways.limits import EVERY_PATHWAY, LimitRow, limit_rows
from felles.pathways.points import Point, point_of

START = "start"


@dataclass(frozen=True, kw_only=True, slots=True)
class Interval:
    """One interval of a book. `opens` is empty where the start itself opens it.

    `ends_elsewhere`: what ends it in the pathways where the same does not open an interval (`opens_where_limited`).
    """

    id: str
    opens: tuple[Point, ...]
    opens_where_limited: tuple[Point, ...]
    closes: tuple[Point, ...]
    ends: tuple[Point, ...]
    ends_elsewhere: tuple[Point, ...]
    by_kind: bool

    @property
    def opens_at_start(self) -> bool:
        return not self.opens


@dataclass(frozen=True, kw_only=True, slots=True)
class Book:
    """A country's intervals with their limits.

    starts: the event types that begin an episode, the first that it has; limited: when which pathways have the limit
    that lets a point open an interval; pathways: those it knows, none where all are alike; retired: pathways that no
    longer apply, with the first such day.
    """

    name: str
    starts: tuple[str, ...]
    intervals: tuple[Interval, ...]
    limits: tuple[LimitRow, ...]
    limited: Mapping[Point, tuple[LimitRow, ...]]
    pathways: frozenset[str]
    retired: dict[str, date]

    @property
    def reads(self) -> frozenset[str]:
        """The event types that its intervals depend on."""
        points = (
            point
            for each in self.intervals
            for point in (*each.opens, *each.opens_where_limited, *each.closes, *each.ends, *each.ends_elsewhere)
        )
        planned = {"treatment_planned"} if any(each.by_kind for each in self.intervals) else set()
        return frozenset({*self.starts, *(point.type for point in points), *planned})

    @property
    def limits_every_pathway(self) -> frozenset[str]:
        """The intervals whose limits are the same for all pathways."""
        return frozenset(row.interval for row in self.limits if row.pathway == EVERY_PATHWAY)


def book_of(name: str, content: Content, rules: Sequence[Rule] = ()) -> Book:
    """The rule book of a country, or of these rules. Raises DefinitionError where its files do not go together."""
    rules = rules or content.rule_book(name)
    if not rules:
        raise ValueError(f"There is no rule book {name}; there are {', '.join(content.rule_books)}.")
    starts = _shared_starts(name, rules)
    openers = {Point.read(text) for rule in rules for text in rule.opens}
    limits = [row for rule in rules for row in limit_rows(rule, content.pathways.values())]
    limited = {
        point: tuple(row for row in limits if (row.interval, row.kind) == (rule.id, point.code))
        for rule in rules
        for point in _points(name, rule, "opens_where_limited", rule.opens_where_limited)
    }
    by_step = any(rule.step for rule in rules)
    retired = {id: each.retired_on for id, each in content.pathways.items() if each.retired_on} if by_step else {}
    known = set(content.pathways) if by_step else {row.pathway for row in limits} - {EVERY_PATHWAY}
    return Book(
        name=name,
        starts=starts,
        intervals=tuple(_interval(name, rule, starts, openers, limited) for rule in rules),
        limits=tuple(limits),
        limited=limited,
        pathways=frozenset(known),
        retired=retired,
    )


def _shared_starts(name: str, rules: Sequence[Rule]) -> tuple[str, ...]:
    for rule in rules[1:]:
        if rule.starts != rules[0].starts:
            got = f"{', '.join(rule.starts)}, but {rules[0].id} has {', '.join(rules[0].starts)}"
            raise DefinitionError(f"{name}/{rule.id}.yaml", "starts", got, "the same start in all files of a rule book")
    for rule in rules:
        for text in rule.starts:
            point = _point(name, rule, "starts", text)
            if point.code is not None:
                raise DefinitionError(f"{name}/{rule.id}.yaml", "starts", f'"{text}"', "event types without a code")
    return rules[0].starts


def _interval(
    name: str, rule: Rule, starts: tuple[str, ...], openers: Set[Point], limited: Collection[Point]
) -> Interval:
    at_start = rule.opens in ((START,), starts)
    if START in rule.opens and not at_start:
        got = f"start among others ({', '.join(rule.opens)})"
        raise DefinitionError(f"{name}/{rule.id}.yaml", "opens", got, "start alone, or event types")
    ends = _points(name, rule, "ends", rule.ends)
    whole_types = {point.type for point in ends if point.code is None}
    return Interval(
        id=rule.id,
        opens=() if at_start else _points(name, rule, "opens", rule.opens),
        opens_where_limited=_points(name, rule, "opens_where_limited", rule.opens_where_limited),
        closes=_points(name, rule, "closes", rule.closes),
        ends=tuple(_ending(point, {*openers, *limited}) for point in ends),
        ends_elsewhere=tuple(point for point in limited if point.type in whole_types and point not in openers),
        by_kind=rule.by_kind,
    )


def _ending(point: Point, openers: Set[Point]) -> Point:
    """A type that opens an interval with some of its codes ends one with the others."""
    opening = tuple(sorted(opener.code for opener in openers if opener.type == point.type and opener.code))
    return point if point.code or not opening else Point(point.type, but=opening)


def _points(name: str, rule: Rule, field: str, texts: Iterable[str]) -> tuple[Point, ...]:
    return tuple(_point(name, rule, field, text) for text in texts)


def _point(name: str, rule: Rule, field: str, text: str) -> Point:
    return point_of(text, f"{name}/{rule.id}.yaml", field)
