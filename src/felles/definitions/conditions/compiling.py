"""Which of many persons meet a condition at a date, as one expression for PostgreSQL, DuckDB or Spark?

Two passes over the events: the first finds, per person, what lies still (births, anchors, the newest of a kind), the
second counts events beside it. Nullable booleans carry the three values: SQL's AND, OR and NOT are Kleene's.
"""

from collections.abc import Mapping
from datetime import date, datetime
from functools import reduce
from operator import and_, or_

import ibis
import ibis.expr.types as ir

from felles.definitions.conditions.compiled_events import HappenedColumns
from felles.definitions.conditions.compiled_facts import AgeColumns, AliveColumns, latest_columns, text_columns
from felles.definitions.conditions.compiled_log import PersonColumns, dated_log
from felles.definitions.conditions.facts import types_read
from felles.definitions.conditions.terms import (
    AllOf,
    Answer,
    AnyOf,
    AtLeastOf,
    Condition,
    Fact,
    Happened,
    Latest,
    Not,
    parts_of,
)


def compile(condition: Condition, events: ir.Table, at: date | ir.DateValue) -> ir.Table:
    """One row per person of `events`: person, verdict (`meets`, `fails` or `unknown`).

    events: current events with person, type, day, precision, code, value, unit, place. at: a day, an Ibis date, or a
    date column of `events` that is the same on all rows of a person, so that each can have a day of their own.
    Says what `evaluate` says. Raises ValueError for a condition on answers.
    """
    return compile_many({"verdict": condition}, events, at)


def compile_many(conditions: Mapping[str, Condition], events: ir.Table, at: date | ir.DateValue) -> ir.Table:
    """Several conditions in the same two passes: one row per person, one column of verdicts per name."""
    if isinstance(at, datetime):
        raise TypeError("A condition is asked at a date; got a moment with a time of day. Give its calendar day.")
    leaves: dict[Condition, PersonColumns] = {}
    for condition in conditions.values():
        _gather(condition, leaves)
    known = _known_of_persons(dated_log(events, at), leaves, frozenset().union(*map(types_read, conditions.values())))
    verdicts = {name: _verdict(_truth(condition, leaves, known)) for name, condition in conditions.items()}
    return known.select("person", **verdicts)


def _gather(condition: Condition, leaves: dict[Condition, PersonColumns]) -> None:
    """What each condition on the log needs to know of a person; equal conditions need it once."""
    for part in parts_of(condition):
        _gather(part, leaves)
    if not parts_of(condition) and condition not in leaves:
        leaves[condition] = _columns(condition, f"c{len(leaves)}")


def _columns(condition: Condition, name: str) -> PersonColumns:
    match condition:
        case Fact(name="age"):
            return AgeColumns(name, condition)
        case Fact(name="alive"):
            return AliveColumns(name, condition)
        case Fact():
            return text_columns(name, condition)
        case Latest():
            return latest_columns(name, condition)
        case Happened():
            return HappenedColumns(name, condition)
        case Answer(item=item):
            raise ValueError(f'A condition on the answer "{item}" is evaluated for one form; it cannot be compiled.')
    raise TypeError(f"A condition on the log must be a fact, latest, event or answer; got {type(condition).__name__}.")


def _known_of_persons(log: ir.Table, leaves: Mapping[Condition, PersonColumns], types: frozenset[str]) -> ir.Table:
    """One row per person with the columns of every condition."""
    still = {name: column for leaf in leaves.values() for name, column in leaf.still(log).items()}
    persons = log.group_by("person").agg(**still) if still else log.select("person").distinct()
    beside = log.filter(log.type.isin(sorted(types))).inner_join(persons, "person")
    counted = {name: column for leaf in leaves.values() for name, column in leaf.counted(beside).items()}
    if not counted:
        return persons
    return persons.left_join(beside.group_by("person").agg(**counted), "person")


def _truth(condition: Condition, leaves: Mapping[Condition, PersonColumns], known: ir.Table) -> ir.BooleanValue:
    if condition in leaves:
        return leaves[condition].truth(known)
    parts = [_truth(part, leaves, known) for part in parts_of(condition)]
    match condition:
        case Not():
            return ~parts[0]
        case AnyOf():
            return reduce(or_, parts)
        case AtLeastOf(number=number):
            surely = sum((_one_if(part.fill_null(False)) for part in parts), ibis.literal(0))
            possibly = sum((_one_if(part.fill_null(True)) for part in parts), ibis.literal(0))
            return ibis.cases((surely >= number, True), (possibly < number, False), else_=ibis.null("boolean"))
        case AllOf():
            return reduce(and_, parts)
    raise TypeError(f"A condition must be one of the condition language; got {type(condition).__name__}.")


def _one_if(truth: ir.BooleanValue) -> ir.IntegerValue:
    return ibis.ifelse(truth, 1, 0)


def _verdict(truth: ir.BooleanValue) -> ir.StringValue:
    return truth.cases((True, "meets"), (False, "fails"), else_="unknown")
