"""Which pathways were started, on which day, and by whom? And for which pathway is a diagnosis?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from felles.definitions import Pathway
from felles.pathways.book import Book
from felles.pathways.holding import trust_of
from felles.pathways.intervals import since_start
from felles.pathways.limits import FOREVER

if TYPE_CHECKING:  # naming a rule must not cost the second that importing Ibis takes
    from ibis.expr import types as ir


def starts(known: ir.Table, book: Book, trusts: Mapping[str, str]) -> ir.Table:
    """One row per episode that has begun: begun_by (person), begun_key, started_on, started_pathway, started_at (trust).

    A pathway belongs to the trust that started it (content/pathways/measurement.yaml), wherever it goes.
    """
    since = since_start(known.filter(known.type.isin(book.starts)), book)
    first = since.filter(since.day == since.started_on).group_by("begun_by", "begun_key", "started_on")
    found = first.agg(started_pathway=lambda each: each.code.min(), started_place=lambda each: each.place.min())
    return found.mutate(started_at=trust_of(found.started_place, trusts)).drop("started_place")


def in_force(name: ir.StringValue, day: ir.DateValue, pathways: Sequence[Pathway]) -> ir.BooleanValue:
    """Whether it is one of these pathways, on a day when there was such a one."""
    import ibis

    if not pathways:
        return ibis.literal(False)
    lasted = (
        (name == each.id, (day >= each.introduced.day) & (day < (each.retired_on or FOREVER))) for each in pathways
    )
    return ibis.cases(*lasted, else_=False)


def pathway_of(rows: ir.Table, age: ir.IntegerValue, pathways: Sequence[Pathway]) -> ir.StringValue:
    """The pathway that a diagnosis (code, day) is for; null where none is. The narrowest list of codes counts first."""
    import ibis

    listed = [(each, code) for each in pathways for code in each.icd10.codes]
    listed.sort(key=lambda one: (one[0].icd10.under_age is None, "-" in one[1], "." not in one[1]))
    cases = []
    for each, code in listed:
        meant = (
            _is_code(rows.code, code) & (rows.day >= each.introduced.day) & (rows.day < (each.retired_on or FOREVER))
        )
        cases.append((meant if each.icd10.under_age is None else meant & (age < each.icd10.under_age), each.id))
    return ibis.cases(*cases) if cases else ibis.null("string")


def _is_code(said: ir.StringValue, code: str) -> ir.BooleanValue:
    """Whether an ICD-10 code is this one, finer than it, or in this range of three signs."""
    low, between, high = code.partition("-")
    if between:
        return (said.substr(0, 3) >= low) & (said.substr(0, 3) <= high)
    return said.startswith(code)
