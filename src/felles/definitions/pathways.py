"""How long may each part of a cancer pathway take, from which day, and who says so?"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Literal

from felles.definitions.dated import Dated
from felles.definitions.examples import Example
from felles.definitions.readers import Named, Shaped, WholeNumber
from felles.definitions.records import Problem
from felles.definitions.texts import Texts
from felles.definitions.words import Icd10, Id, Url

Step = Literal[
    "referral_to_first_attendance",
    "first_attendance_to_decision",
    "referral_to_decision",
    "decision_to_treatment_start",
    "referral_to_treatment_start",
]
PathwayGroup = Literal["organ_specific", "metastases_unknown_primary", "diagnostic"]
TreatmentKind = Literal["surgery", "systemic", "radiotherapy", "symptom_relief", "surveillance"]
TimesStatus = Literal[
    "read_official", "read_official_restatement", "read_copy", "read_secondary", "partly_read", "remembered", "missing"
]


@dataclass(frozen=True, kw_only=True)
class LimitValue:
    """What a limit is from a day on. The value has to be written, even where it is null."""

    value: Annotated[
        int | None, WholeNumber(0, 400), "calendar days; empty: no time is defined (verified) or known (not)"
    ]
    source: Annotated[str, Named("source"), "where it was read, or remembered"]
    verified: Annotated[bool, "whether the number was read there; an unverified one is never used for official shares"]
    start: Annotated[
        Literal["stated", "introduction"],
        "stated: the source says from when; introduction: it does not, and the pathway's first day is taken",
    ]
    note: str | None = None


@dataclass(frozen=True, kw_only=True)
class Limit:
    """The recommended longest time of one step, for one kind of treatment where that matters."""

    step: Step
    kind: Annotated[TreatmentKind | None, "the first treatment given; empty where the step comes before it"] = None
    days: Annotated[Dated[LimitValue], "values by the start day of the pathway from which each applies"]

    def problems(self) -> Iterator[Problem]:
        treats = self.step.endswith("treatment_start")
        if treats and self.kind is None:
            yield Problem("kind", "nothing", "a kind of treatment, for a step that ends with treatment")
        if not treats and self.kind is not None:
            yield Problem("kind", f'"{self.kind}"', "nothing, for a step that ends before treatment")


@dataclass(frozen=True, kw_only=True)
class Prefix:
    """The first letters of a pathway's codes in the Norwegian Patient Registry (NPR)."""

    code: Annotated[str | None, Shaped(r"[A-Z]\d\d", 'a prefix in quotes, such as "A12"'), "empty where unknown"] = None
    verified: bool
    source: Annotated[str | None, Named("source"), "where it was seen"] = None


@dataclass(frozen=True, kw_only=True)
class Diagnoses:
    """The diagnoses a pathway is for."""

    codes: tuple[Icd10, ...]
    under_age: Annotated[
        int | None, WholeNumber(1, 120), "only for people below this age, and then before all others"
    ] = None
    verified: bool
    note: str | None = None


@dataclass(frozen=True, kw_only=True)
class Introduction:
    """When a pathway began."""

    day: date
    verified: bool
    basis: Annotated[str | None, "how the day is known where no source names it, or how sources differ"] = None


@dataclass(frozen=True, kw_only=True)
class Naming:
    """What a pathway was called until a day."""

    nb: str
    until: date
    source: Annotated[str, Named("source")]


@dataclass(frozen=True, kw_only=True)
class KindMeaning:
    """What a kind of treatment covers in one pathway."""

    kind: TreatmentKind
    meaning: str


@dataclass(frozen=True, kw_only=True)
class Pathway:
    """A Norwegian cancer pathway (pakkeforløp)."""

    id: Id
    label: Texts
    group: PathwayGroup
    status: Literal["active", "retired"]
    introduced: Introduction
    retired_on: Annotated[date | None, "the first day on which it no longer applies"] = None
    retired_source: Annotated[str | None, Named("source")] = None
    ends_with: Annotated[Literal["treatment_start", "decision"], "the last point of its clock"] = "treatment_start"
    formerly: Annotated[tuple[Naming, ...], "older names"] = ()
    prefix: Annotated[Prefix, "the pathway's part of its NPR codes"]
    icd10: Diagnoses
    times_status: Annotated[TimesStatus, "how well its times are known"]
    verified: Annotated[bool, "whether all of its present times were read; otherwise shown as unconfirmed"]
    confidence: Annotated[Literal["low", "medium"] | None, "of times that were only remembered"] = None
    source: Annotated[str, Named("source"), "where its table of times is from"]
    check_at: Annotated[Url | None, "where the times can be confirmed (an address by analogy, not opened)"] = None
    limits: Annotated[tuple[Limit, ...], "a step that is not listed is unknown"] = ()
    kinds: Annotated[tuple[KindMeaning, ...], "where a kind of treatment means something special here"] = ()
    notes: Annotated[tuple[str, ...], "what a user of the times must know"] = ()
    examples: tuple[Example, ...] = ()

    def limit(self, step: Step, on: date, kind: TreatmentKind | None = None) -> LimitValue | None:
        """The limit of a step for pathways that started on a day; None where nothing is known.

        A LimitValue without a value, and verified, says that the pathway defines no time there.
        """
        for limit in self.limits:
            if (limit.step, limit.kind) == (step, kind):
                return limit.days.on(on)
        return None

    def problems(self) -> Iterator[Problem]:
        if (self.status == "retired") != (self.retired_on is not None):
            yield Problem(
                "retired_on", f"{self.retired_on or 'nothing'}", "a day for a retired pathway, and only for one"
            )
        yield from self.problems_of_trust()
        keys = [(limit.step, limit.kind or "") for limit in self.limits]
        for step, kind in sorted({key for key in keys if keys.count(key) > 1}):
            yield Problem("limits", f"{step} {kind}".strip() + " twice", "each step and kind of treatment once")

    def problems_of_trust(self) -> Iterator[Problem]:
        """Whether anything unverified is passed off as verified."""
        if self.verified and not all(limit.days.latest.verified for limit in self.limits):
            yield Problem("verified", "true", "false, while one of its present limits is not verified")
        some_read = any(value.verified for limit in self.limits for _, value in limit.days)
        if some_read and self.times_status in ("remembered", "missing"):
            yield Problem(
                "times_status", f'"{self.times_status}"', "a status that says what was read, for a limit is verified"
            )
