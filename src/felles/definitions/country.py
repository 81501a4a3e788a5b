"""Who runs the hospitals of a country, and where do people live?"""

from dataclasses import dataclass
from typing import Annotated, Literal

from felles.definitions.readers import Named
from felles.definitions.texts import Texts
from felles.definitions.words import Id


@dataclass(frozen=True, kw_only=True)
class HealthRegion:
    """A regional health authority."""

    id: Id
    label: Texts
    verified: bool
    source: Annotated[str, Named("source")]


@dataclass(frozen=True, kw_only=True)
class HospitalTrust:
    """A hospital trust (helseforetak), or a private non-profit hospital with a public task."""

    id: Id
    name: str
    short: Annotated[str | None, "the name in daily use"] = None
    region: Annotated[str, Named("region")]
    owner: Literal["state", "private_non_profit"]
    hospitals: Annotated[tuple[str, ...], "where it treats patients"]
    verified: bool
    source: Annotated[str, Named("source")]
    note: str | None = None


@dataclass(frozen=True, kw_only=True)
class County:
    """A county (fylke). Its id is the official number, as text."""

    id: Id
    label: Texts
    region: Annotated[str, Named("region"), "the health region it is counted to; a few municipalities cross borders"]
    source: Annotated[str, Named("source")]
