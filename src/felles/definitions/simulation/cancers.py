"""How often does each cancer arise, how does it grow unseen, how is it found, and how does it end?

Reads `simulation/cancers/*.yaml` (form file): one file a cancer, known by the id of its site in content/sites.yaml, and
`other` for all the rest. Counts by age and year are tables: `simulation/cancers/tables/*.csv`.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Annotated, Literal

from felles.definitions.readers import Shaped, WholeNumber
from felles.definitions.records import Problem
from felles.definitions.simulation.figures import Ranged, Share
from felles.definitions.texts import Texts
from felles.definitions.words import Id

SEXES = ("female", "male")
"""In the order in which arrays have them."""
BOTH = "both"
"""Instead of the sexes, where one figure holds for both."""
STAGES = ("I", "II", "III", "IV")
EARLIEST, PUBLISHED = 1955, 2021
"""The first year whose survival may be told, and about when those were diagnosed whose survival is `rs5`."""
OLDEST = 120
"""The age until which kinds of tumour must be told."""

Icd10Code = Annotated[str, Shaped(r"[CD]\d\d(\.\d)?", 'a code of ICD-10 in quotes, such as "C18.7" or "D32.0"')]
Topography = Annotated[str, Shaped(r"C\d\d\.\d", 'a topography of ICD-O-3 in quotes, such as "C18.7"')]
Morphology = Annotated[str, Shaped(r"\d{4}/\d", 'a morphology of ICD-O-3 with behaviour in quotes, such as "8140/3"')]
Age = Annotated[int, WholeNumber(least=0, most=OLDEST)]


@dataclass(frozen=True, kw_only=True)
class Incidence:
    """How often symptoms bring the cancer to a doctor: the shape by age from a table, the level by year from counts."""

    rows: Annotated[tuple[str, ...], "codes of tables/cancer_incidence.csv that are added"]
    grew: Annotated[Mapping[str, Ranged], "by sex: growth of the rates a year before the first published count"]
    goes_on: Annotated[
        Ranged, "the share of the damped recent trend that goes on: 0 constant rates, 1 as NORDPRED cuts it"
    ]
    second: Annotated[Ranged, "the hazard of a second one of the same cancer, against that of a first"]
    older: Annotated[
        Ranged | None,
        "how much more the rates grew a year until the table, for each ten years of age; left out where alike",
    ] = None

    def problems(self) -> Iterator[Problem]:
        yield from _not_sexes("grew", self.grew)


@dataclass(frozen=True, kw_only=True)
class Weibull:
    """A time in years by its mean and shape: 1 is exponential, above 1 more even."""

    mean: Ranged
    shape: Ranged

    def problems(self) -> Iterator[Problem]:
        for name, figure in (("mean", self.mean), ("shape", self.shape)):
            if figure.ends[0] <= 0:
                yield Problem(name, f"{figure.ends[0]:g}", "more than 0")


@dataclass(frozen=True, kw_only=True)
class Latent:
    """From when it could be detected until symptoms bring it to a doctor."""

    sojourn: Annotated[Weibull, "years in which it could be detected before symptoms"]
    indolent: Annotated[Share, "more of them, as a share, that could be detected but never give symptoms"]
    precursor: Annotated[Weibull | None, "years as a precancer before that, where there is one"] = None


@dataclass(frozen=True, kw_only=True)
class Stage:
    """A stage when symptoms bring it to a doctor. The shares of the stages are set to add up to one."""

    share: Share
    dwell: Annotated[Ranged, "the part of the sojourn it spends here, against the other stages it passes"]
    rs5: Annotated[Share, "net survival at five years; the level is then set so that all stages give the published one"]
    found: Annotated[
        Share | None,
        "the share of all that are found, by screening too; of these the published survival is. Default: share",
    ] = None


@dataclass(frozen=True, kw_only=True)
class Survival:
    """Net survival: a share is cured, the rest follows a Weibull curve."""

    rs5: Annotated[Mapping[str, Share], "by sex: relative survival at five years, all stages together"]
    cured: Annotated[Share, "of those who live five years by net survival, the share that never dies of it"]
    shape: Annotated[Ranged, "of the Weibull curve: below 1 most die early"]
    older: Annotated[Ranged, "excess mortality for each ten years of age, as a ratio"]
    improved: Annotated[Ranged, "by how much the excess mortality fell a year until 2021"]
    improves: Annotated[Ranged, "by how much it falls a year after that, until 2040"]
    earlier: Annotated[
        Mapping[str, Mapping[str, Share]],
        "published survival at five years of those diagnosed about an earlier year, by the year and sex; the excess mortality "
        "falls by the same share a year between two of them, and as `improved` says before the first",
    ] = field(default_factory=lambda: MappingProxyType({}))

    def problems(self) -> Iterator[Problem]:
        yield from _not_sexes("rs5", self.rs5)
        for year, survival in self.earlier.items():
            if not (year.isdigit() and EARLIEST <= int(year) < PUBLISHED):
                yield Problem("earlier", year, f"years from {EARLIEST} to {PUBLISHED - 1}")
            if set(survival) != set(self.rs5):
                yield Problem("earlier", f"{year}: {', '.join(sorted(survival))}", "the same sexes as rs5")


AS_IT_IS = Share(value=0.0, low=0.0, high=0.0, assumption="certificates name what ended the life")


def _as_it_is() -> Mapping[str, Share]:
    return MappingProxyType({BOTH: AS_IT_IS})


@dataclass(frozen=True, kw_only=True)
class Certified:
    """What death certificates make of it, against the excess mortality that survival is measured by."""

    elsewhere: Annotated[
        Mapping[str, Share],
        "by sex, or both: of the deaths that it brings, the share that is certified as another cause",
    ] = field(default_factory=_as_it_is)
    ascribed: Annotated[
        Mapping[str, Share],
        "by sex, or both: of the deaths of other causes of those who have or had it, the share that is certified as it",
    ] = field(default_factory=_as_it_is)


@dataclass(frozen=True, kw_only=True)
class Relapse:
    """When it comes back, of those who were treated for all that was seen."""

    of_deaths: Annotated[Share, "of those who will die of it, the share whose relapse is seen first"]
    after: Annotated[Share, "how far from diagnosis to that death the relapse comes, on average"]
    of_cured: Annotated[Share, "of those who will not die of it"]


@dataclass(frozen=True, kw_only=True)
class Found:
    """How it is found without screening; the rest comes by symptoms."""

    emergency: Share
    incidental: Share
    certificate: Annotated[Share, "of those who die of it, the share that is first known from the death certificate"]


@dataclass(frozen=True, kw_only=True)
class Code:
    """Where it sits, by both classifications."""

    icd10: Icd10Code
    topography: Topography
    share: float = 1.0


@dataclass(frozen=True, kw_only=True)
class TumourKind:
    """A kind of tumour with the ages at which it occurs and its codes."""

    morphology: Morphology
    share: float
    codes: Annotated[tuple[Code, ...], "where it sits; left out where the cancer's own codes hold"] = ()
    ages: Annotated[tuple[Age, ...], "from and until (not included); left out for all ages"] = ()

    def problems(self) -> Iterator[Problem]:
        if self.ages and (len(self.ages) != 2 or self.ages[0] >= self.ages[1]):
            yield Problem("ages", f"{list(self.ages)}", "two ages, the first below the second")


@dataclass(frozen=True, kw_only=True)
class Cancer:
    """A cancer from its first detectable cell to what it does to a life."""

    id: Id
    number: Annotated[int, WholeNumber(least=0, most=99), "its number for chance; never given to another"]
    label: Texts
    sex: Annotated[Literal["female", "male"] | None, "where one sex alone can have it"] = None
    incidence: Incidence
    latent: Latent
    stages: Annotated[tuple[Stage, ...], "I to IV; none where the cancer has no such stages"] = ()
    not_staged: Annotated[Share | None, "share whose stage is never recorded"] = None
    survival: Survival
    certified: Annotated[Certified, "left out where certificates are taken as they should be"] = field(
        default_factory=Certified
    )
    relapse: Relapse
    found: Found
    smoking: Annotated[
        Literal["peto"] | None, "peto: by cigarettes and years smoked (Peto 2012), not by the relative risk of smokers"
    ] = None
    codes: tuple[Code, ...]
    kinds: tuple[TumourKind, ...]
    note: str | None = None

    def problems(self) -> Iterator[Problem]:
        if self.stages and len(self.stages) != len(STAGES):
            yield Problem("stages", f"{len(self.stages)} stages", "four, I to IV, or none")
        if not self.codes or not self.kinds:
            yield Problem("kinds", "no kind or no code of tumour", "at least one of each")
        elif not all(any(_has(kind, age) for kind in self.kinds) for age in range(OLDEST)):
            yield Problem("kinds", "an age without any kind of tumour", "kinds whose ages leave no gap")
        for shares in (self.certified.elsewhere, self.certified.ascribed):
            if set(shares) not in ({BOTH}, set(self.survival.rs5)):
                yield Problem("certified", ", ".join(sorted(shares)) or "nothing", "both, or the sexes of survival.rs5")


def _has(kind: TumourKind, age: int) -> bool:
    return not kind.ages or kind.ages[0] <= age < kind.ages[1]


def _not_sexes(field: str, by_sex: Mapping[str, Ranged]) -> Iterator[Problem]:
    unknown = sorted(set(by_sex) - set(SEXES))
    if unknown or not by_sex:
        yield Problem(field, ", ".join(unknown) or "nothing", "figures by female, male or both of them")
