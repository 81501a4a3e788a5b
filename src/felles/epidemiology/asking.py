"""What is asked of a statistic, and is it something that can be answered? Sites, standards, periods and columns."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from felles.definitions import Content, Site, Standard, load_content
from felles.definitions.errors import did_you_mean
from felles.epidemiology.ages import AGE_GROUPS
from felles.epidemiology.errors import BadTable

if TYPE_CHECKING:
    import numpy as np
    from ibis.expr import types as ir
    from numpy.typing import NDArray

Period = tuple[int, int]


class NotAnswerable(BadTable):
    """A question that names something that is not there: the sentence says what there is."""


def shipped() -> Content:
    """The definitions that came with Felles: for a statistician who gives none."""
    return load_content()


def chosen_sites(names: str | Iterable[str] | None, content: Content) -> list[Site]:
    """The sites of these names. Raises NotAnswerable."""
    asked = [names] if isinstance(names, str) else list(names or ())
    return [_named("site", name, content.sites) for name in asked]


def chosen_standard(name: str, content: Content) -> Standard:
    """The standard population of this name, by the age groups that rates have. Raises NotAnswerable."""
    standard: Standard = _named("standard population", name, content.standards)
    if tuple(standard.weights) != AGE_GROUPS:
        raise NotAnswerable(f"The standard population {name} has other age groups than 0-4, 5-9, ... 85+.")
    return standard


def weights_of(standard: Standard) -> NDArray[np.float64]:
    """The weights of a standard, summing to one, by the number of the age group."""
    import numpy as np

    weights = np.array(list(standard.weights.values()), dtype=float)
    return np.asarray(weights / weights.sum())


def period_of(period: int | str | Sequence[int] | None) -> Period | None:
    """First and last year of `2020`, `2016-2020` or (2016, 2020). Raises NotAnswerable."""
    if period is None:
        return None
    parts = str(period).split("-") if isinstance(period, int | str) else [str(each) for each in period]
    if len(parts) > 2 or not all(part.strip().isdigit() and len(part.strip()) == 4 for part in parts):
        raise NotAnswerable(f"A period is a year or two, such as 2020 or 2016-2020; got {period}.")
    first, last = int(parts[0]), int(parts[-1])
    if last < first:
        raise NotAnswerable(f"A period begins with its first year; got {period}.")
    return first, last


def known_columns(by: Iterable[str], table: ir.Table, also: Iterable[str]) -> tuple[str, ...]:
    """The columns to split by, each once. Raises NotAnswerable where the table has no such column and it is none of `also`."""
    asked = tuple(dict.fromkeys(by))
    there = [*also, *(name for name in table.columns if name not in ("band", "cases"))]
    for name in asked:
        if name not in there:
            hint = did_you_mean(name, there)
            allowed = ", ".join(sorted(set(there)))
            raise NotAnswerable(
                f"The table cannot be split by {name}. {hint + ' ' if hint else ''}It can by {allowed}."
            )
    return asked


def _named(what: str, name: str, among: Any) -> Any:
    if name in among:
        return among[name]
    hint = did_you_mean(name, among)
    raise NotAnswerable(f"There is no {what} {name}. {hint + ' ' if hint else ''}There are {', '.join(among)}.")
