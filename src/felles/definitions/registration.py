"""How are pathways registered and measured nationally, and what has been measured?"""

from dataclasses import dataclass
from datetime import date
from typing import Annotated, Literal

from felles.definitions.pathways import TreatmentKind
from felles.definitions.readers import Named
from felles.definitions.texts import Texts
from felles.definitions.words import Id, Period


@dataclass(frozen=True, kw_only=True)
class MeasurementPoint:
    """A measure of the national statistics, from one registered code to another."""

    id: Annotated[str, "the register's own name, such as OF4"]
    meaning: str
    from_code: str | None = None
    to_code: str | None = None
    verified: bool
    source: Annotated[str, Named("source")]
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
class Measurement:
    """How pathways are measured."""

    points: tuple[MeasurementPoint, ...]
    targets: tuple[Target, ...]
    rules: tuple[CountingRule, ...]
    treatment_kinds: tuple[KindOfTreatment, ...]


@dataclass(frozen=True, kw_only=True)
class EventCode:
    """The letters after a pathway's prefix, and the event they register."""

    code: str
    event: Annotated[str, "the vocabulary's type, with its code after a colon where that matters"]
    meaning: str
    verified: bool
    date_rule: Annotated[str | None, "which day is registered"] = None
    rules: tuple[str, ...] = ()
    note: str | None = None


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
