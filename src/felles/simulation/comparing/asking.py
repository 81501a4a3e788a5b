"""Which two sides does a person ask to compare, over which people and years, split by what?"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from felles.definitions.simulation.loading import SimulationDefinitions
from felles.simulation.cancers import cancers_in_order
from felles.simulation.comparing.counting import SPLITS, Frame
from felles.simulation.request import CannotSimulate, Request
from felles.store.lake import read_manifest

BASE = "base"
_MOST_SETS = 1000
_CALLED = {"only": "--cancer"}


@dataclass(frozen=True, kw_only=True)
class Side:
    """One side: its policies, and for a simulated folder what was asked for then and how the country was described."""

    name: str
    policies: tuple[str, ...]
    asked: dict[str, Any] | None = None
    digest: str | None = None


def side_of(word: str) -> Side:
    """A side from a folder, from policies joined by +, or from the word base. Raises CannotSimulate."""
    folder = Path(word)
    if folder.is_dir():
        manifest = read_manifest(folder)
        if manifest is None or "simulation" not in manifest:
            raise CannotSimulate(f"{folder} was not written by felles simulate. Name such a folder, or a policy.")
        told = manifest["simulation"]
        return Side(
            name=word, policies=tuple(told["request"]["policies"]), asked=told["request"], digest=told["definitions"]
        )
    return Side(name=word, policies=() if word == BASE else tuple(part.strip() for part in word.split("+")))


def request_of(sides: Sequence[Side], given: dict[str, Any], otherwise: dict[str, Any]) -> Request:
    """The people, window and seed of both sides. given: people, first, last, seed as options say them, None where they do not.

    Raises CannotSimulate where the sides, or a side and an option, say different things.
    """
    chosen = {}
    for name, value in given.items():
        said = {_plain(side.asked.get(name, ())) for side in sides if side.asked is not None}
        said |= set() if value is None else {value}
        if len(said) > 1:
            words = " and ".join(_shown(name, each) for each in sorted(said))
            raise CannotSimulate(
                f"The two sides must be the same people with the same luck; got {words} for {_CALLED.get(name, name)}. "
                "Simulate them alike, or leave the option out."
            )
        chosen[name] = said.pop() if said else otherwise[name]
    if any(side.asked is not None and side.asked["parameters"] for side in sides):
        raise CannotSimulate("A side was simulated with --parameters; compare goes through parameter sets of its own.")
    return Request(**chosen)


def _plain(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value


def _shown(name: str, value: Any) -> str:
    if name == "only":
        return " with ".join(value) or "all"
    return f"{value:,}" if name == "people" else str(value)


def refuse_changed(sides: Sequence[Side], simulation: SimulationDefinitions) -> None:
    """Refuse a folder that was made under another description of the country than today's. Raises CannotSimulate."""
    for side in sides:
        if side.digest not in (None, simulation.digest):
            raise CannotSimulate(
                f"The country has been described anew since {side.name} was simulated. Simulate it again, or name its "
                f"policies: {'+'.join(side.policies) or BASE}."
            )


def splits_of(names: Sequence[str]) -> tuple[str, ...]:
    """The splits that are asked for, in their own order. Raises CannotSimulate for what is none."""
    unknown = [name for name in names if name not in SPLITS]
    if unknown:
        raise CannotSimulate(f"--by takes some of {', '.join(SPLITS)}; got {unknown[0]}.")
    return tuple(split for split in SPLITS if split in names)


def sets_asked(sets: int) -> int:
    """How many parameter sets. Raises CannotSimulate for what no interval can be drawn from."""
    if sets != 0 and not 5 <= sets <= _MOST_SETS:
        raise CannotSimulate(f"--sets takes 0 (no intervals) or a number from 5 to {_MOST_SETS}; got {sets}.")
    return sets


def frame_of(by: tuple[str, ...], request: Request, simulation: SimulationDefinitions) -> Frame:
    """What is counted in the years of a request."""
    counties = simulation.content.counties
    regions = tuple(dict.fromkeys(counties[code].region for code in sorted(counties)))
    return Frame(
        by=by,
        first=request.first,
        last=request.last,
        regions=regions,
        region_of=tuple(regions.index(counties[code].region) for code in sorted(counties)),
        sites=tuple(cancer.id for cancer in cancers_in_order(simulation)),
    )
