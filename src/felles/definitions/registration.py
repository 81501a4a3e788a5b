"""How are pathways registered and measured nationally, and what has been measured?"""

from dataclasses import dataclass
from datetime import date
from typing import Annotated, Literal

from felles.definitions.examples import Example
from felles.definitions.pathways import PathwayGroup, TreatmentKind
from felles.definitions.readers import Named, WholeNumber
from felles.definitions.texts import Texts
from felles.definitions.words import Id, Period


@dataclass(frozen=True, kw_only=True)
class Removed:
    """A pathway for which a measure is no longer counted."""

    pathway: Annotated[str, Named("pathway")]
    begins: Annotated[date, "the first day without it"]
    source: Annotated[str, Named("source")]


@dataclass(frozen=True, kw_only=True)
class MeasurementPoint:
    """A measure of the national statistics, from one registered code to another."""

    id: Annotated[str, "the register's own name, such as OF4"]
    meaning: str
    from_code: str | None = None
    to_code: str | None = None
    verified: bool
    source: Annotated[str, Named("source")]
    without: Annotated[tuple[Removed, ...], "the pathways it is no longer counted for"] = ()
    note: str | None = None


@dataclass(frozen=True, kw_only=True)
class Target:
    """A national aim for the pathways."""

    id: Id
    label: Texts
    threshold: Annotated[float, "the share to reach, 0 to 1"]
    measured_by: Annotated[str, "the measurement point"]
    scope: str
    verified: bool
    source: Annotated[str, Named("source")]


@dataclass(frozen=True, kw_only=True)
class CountingRule:
    """One rule of how the national statistics count."""

    rule: str
    source: Annotated[str, Named("source")]


@dataclass(frozen=True, kw_only=True)
class KindOfTreatment:
    """A kind of treatment, with its letter in the codes."""

    kind: TreatmentKind
    letter: str
    label: Texts


@dataclass(frozen=True, kw_only=True)
class Inclusion:
    """When a diagnosis and the start of a pathway belong together, counted from the diagnosis."""

    days_before: Annotated[int, WholeNumber(0, 3650), "a pathway may have started so many days before"]
    days_after: Annotated[int, WholeNumber(0, 3650), "or so many days after"]
    assumption: Annotated[str, "what is assumed, and why"]


@dataclass(frozen=True, kw_only=True)
class Measurement:
    """How pathways are measured."""

    points: tuple[MeasurementPoint, ...]
    targets: tuple[Target, ...]
    rules: tuple[CountingRule, ...]
    treatment_kinds: tuple[KindOfTreatment, ...]
    inclusion: Inclusion


@dataclass(frozen=True, kw_only=True)
class EventCode:
    """The letters after a pathway's prefix, and the event they register."""

    code: str
    event: Annotated[str, "the vocabulary's type, with its code after a colon where that matters"]
    assumption: Annotated[str | None, "why it is taken for this event, where no source says so"] = None
    meaning: str
    verified: bool
    groups: Annotated[tuple[PathwayGroup, ...], "the groups of pathways that have it"] = (
        "organ_specific",
        "metastases_unknown_primary",
        "diagnostic",
    )
    sets: Annotated[
        Literal["first", "first_in_trust", "first_treatment", "each"],
        "how often it is set in an episode: first: once; first_in_trust: once in every trust; first_treatment: once"
        " among all codes that say so, of two on a day the event's alphabetically first code; each: every time",
    ]
    day_of: Annotated[
        Literal["event", "told", "referral_sent"],
        "event: its own day; told: the first `told` from then on, while there is none its own; referral_sent: the last"
        " `referral_sent` by the sending trust since the transfer before, where there is none its own",
    ] = "event"
    date_rule: Annotated[str | None, "which day is registered"] = None
    rules: tuple[str, ...] = ()
    note: str | None = None
    examples: tuple[Example, ...] = ()


@dataclass(frozen=True, kw_only=True)
class SchemeElsewhere:
    """How another country writes the same codes."""

    country: str
    pattern: str
    codes: str
    note: str | None = None
    source: Annotated[str, Named("source")]


@dataclass(frozen=True, kw_only=True)
class Registration:
    """How pathways are registered with the Norwegian Patient Registry."""

    pattern: str
    reported_to: str
    sources: tuple[Annotated[str, Named("source")], ...]
    codes: tuple[EventCode, ...]
    diagnostic_endings: Annotated[tuple[str, ...], "the codes that end the diagnostic pathway"]
    special_cases: tuple[str, ...]
    pauses: Annotated[str, "whether the patient's or a medical delay stops the clock"]
    known_inconsistencies: tuple[str, ...]
    elsewhere: tuple[SchemeElsewhere, ...]


@dataclass(frozen=True, kw_only=True)
class Change:
    """What changed in the pathways on a day."""

    day: date
    pathway: Annotated[str | None, Named("pathway"), "empty for all"] = None
    change: str
    source: Annotated[str, Named("source")]


@dataclass(frozen=True, kw_only=True)
class Changes:
    """The history of the pathways."""

    changes: tuple[Change, ...]


@dataclass(frozen=True, kw_only=True)
class Oddity:
    """Something in the events of a pathway that could not be as it was told."""

    id: Id
    label: Annotated[Texts, "what is wrong"]
    mend: Annotated[Texts, "what the unit does about it, and what holds until then"]


@dataclass(frozen=True, kw_only=True)
class Result:
    """One published result of the pathways."""

    period: Period
    measure: Literal["included", "within_time"]
    percent: float
    place: Annotated[str, "Norway, a health region or a hospital trust, as published"] = "Norway"
    pathways: Annotated[tuple[Annotated[str, Named("pathway")], ...], "empty for all together"] = ()
    kind: Annotated[TreatmentKind | None, "the first treatment; empty for all"] = None
    qualifier: Literal["about", "just_under"] | None = None
    source: Annotated[str, Named("source")]
    note: str | None = None


@dataclass(frozen=True, kw_only=True)
class Results:
    """What has been published on the pathways."""

    results: tuple[Result, ...]
