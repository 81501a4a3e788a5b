"""Where does an analyst begin? At the sites that the registry knows, each with its statistics a click away."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from felles.access import Viewer
from felles.web.accounts.rights import signed_in_as
from felles.web.middleware import language_of
from felles.web.portals.analysis.asking import DEFAULT_SITE, site_names
from felles.web.portals.analysis.page import nothing_yet
from felles.web.portals.analysis.registry import Registry, registry_for
from felles.web.portals.analysis.survival import sees_statistics
from felles.web.wording import say

_KINDS = ("survival", "incidence", "stage", "monitoring", "projection")


@require_safe
@signed_in_as(sees_statistics)
def overview(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    """The sites with new cases in the newest five years, those with most cases first. Counts stand on their own pages."""
    registry = registry_for(viewer)
    if registry is None:
        return nothing_yet(request)
    names = site_names(language_of(request))
    shown = {
        "sites": [(site, names[site]) for site in sites_by_cases(registry)],
        "kinds": [(kind, say(language_of(request), f"statistics.way_{kind}")) for kind in _KINDS],
        "period": registry.windows[0],
        "recorded_until": registry.recorded_until,
    }  # fmt: skip
    return render(request, "analysis/overview.html", shown)


def sites_by_cases(registry: Registry) -> list[str]:
    """The sites by the cases of the newest five years; all together first, those under five left out."""
    return registry.once("overview", lambda: _counted(registry))


def _counted(registry: Registry) -> list[str]:
    import polars as pl

    from felles.access.small_numbers import PUBLISHED
    from felles.epidemiology import incidence
    from felles.web.content import content

    made = incidence(registry.cases, registry.population, by=["site"], period=registry.windows[0], content=content())
    counts: pl.DataFrame = made.rows
    enough = counts.filter(pl.col("cases") >= PUBLISHED).sort("cases", descending=True)["site"]
    known = site_names("nb")
    return [DEFAULT_SITE, *(site for site in enough if site in known)]
