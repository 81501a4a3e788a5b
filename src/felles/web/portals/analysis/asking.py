"""What does the address of a statistic ask for? What it asks for wrongly counts as not asked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.http import HttpRequest
from django.utils.http import urlencode

from felles.web.content import content
from felles.web.portals.analysis.registry import Registry
from felles.web.wording import Language, say

ALL = ""
SEXES = ("female", "male")
DEFAULT_SITE = "all"


@dataclass(frozen=True, kw_only=True)
class Select:
    """A choice on a page: what it is called in the address, its words, and (value, words) of each option."""

    name: str
    words: str
    options: Sequence[tuple[str, str]]
    chosen: str


class Asked:
    """The question of an address. `splits` are the ways a page can be split, the first of them unless asked."""

    def __init__(
        self, request: HttpRequest, registry: Registry, splits: Sequence[str], methods: Sequence[str] = ()
    ) -> None:
        given = {name: str(value) for name, value in request.GET.items() if value}
        self._given: Mapping[str, str] = given
        sites = site_names("nb")
        self.site = given.get("sted", "") if given.get("sted") in sites else DEFAULT_SITE
        self.sex = given.get("kjonn", "") if given.get("kjonn") in SEXES else ALL
        self.region = given.get("region", "") if given.get("region") in content().regions else ALL
        windows = {f"{first}-{last}": (first, last) for first, last in registry.windows}
        self.period = given["ar"] if given.get("ar") in windows else next(iter(windows))
        self.window = windows[self.period]
        self.split = given["etter"] if given.get("etter") in splits else splits[0]
        self.method = given["metode"] if given.get("metode") in methods else (*methods, "")[0]
        self.form = given["som"] if given.get("som") in ("csv", "svg") else ""
        self._windows = list(windows)

    def address(self, **changed: str) -> str:
        """The same question with something else."""
        asked = {name: value for name, value in {**self._given, **changed}.items() if value}
        return f"?{urlencode(asked)}"

    @property
    def key(self) -> tuple[str, ...]:
        """What makes this question another one."""
        return (self.site, self.sex, self.region, self.period, self.split, self.method)

    def site_select(self, language: Language) -> Select:
        return Select(
            name="sted",
            words=say(language, "statistics.site"),
            options=sorted(site_names(language).items(), key=lambda one: (one[0] != DEFAULT_SITE, one[1])),
            chosen=self.site,
        )

    def sex_select(self, language: Language) -> Select:
        options = [(ALL, say(language, "statistics.both_sexes"))]
        options += [(sex, say(language, f"statistics.sex_{sex}")) for sex in SEXES]
        return Select(name="kjonn", words=say(language, "statistics.sex"), options=options, chosen=self.sex)

    def region_select(self, language: Language) -> Select:
        options = [(ALL, say(language, "statistics.whole_country")), *region_names(language).items()]
        return Select(name="region", words=say(language, "statistics.region"), options=options, chosen=self.region)

    def period_select(self, language: Language) -> Select:
        options = [(period, period.replace("-", "–")) for period in self._windows]
        return Select(name="ar", words=say(language, "statistics.years"), options=options, chosen=self.period)

    def method_select(self, language: Language, methods: Sequence[str]) -> Select:
        options = [(each, say(language, f"statistics.method_{each.replace('-', '_')}")) for each in methods]
        return Select(name="metode", words=say(language, "statistics.method"), options=options, chosen=self.method)

    def site_name(self, language: Language) -> str:
        return site_names(language)[self.site]


def site_names(language: Language) -> dict[str, str]:
    """The sites that can be chosen. Sums of sites are left to the command line: beside their parts they would tell too much."""
    sites = content().sites
    chosen = [site for site in sites.values() if not site.total or site.id == DEFAULT_SITE]
    return {site.id: site.label.in_language(language) for site in chosen}


def region_names(language: Language) -> dict[str, str]:
    return {region.id: region.label.in_language(language) for region in content().regions.values()}


def value_words(language: Language, split: str, value: str) -> str:
    """A value of a split, in words: a sex, a region, a stage."""
    if value == "unknown" or value.rpartition(":")[2] in ("X", "unknown"):
        return say(language, "statistics.unknown")
    if split == "sex":
        return say(language, f"statistics.sex_{value}")
    if split == "region":
        return region_names(language).get(value, value)
    if split == "stage":
        return stage_words(language, value)
    return value


def stage_words(language: Language, stage: str) -> str:
    """`tnm8:II` -> Stadium II; `seer:regional` -> Regional."""
    system, _, level = stage.rpartition(":")
    named = f"statistics.stage_{level.casefold()}"
    if system == "seer" or level.casefold() in ("localised", "regional", "distant"):
        return say(language, named)
    return say(language, "statistics.stage_n", level=level)
