"""Which limit was in force for an interval, a pathway and a kind of treatment, on each day?

Dated values become rows of whole periods, in which the shortest of the kinds is known as well: it counts before anybody
has said which kind of treatment it will be.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise
from typing import TYPE_CHECKING, Literal, TypeVar, get_args

from felles.definitions import Dated, Pathway, Rule
from felles.definitions.pathways import TreatmentKind
from felles.pathways.in_sql import in_sql

if TYPE_CHECKING:
    from ibis.expr import types as ir

TREATMENT_KINDS: tuple[str, ...] = tuple(sorted(get_args(TreatmentKind)))
KindOfLimit = Literal["any", "earliest"] | TreatmentKind

Value = TypeVar("Value")

EVERY_PATHWAY = "*"
FOREVER = date(9999, 12, 31)

# Kinds as numbers, in the order of the alphabet: rules compare and pack them quicker than words.
ANY, EARLIEST, UNKNOWN = 5, 6, 7
_NUMBERS: dict[str, int] = {kind: number for number, kind in enumerate(TREATMENT_KINDS)}


@dataclass(frozen=True, kw_only=True, slots=True)
class LimitRow:
    """The days an interval may take, for pathways that start from `begins` until the day before `until`."""

    interval: str
    pathway: str
    kind: KindOfLimit
    begins: date
    until: date
    days: int
    verified: bool


def limit_rows(rule: Rule, pathways: Iterable[Pathway]) -> tuple[LimitRow, ...]:
    """The limits of one interval: its own, or those of its step in the pathways."""
    return tuple(_with_shortest(list(_own(rule) if rule.step is None else _of_step(rule, pathways))))


def _own(rule: Rule) -> Iterator[LimitRow]:
    for limit in rule.limits:
        for begins, until, value in _periods(limit.days):
            if value.value is not None:
                yield LimitRow(
                    interval=rule.id,
                    pathway=limit.pathway or EVERY_PATHWAY,
                    kind=limit.kind or "any",
                    begins=begins,
                    until=min(until, value.until or FOREVER),
                    days=value.value,
                    verified=value.verified,
                )


def _of_step(rule: Rule, pathways: Iterable[Pathway]) -> Iterator[LimitRow]:
    for pathway in pathways:
        for limit in pathway.limits:
            for begins, until, value in _periods(limit.days) if limit.step == rule.step else ():
                ends = min(until, pathway.retired_on or FOREVER)
                if value.value is not None and begins < ends:
                    yield LimitRow(
                        interval=rule.id,
                        pathway=pathway.id,
                        kind=limit.kind or "any",
                        begins=begins,
                        until=ends,
                        days=value.value,
                        verified=value.verified,
                    )


def _periods(dated: Dated[Value]) -> Iterator[tuple[date, date, Value]]:
    ends = [begins for begins, _ in dated.entries[1:]] + [FOREVER]
    for (begins, value), until in zip(dated, ends, strict=True):
        yield begins, until, value


def _with_shortest(rows: list[LimitRow]) -> Iterator[LimitRow]:
    yield from rows
    for pathway in dict.fromkeys(row.pathway for row in rows if row.kind != "any"):
        of_pathway = [row for row in rows if row.pathway == pathway]
        cuts = sorted({row.begins for row in of_pathway} | {row.until for row in of_pathway})
        for begins, until in pairwise(cuts):
            in_force = [row for row in of_pathway if row.begins <= begins < row.until]
            if in_force:
                shortest = min(in_force, key=lambda row: (row.days, not row.verified))
                yield replace(shortest, kind="earliest", begins=begins, until=until)


def limits_table(rows: Iterable[LimitRow], numbers: dict[str, int]) -> ir.Table:
    """The rows as a relation that stands in the SQL itself, so that every engine has it: interval and kind as numbers.

    numbers: the number of each interval.
    """
    return in_sql(
        (
            (
                row.pathway,
                numbers[row.interval],
                number_of_kind(row.kind),
                row.begins,
                row.until,
                row.days,
                row.verified,
            )
            for row in rows
        ),
        {
            "limit_pathway": "string",
            "limit_interval": "int64",
            "limit_kind": "int64",
            "limit_begins": "date",
            "limit_until": "date",
            "limit_days": "int64",
            "limit_verified": "boolean",
        },
    )


def number_of_kind(kind: str) -> int:
    """The number that stands for a kind of limit."""
    return {"any": ANY, "earliest": EARLIEST}.get(kind, _NUMBERS.get(kind, UNKNOWN))
