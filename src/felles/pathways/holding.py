"""Who has a pathway in their hands: who started it, who has it now, since when, and did a transfer reach nobody known?

The last referral or transfer counts; of several on a day a transfer before a referral. A transfer to a unit that is not
known here leaves the pathway where it was, so that nobody falls between two chairs.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from felles.definitions import Content
from felles.pathways.latest import day_of, latest, rest_of

if TYPE_CHECKING:
    from ibis.expr import types as ir

_REFERRED, _TRANSFERRED = "0", "1"


def trusts_by_name(content: Content) -> dict[str, str]:
    """The trust of every name by which the log may call one: its id, and its short name in small letters."""
    short = {trust.short.casefold(): id for id, trust in content.trusts.items() if trust.short}
    return short | {id: id for id in content.trusts}


def handed(since: ir.Table, after: ir.BooleanValue, trusts: Mapping[str, str]) -> dict[str, Any]:
    """Aggregates of an episode: where it started, where it was handed to last, where to in vain, where seen last."""
    import ibis

    sent = after & (since.type == "transferred") & since.code.notnull()
    known = part_of(since.code).isin(sorted(trusts)) if trusts else ibis.literal(True)
    referred = after & (since.type == "referred") & since.place.notnull()
    receiver = ibis.ifelse(since.type == "transferred", since.code, since.place)
    marked = ibis.ifelse(since.type == "transferred", _TRANSFERRED, _REFERRED) + receiver
    return {
        "begun_at": since.place.min(where=(since.type == "referred") & (since.day == since.started_on)),
        "handed_to": latest(since, referred | (sent & known), marked),
        "strayed_to": latest(since, sent & ~known, marked),
        "seen_at": latest(since, after & since.place.notnull(), since.place),
    }


def holding(rows: ir.Table, trusts: Mapping[str, str]) -> dict[str, Any]:
    """From those: started_at, holder (trusts), held_at (the unit as it was told), held_since, unknown_receiver.

    Where no referral and no transfer names a place, the last place of any event counts.
    """
    import ibis

    held_at = ibis.coalesce(rest_of(rows.handed_to).substr(1), rest_of(rows.seen_at))
    strayed = rows.handed_to.isnull() | (rows.strayed_to > rows.handed_to)
    return {
        "started_at": trust_of(rows.begun_at, trusts),
        "holder": trust_of(held_at, trusts),
        "held_at": held_at,
        "held_since": day_of(ibis.coalesce(rows.handed_to, rows.seen_at)),
        "unknown_receiver": ibis.ifelse(strayed, rest_of(rows.strayed_to).substr(1), ibis.null("string")),
    }


def part_of(unit: ir.StringValue) -> ir.StringValue:
    """What stands before the colon: `ous` of `ous:surgery`."""
    return unit.split(":")[0]


def trust_of(unit: ir.StringValue, trusts: Mapping[str, str]) -> ir.StringValue:
    """The trust that a unit belongs to; a unit that is not known stands for itself."""
    import ibis

    named = [(name, trust) for name, trust in sorted(trusts.items()) if name != trust]
    part = part_of(unit)
    return ibis.cases(*((part == name, trust) for name, trust in named), else_=part) if named else part
