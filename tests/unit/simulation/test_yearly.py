"""Events of many steps are laid by year, none lost, none out of turn."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from felles.simulation.calendar import calendar_years
from felles.simulation.hashing import WORD_COLUMNS, added, sums_of
from felles.simulation.parquet import Parted
from felles.simulation.structs import Events, no_events
from felles.simulation.yearly import FIRST_DAY, LAST_DAY, by_year

DAYS = st.lists(st.one_of(st.integers(FIRST_DAY, LAST_DAY), st.integers(18_000, 20_000)), max_size=40)


def part(days: list[int], number: int) -> Events:
    """Events of a step: some columns differ by row, some are the same for all and take no room."""
    rows = np.arange(len(days))
    same = Events(*(np.broadcast_to(np.array(number % 3, kind.dtype), len(days)) for kind in no_events()))
    return same._replace(
        event=1_000 * number + rows, day=np.array(days, np.int32), value=np.where(rows % 2, np.nan, rows / 7)
    )


def unfolded(year: dict[str, Parted]) -> Events:
    """A year's rows in full: what a part says of all its rows, as often as it has rows."""
    columns = {}
    for (name, laid), kind in zip(year.items(), no_events(), strict=True):
        rows, made = laid.rows.tolist(), []
        for count, same, said in zip(laid.counts.tolist(), laid.same.tolist(), laid.said.tolist(), strict=True):
            made += [said] * count if same else rows[len(made) : len(made) + count]
        whole = np.array(made, np.int64)
        columns[name] = whole.view(np.float64) if kind.dtype == np.float64 else whole.astype(kind.dtype)
    return Events(**columns)


@given(parts=st.lists(DAYS, max_size=5), first=st.sampled_from([1999, 2015, 2024]))
@settings(max_examples=40)
def test_each_year_has_its_rows_in_the_order_of_the_parts(parts: list[list[int]], first: int) -> None:
    steps = [part(days, number) for number, days in enumerate(parts)]
    whole = Events(*(np.concatenate(columns) for columns in zip(no_events(), *steps, strict=True)))
    years = np.maximum(calendar_years(whole.day), first - 1)

    laid = by_year(steps, first)

    assert sorted(laid) == sorted(set(years.tolist()))
    for year, rows in laid.items():
        for ours, theirs in zip(unfolded(rows), whole, strict=True):
            assert np.array_equal(ours, theirs[years == year], equal_nan=theirs.dtype == np.float64)


def test_the_sum_of_parts_is_that_of_the_whole() -> None:
    hashes = {name: np.array([11, 22, 33, 0]) for name in WORD_COLUMNS}
    steps = [part([18_000 + number, 18_500], number) for number in range(4)]
    whole = Events(*(np.concatenate(columns) for columns in zip(*steps, strict=True)))

    assert added(sums_of(step, hashes) for step in steps) == sums_of(whole, hashes)
