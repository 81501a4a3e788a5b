"""Counts of a handful of lives, by hand."""

import numpy as np
import pytest

from felles.simulation.comparing.counting import MEASURES, Frame, count
from felles.simulation.structs import people_of, tumours_for


@pytest.fixture
def lives():
    """A woman of the north with a breast cancer who dies of it; a man of the south who moves away; one who lives on."""
    people = people_of(np.arange(3, dtype=np.uint32))
    people.sex[:] = [0, 1, 0]
    people.county[:] = [1, 0, 0]
    people.born[:] = [1950.5, 1990.0, 2027.5]
    people.entered[:] = [2015.0, 2026.5, 2027.5]
    people.emigrates[:] = [np.inf, 2028.25, np.inf]
    people.died[:] = [2028.5, 2040.0, np.inf]
    people.cause[:] = [2, 0, -1]
    tumours = tumours_for(3)
    tumours.row[:] = [0, 0, 1]
    tumours.site[:] = [1, 0, 0]
    tumours.diagnosed[:] = [2026.75, 2024.0, 2029.0]
    tumours.stage_found[:] = [3, 0, 1]
    return people, tumours


def framed(*by):
    return Frame(by=by, first=2026, last=2028, regions=("south", "north"), region_of=(0, 1), sites=("lung", "breast"))


def counts_of(lives, *by):
    frame = framed(*by)
    return dict(
        zip(MEASURES, np.moveaxis(count(frame, *lives).reshape(*frame.shape, len(MEASURES)), -1, 0), strict=True)
    )


def test_what_happens_in_the_window_to_those_who_are_here_counts(lives):
    found = {measure: float(number) for measure, number in counts_of(lives).items()}

    assert found == pytest.approx(
        {"cases": 1, "stage_1": 0, "stage_2": 0, "stage_3": 1, "stage_4": 0, "not_staged": 0,
         "cancer_deaths": 1, "deaths": 1, "life_years": 2.5 + 1.75 + 1.5}
    )  # fmt: skip


def test_by_year_each_stands_in_its_own(lives):
    found = counts_of(lives, "year")

    assert found["cases"].tolist() == [1, 0, 0]
    assert found["deaths"].tolist() == [0, 0, 1]
    assert found["life_years"].tolist() == pytest.approx([1.5, 2.5, 1.75])


def test_by_region_sex_and_age(lives):
    assert counts_of(lives, "region")["cases"].tolist() == [0, 1]
    assert counts_of(lives, "sex")["life_years"].tolist() == pytest.approx([4.0, 1.75])
    assert counts_of(lives, "age")["cases"].tolist() == [0, 0, 0, 0, 0, 0, 1, 0]
    assert counts_of(lives, "age")["life_years"].tolist() == pytest.approx([1.5, 0, 1.75, 0, 0, 0, 2.5, 0])


def test_by_site_deaths_are_those_of_the_cancer(lives):
    found = counts_of(lives, "site")

    assert found["cancer_deaths"].tolist() == [0, 1]
    assert found["deaths"].tolist() == found["life_years"].tolist() == [0, 0]


def test_two_splits_together_are_those_of_each_summed(lives):
    found = counts_of(lives, "year", "sex")

    assert found["life_years"].sum(axis=1) == pytest.approx(counts_of(lives, "year")["life_years"])
    assert found["life_years"].sum(axis=0) == pytest.approx(counts_of(lives, "sex")["life_years"])
