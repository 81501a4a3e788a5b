"""Which tumours of one person count as new ones?

A registry has judged that when it made one record of each tumour, so as a rule each of them counts. To compare countries,
the rules of IACR (2004) count one tumour per person and group of sites, however many years lie between. Their second
condition, a morphology of another group, is for `felles quality`: it wants more than a code of ICD-10.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from ibis.expr import types as ir

Primaries = Literal["registered", "iacr"]


def first_of_each_site(table: ir.Table, organs: Mapping[str, str]) -> ir.Table:
    """The first tumour of each person and organ. table: person, icd10, and diagnosed_on or year.

    organs: what a category of ICD-10 counts as, where that is not itself alone.
    """
    import ibis

    category = table.icd10.upper().substr(0, 3)
    organ = ibis.cases(*((category == each, organs[each]) for each in sorted(organs)), else_=category)
    when = [table[name] for name in ("diagnosed_on", "year", "episode") if name in table.columns]
    number = ibis.row_number().over(ibis.window(group_by=[table.person, organ], order_by=[*when, table.icd10]))
    numbered = table.mutate(_number=number)
    return numbered.filter(numbered._number == 0).drop("_number")
