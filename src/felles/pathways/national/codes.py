"""Which codes of the Norwegian Patient Registry does a pathway have, and on which days?

The codes that hospitals set by hand (A12A, A12S, A12CK, A12FK ...) follow from what happened:
content/pathways/registration.yaml says which event sets which code, how often, and which day counts.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING

from felles.definitions import Pathway
from felles.definitions.registration import EventCode, Registration
from felles.pathways.book import Book
from felles.pathways.holding import trust_of
from felles.pathways.intervals import since_start
from felles.pathways.national.starts import in_force
from felles.pathways.points import Point

if TYPE_CHECKING:  # naming a rule must not cost the second that importing Ibis takes
    from ibis.expr import types as ir

_START, _SENT, _TOLD, _TRANSFERRED = "referred", "referral_sent", "told", "transferred"
_ORGAN = "organ_specific"


def codes(
    events: ir.Table,
    book: Book,
    registration: Registration,
    pathways: Mapping[str, Pathway],
    trusts: Mapping[str, str],
    *,
    at: date,
) -> ir.Table:
    """One row per code that is set by the end of a day.

    events: `current_event`; book: Norway's; trusts: the trust of each unit, by every name it goes by. Returns person,
    episode, pathway, code (null where the pathway has no known prefix, or none on the day it started), letters (of the
    event), day, place (the unit of the event), verified (prefix and letters were read, and the event is no assumption).
    """
    import ibis

    types = {_START, _SENT, _TOLD, _TRANSFERRED, *(Point.read(each.event).type for each in registration.codes)}
    since = since_start(events.filter((events.day <= at) & events.type.isin(sorted(types))), book)
    rows = _with_pathway(since.filter(since.day >= since.started_on), pathways)
    rows = _with_letters(_with_other_days(rows, trusts), registration.codes)
    rows = _once(rows.filter(rows.letters.notnull()), registration.codes)
    read = sorted(each.code for each in registration.codes if each.verified and each.assumption is None)
    verified = in_force(rows.pathway, rows.started_on, [each for each in pathways.values() if each.prefix.verified])
    return rows.select(
        "person",
        "episode",
        "pathway",
        code=_prefix(rows, pathways) + rows.letters,
        letters=rows.letters,
        day=rows.counted_on,
        place=rows.place,
        verified=ibis.coalesce(verified & rows.letters.isin(read), ibis.literal(False)),
    )


def _episode(rows: ir.Table) -> list[ir.Column]:
    return [rows.begun_by, rows.begun_key]


def _with_pathway(rows: ir.Table, pathways: Mapping[str, Pathway]) -> ir.Table:
    """Each event with the pathway and the group of its episode; what is no known pathway counts as one for an organ."""
    import ibis

    begins = (rows.type == _START) & (rows.day == rows.started_on)
    named = ibis.ifelse(begins, rows.code, ibis.null("string"))
    rows = rows.mutate(pathway=named.min().over(ibis.window(group_by=_episode(rows))))
    others = [(rows.pathway == each.id, each.group) for each in pathways.values() if each.group != _ORGAN]
    return rows.mutate(group=ibis.cases(*others, else_=_ORGAN))


def _with_other_days(rows: ir.Table, trusts: Mapping[str, str]) -> ir.Table:
    """Each event with the other days that may count: told_on, the first from then on; sent_on, the last until then.

    What was sent counts for the trust that sent it, and for the first transfer after it alone.
    """
    import ibis

    def day_of(type_: str) -> ir.DateColumn:
        return ibis.ifelse(rows.type == type_, rows.day, ibis.null("date"))

    rows = rows.mutate(trust=trust_of(rows.place, trusts))
    episode = _episode(rows)
    from_here = ibis.window(group_by=episode, order_by=[rows.day, rows.type == _TOLD], rows=(0, None))
    order = [rows.day, rows.type == _TRANSFERRED]
    until_here = ibis.window(group_by=[*episode, rows.trust], order_by=order, rows=(None, 0))
    before = ibis.window(group_by=episode, order_by=order, rows=(None, -1))
    rows = rows.mutate(
        told_on=day_of(_TOLD).min().over(from_here),
        sent_on=day_of(_SENT).max().over(until_here),
        moved_on=day_of(_TRANSFERRED).max().over(before),
    )
    own = rows.trust.notnull() & (rows.moved_on.isnull() | (rows.sent_on > rows.moved_on))
    return rows.mutate(sent_on=ibis.ifelse(own, rows.sent_on, ibis.null("date")))


def _with_letters(rows: ir.Table, codes: Sequence[EventCode]) -> ir.Table:
    """The letters that an event sets in its group of pathways, and the day that counts."""
    import ibis

    meant = [(Point.read(each.event).holds(rows) & rows.group.isin(each.groups), each) for each in codes]
    days = {
        "event": rows.day,
        "told": rows.told_on.fill_null(rows.day),
        "referral_sent": rows.sent_on.fill_null(rows.day),
    }
    return rows.mutate(
        letters=ibis.cases(*((holds, each.code) for holds, each in meant)),
        counted_on=ibis.cases(*((holds, days[each.day_of]) for holds, each in meant)),
    )


def _once(rows: ir.Table, codes: Sequence[EventCode]) -> ir.Table:
    """Each code as often as it is set: what would set it again is left out."""
    import ibis

    def of(*kinds: str) -> ir.BooleanColumn:
        return rows.letters.isin([each.code for each in codes if each.sets in kinds])

    # An onward referral that does not say to whom tells of no new trust.
    rows = rows.filter(~of("first_in_trust") | rows.trust.notnull() | (rows.day == rows.started_on))
    nothing = ibis.null("string")
    slot = {
        "slot_letters": ibis.ifelse(of("first_treatment"), nothing, rows.letters),
        "slot_trust": ibis.ifelse(of("first_in_trust"), rows.trust, nothing),
        "slot_code": ibis.ifelse(of("each"), rows.code, nothing),
        "slot_day": ibis.ifelse(of("each"), rows.day, ibis.null("date")),
    }
    rows = rows.mutate(**slot)
    again = ibis.window(
        group_by=[*_episode(rows), *(rows[name] for name in slot)],
        order_by=[rows.day, rows.code, rows.counted_on, rows.place],
    )
    rows = rows.mutate(turn=ibis.row_number().over(again))
    return rows.filter(rows.turn == 0)


def _prefix(rows: ir.Table, pathways: Mapping[str, Pathway]) -> ir.StringValue:
    import ibis

    prefixed = [each for each in pathways.values() if each.prefix.code]
    found = ibis.cases(*((rows.pathway == each.id, each.prefix.code) for each in prefixed))
    return ibis.ifelse(in_force(rows.pathway, rows.started_on, prefixed), found, ibis.null("string"))
