"""Which new patients are in a pathway? Those whose diagnosis a pathway is for, each once a pathway."""

from __future__ import annotations

from typing import TYPE_CHECKING

from felles.definitions import Content
from felles.pathways.book import Book
from felles.pathways.holding import trust_of, trusts_by_name
from felles.pathways.national.starts import in_force, pathway_of, starts

if TYPE_CHECKING:  # naming a rule must not cost the second that importing Ibis takes
    from ibis.expr import types as ir


def patients(known: ir.Table, begun: ir.Table, content: Content) -> ir.Table:
    """One row per person and pathway, at the first such diagnosis: person, pathway, day, place, included_on.

    begun: what `starts` gives. included_on: when the first pathway of the person started that lies near enough to the
    diagnosis (content/pathways/measurement.yaml); null for who is in none.
    """
    fresh = _new_patients(known, content)
    some = begun.filter(in_force(begun.started_pathway, begun.started_on, list(content.pathways.values())))
    apart, near = some.started_on.delta(fresh.day, unit="day"), content.measurement.inclusion
    joined = fresh.left_join(
        some, [fresh.person == some.begun_by, apart >= -near.days_before, apart <= near.days_after]
    )
    return joined.group_by("person", "pathway", "day", "place").agg(included_on=lambda each: each.started_on.min())


def inclusion(events: ir.Table, book: Book, content: Content) -> ir.Table:
    """The same for those whose diagnosis was made at a trust, kept ready for its leaders: person, pathway, day, trust,
    included_on. Who has no diagnosis with a place is not looked at further: a registry's patients are many."""
    trusts = trusts_by_name(content)
    placed = events.filter((events.type == "diagnosed") & events.place.notnull()).select(whose="person").distinct()
    known = events.semi_join(placed, [events.person == placed.whose])
    rows = patients(known, starts(known, book, trusts), content)
    rows = rows.mutate(trust=trust_of(rows.place, trusts))
    return rows.filter(rows.trust.notnull()).select("person", "pathway", "day", "trust", "included_on")


def _new_patients(known: ir.Table, content: Content) -> ir.Table:
    """Persons with their first diagnosis that a pathway is for: person, pathway, day, place."""
    import ibis

    born = known.filter(known.type == "born").group_by("person").agg(born_on=lambda each: each.day.min())
    born = born.select(newborn="person", born_on="born_on")
    found = known.filter((known.type == "diagnosed") & known.code.notnull())
    found = found.left_join(born, found.person == born.newborn)
    before_birthday = (found.day.month() * 100 + found.day.day()) < (found.born_on.month() * 100 + found.born_on.day())
    age = found.day.year() - found.born_on.year() - before_birthday.ifelse(1, 0)
    found = found.mutate(pathway=pathway_of(found, age, list(content.pathways.values())))
    found = found.filter(found.pathway.notnull())
    first = ibis.window(group_by=[found.person, found.pathway], order_by=[found.day, found.place])
    found = found.mutate(turn=ibis.row_number().over(first))
    return found.filter(found.turn == 0).select("person", "pathway", "day", "place")
