"""Are the files of the cancers what the registry's rules and the published numbers ask for?"""

from datetime import date

import numpy as np
import polars as pl
import pytest

from felles.epidemiology.occurrence.site_codes import codes_of
from felles.epidemiology.registry_quality.checking import check_records
from felles.simulation import cancers
from felles.simulation.cancers.hazards import population_by_age, rates_by_age
from felles.simulation.cancers.kinds import shares_by_age
from felles.simulation.cancers.preparing import cancers_in_order, prepare
from felles.simulation.parameters import Draw

CHILDREN_HAVE = ("central_nervous_system", "eye", "kidney", "leukaemia", "other", "soft_tissue")
BLOOD_DISORDERS = ("D45", "D46", "D47")


@pytest.fixture(scope="module")
def files(simulation):
    return cancers_in_order(simulation)


def test_every_site_that_is_no_total_has_a_file_and_there_is_one_for_the_rest(simulation, files):
    sites = {name for name, site in simulation.content.sites.items() if not site.total}

    assert {cancer.id for cancer in files} == sites | {"other"}


def test_no_two_cancers_have_the_same_number_for_chance(files):
    assert len({cancer.number for cancer in files}) == len(files)


def test_every_row_of_the_table_belongs_to_one_cancer(simulation, files):
    rows = [int(row) for cancer in files for row in cancer.incidence.rows]

    assert sorted(rows) == sorted(set(simulation.tables["cancer_incidence"].columns["code"]))


def test_codes_belong_to_the_site(simulation, files):
    sites = simulation.content.sites
    of_any = frozenset().union(*(codes_of(site) for site in sites.values() if not site.total))

    for cancer in files:
        for kind in cancers.subtypes(cancer):
            code = kind.icd10.replace(".", "")
            counted_here = code in codes_of(sites[cancer.id]) if cancer.id in sites else code not in of_any
            assert counted_here or kind.icd10[:3] in BLOOD_DISORDERS, (cancer.id, kind.icd10)


def test_no_kind_of_tumour_breaks_a_rule_of_the_registry(simulation, files):
    rows = [
        {
            "id": f"{cancer.id}/{place}/{age}/{sex}", "person": f"{cancer.id}/{place}/{age}/{sex}", "sex": sex, "age": age,
            "diagnosed": "2020-05-01", "topography": kind.topography, "icd10": kind.icd10, "morphology": kind.morphology,
            "basis": "7", "laterality": "left" if kind.two_sided else None, "grade": "2" if kind.graded else None,
            "stage": "I" if cancer.stages and kind.morphology.endswith("3") else None,
        }
        for cancer in files
        for sex in ([cancer.sex] if cancer.sex else ["female", "male"])
        for age in (3, 8, 12, 60)
        for place, kind in enumerate(cancers.subtypes(cancer))
        if np.diff(shares_by_age(cancer)[age], prepend=0.0)[place] > 0
        and (age == 60 or cancer.id in CHILDREN_HAVE)
    ]  # fmt: skip

    found = check_records(
        pl.DataFrame(rows, infer_schema_length=None), simulation.content.registry_checks.values(), at=date(2026, 1, 1)
    )

    assert found.select("id", "rule", "severity").rows() == []


def test_shares_of_kinds_add_up_to_one_at_every_age(files):
    for cancer in files:
        assert shares_by_age(cancer)[:, -1] == pytest.approx(1.0)


def test_expected_cases_of_2024_are_the_published_ones(simulation):
    from felles.simulation.cancers.hazards import rates_of
    from felles.simulation.cancers.levels import Growth, trends_of
    from felles.simulation.cancers.model import TREND_FROM
    from felles.simulation.cancers.screened import screened_of

    table = simulation.tables["cancer_incidence"]
    rates = {}
    for cancer in cancers_in_order(simulation):
        observed = np.array([rates_by_age(table, cancer.incidence.rows, sex) for sex in ("female", "male")])
        screened = screened_of(simulation.tables["cancer_screened"], cancer.id)
        rates[cancer.id] = rates_of(observed, None, 1890, screened)
    people = population_by_age(simulation.content.population["age_group_sex"])

    trends = trends_of(rates, dict.fromkeys(rates, Growth((0.0, 0.0), 1.0)), simulation.tables["cancer_cases"], people)

    middle = slice(2024 - TREND_FROM, 2026 - TREND_FROM)
    cases = sum(rates[name].expected(2024, people[2024]) * trends[name][:, middle].mean(axis=1) for name in rates)
    women, men = cases
    assert women == pytest.approx(18_188, rel=0.01)
    assert men == pytest.approx(20_623, rel=0.01)


def test_a_parameter_set_moves_the_hazards_and_another_run_of_it_does_not(simulation):
    central, drawn, again = (prepare(simulation, Draw(number), None, last_year=2030) for number in (0, 3, 3))

    assert not np.allclose(central.hazard, drawn.hazard)
    assert np.array_equal(drawn.hazard, again.hazard)
    assert np.isfinite(drawn.hazard).all()
    assert (np.diff(drawn.hazard, axis=-1) >= 0).all()
