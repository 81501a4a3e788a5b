"""No year of a region with few can be worked out from what the page that watches stages shows."""

import polars as pl

from felles.web.portals.analysis.monitoring_hiding import COUNTRY, blocks_of, hidden_blocks, sum_is_told


def counts(**years: list[tuple[int, int]]) -> pl.DataFrame:
    """(early, late) of each year from 2020, by region."""
    rows = [
        (region, str(2020 + place), early + late, early)
        for region, told in years.items()
        for place, (early, late) in enumerate(told)
    ]
    return pl.DataFrame(rows, schema=["region", "period", "n", "events"], orient="row")


PLENTY = [(20, 30)] * 5


def hidden(table: pl.DataFrame) -> set[str]:
    return {region for region, _ in hidden_blocks(blocks_of(table, [2020], 5))}


def test_where_all_are_many_nothing_is_hidden() -> None:
    assert hidden(counts(north=PLENTY, west=PLENTY)) == set()


def test_one_small_year_hides_its_whole_stretch_and_another_region() -> None:
    few = [(20, 30), (4, 30), *PLENTY[:3]]

    assert hidden(counts(north=few, west=PLENTY, east=[(50, 60)] * 5)) == {"north", "west"}


def test_two_that_are_few_and_together_many_need_no_third() -> None:
    few = [(4, 30)] * 5

    assert hidden(counts(north=few, west=few, east=PLENTY)) == {"north", "west"}


def test_a_country_with_a_small_year_is_hidden_too() -> None:
    assert hidden(counts(north=[(1, 9)] * 5, west=[(1, 9)] * 5)) == {COUNTRY, "north", "west"}


def test_a_sum_over_stretches_is_not_told_where_it_gives_a_small_one_away() -> None:
    years = [*PLENTY, (1, 3), (0, 0), (0, 0), (0, 0), (0, 0)]
    blocks = blocks_of(counts(north=years, west=[*PLENTY, *PLENTY]), [2020, 2025], 5)
    gone = hidden_blocks(blocks)

    assert ("north", 2020) not in gone
    assert ("north", 2025) in gone
    assert not sum_is_told("north", [2020, 2025], blocks, gone)
    assert sum_is_told("north", [2020], blocks, gone)
