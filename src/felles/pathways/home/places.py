"""In which hospital trust and health region is a conversation counted?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from felles.definitions import Content
from felles.pathways.holding import trust_of, trusts_by_name

if TYPE_CHECKING:  # naming a rule must not cost the second that importing Ibis takes
    from ibis.expr import types as ir


def placed(rows: ir.Table, content: Content) -> ir.Table:
    """The rows of `touchpoints` with `trust` and `region` (ids of the content), null where the place is not known.

    The hospital's conversation is counted where it was held, else where the person is; the municipality's by the county
    where the person lives. Where that is not known, the other one tells the region.
    """
    import ibis

    by_hospital = rows.holder == "hospital"
    unit = ibis.ifelse(by_hospital, ibis.coalesce(rows.held_at, rows.responsible, rows.hospital), rows.hospital)
    named = trust_of(unit.lower(), trusts_by_name(content))
    trust = ibis.ifelse(named.isin(sorted(content.trusts)), named, ibis.null("string"))
    county = rows.municipality.substr(0, 2)
    of_trust = ibis.cases(*((trust == one.id, one.region) for one in content.trusts.values()))
    of_county = ibis.cases(*((county == number, one.region) for number, one in content.counties.items()))
    return rows.mutate(
        trust=trust,
        region=ibis.ifelse(by_hospital, ibis.coalesce(of_trust, of_county), ibis.coalesce(of_county, of_trust)),
    )
