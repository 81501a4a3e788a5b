"""Which targets are asked for, over which years, and what is written of a fit?"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from felles.definitions.errors import did_you_mean
from felles.definitions.simulation.loading import SimulationDefinitions
from felles.definitions.simulation.targets import FigureSet
from felles.simulation.calibrating.fitting import Fitted
from felles.simulation.measuring.registers import COUNTED_YEAR
from felles.simulation.measuring.relative import years_before
from felles.simulation.request import FIRST_POPULATION, CannotSimulate


def targets_of(definitions: SimulationDefinitions, words: Sequence[str]) -> list[FigureSet]:
    """The targets of these names: files, or single figures such as cases_2024.lung.female. Raises CannotSimulate.

    What is only for validation cannot be fitted to.
    """
    known = definitions.records["target"]
    found: dict[str, FigureSet] = {}
    for word in words:
        id, _, _ = word.partition(".")
        if id in definitions.records["validation"]:
            raise CannotSimulate(f"{id} is kept for validation: nothing is fitted to it. Choose a file of targets.")
        if id not in known:
            hint = did_you_mean(id, known) or f"There are: {', '.join(sorted(known))}."
            raise CannotSimulate(f'There is no target "{id}". {hint}')
        figures = tuple(each for each in known[id].figures if _chosen(known[id].id_of(each), word))
        if not figures:
            names = ", ".join(known[id].id_of(each) for each in known[id].figures[:5])
            raise CannotSimulate(f'No figure of {id} begins with "{word}". The first are: {names}.')
        kept = found[id].figures if id in found else ()
        found[id] = _only(known[id], (*kept, *(each for each in figures if each not in kept)))
    return list(found.values())


def _chosen(name: str, word: str) -> bool:
    return name == word or name.startswith(word + ".")


def _only(figures: FigureSet, chosen: Sequence[Any]) -> FigureSet:
    return replace(figures, figures=tuple(chosen))


def window_of(targets: Sequence[FigureSet]) -> tuple[int, int]:
    """The years that must be lived to count these targets, both included."""
    years, before = [COUNTED_YEAR], 1
    for figures in targets:
        for figure in figures.figures:
            about = figure.of.filled(figures.of)
            years += [year for year in (about.year, about.until) if year is not None]
            before = max(before, years_before(about)) if figures.measure == "survival" else before
    return max(min(years) - before, FIRST_POPULATION), max(years)


def told(fitted: Fitted) -> dict[str, Any]:
    """A fit as plain values."""
    return {
        "parameters": [
            {
                "path": each.path,
                "before": each.figure.value,
                "fitted": round(value, 6),
                "low": each.figure.ends[0],
                "high": each.figure.ends[1],
                "inside_its_range": each.within(value),
            }
            for each, value in zip(fitted.parameters, fitted.values, strict=True)
        ],
        "log_likelihood_gained": round(fitted.gained, 3),
        "trials": fitted.trials,
        "settled": fitted.settled,
        "targets": [
            {
                "id": after.id,
                "published": after.published,
                "before": before.simulated,
                "after": after.simulated,
                "inside": after.inside,
            }
            for before, after in zip(fitted.before, fitted.after, strict=True)
        ],
    }


def as_yaml(fitted: Fitted, command: str, on: date) -> str:
    """What was fitted, as a file to copy values from."""
    lines = [
        f"# Fitted {on.isoformat()} by: {command}",
        "# Nothing reads this file: copy a value into the figure that it is of, with this file's command in a note.",
    ]
    for each, value in zip(fitted.parameters, fitted.values, strict=True):
        low, high = (f"{end:.6g}" for end in (min(each.figure.ends[0], value), max(each.figure.ends[1], value)))
        lines.append(f"{each.path}: {{value: {value:.6g}, low: {low}, high: {high}, source: own_calculation}}")
    return "\n".join(lines) + "\n"
