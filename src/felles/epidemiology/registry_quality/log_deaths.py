"""Of how many deaths of cancer does the log tell: what the mortality:incidence ratio has above the line?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from felles.epidemiology.cases import deaths

if TYPE_CHECKING:  # naming a rule must not cost the second that importing Ibis takes
    from ibis.expr import types as ir

STRATA = ("year", "site", "sex", "region", "age_group")
_WIDTH = 5


def cancer_deaths(events: ir.Table) -> ir.Table:
    """Deaths of cancer by STRATA, as text written as the indicators write them, and `deaths`.

    events: `current_event`. A death counts where the underlying cause is C00-C97, or `cancer` where no more is known (its site
    is null). Only deaths from the year of the first diagnosis to that of the last: outside them no case could be told.
    """
    import ibis

    died = deaths(events)
    seen = events.filter(events.type == "diagnosed")
    years = seen.agg(first=seen.day.year().min(), last=seen.day.year().max())
    died = died.cross_join(years)
    coded = died.cause.re_search("^C[0-9][0-9]")
    died = died.filter((coded | (died.cause == "cancer")) & died.year.between(died.first, died.last))
    low = (died.age / _WIDTH).floor().cast("int64") * _WIDTH
    return died.group_by(
        year=died.year.cast("string"),
        site=ibis.cases((died.cause == "cancer", ibis.null("string")), else_=died.cause.substr(0, 3)),
        sex=died.sex,
        region=died.place,
        age_group=low.cast("string") + "-" + (low + (_WIDTH - 1)).cast("string"),
    ).agg(deaths=died.count().cast("int64"))
