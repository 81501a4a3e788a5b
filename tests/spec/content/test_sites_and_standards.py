"""Sites and standard populations: what counts as which cancer, and to which ages rates are weighed."""

from itertools import combinations

import pytest

from felles.definitions import Content, Site
from felles.epidemiology.ages import AGE_GROUPS
from felles.epidemiology.occurrence.site_codes import codes_of


def test_a_diagnosis_belongs_to_one_site_at_most(content: Content) -> None:
    sites = [site for site in content.sites.values() if not site.total]

    overlaps = [(one.id, other.id) for one, other in combinations(sites, 2) if codes_of(one) & codes_of(other)]

    assert overlaps == []


def test_all_sites_are_c00_to_c96_and_the_d_codes_of_nordcan(content: Content) -> None:
    codes = codes_of(content.sites["all"])

    assert {"C00", "C445", "C969", "D090", "D329", "D352", "D419", "D443", "D47"} <= codes
    assert not {"C97", "C979", "D05", "D099", "D351", "D410", "D442", "D48"} & codes


def test_every_site_is_part_of_all_sites(content: Content) -> None:
    # C75.1-C75.3 are in C00-C96, and the lining of the abdomen, C48.2, is counted with the ovary.
    whole = codes_of(content.sites["all"])

    assert [site.id for site in content.sites.values() if not codes_of(site) <= whole] == []


def test_the_site_all_is_marked_as_not_confirmed_in_every_part(content: Content) -> None:
    assert not content.sites["all"].verified
    assert not content.sites["skin"].verified


def test_every_standard_has_the_age_groups_of_rates(content: Content) -> None:
    assert set(content.standards) == {"norway2014", "nordic2000", "europe1976", "europe2013", "world"}
    assert all(tuple(standard.weights) == AGE_GROUPS for standard in content.standards.values())


@pytest.mark.parametrize("id", ["nordic2000", "europe1976", "europe2013", "world"])
def test_a_standard_of_a_hundred_thousand_sums_to_that(content: Content, id: str) -> None:
    assert sum(content.standards[id].weights.values()) == 100_000


def test_a_site_knows_its_codes_with_and_without_subcategories() -> None:
    site = Site(
        id="x",
        label=None,
        icd10=("C33-C34", "D35.2-D35.4"),
        excluding=("C34.9",),
        source="s",
        verified=True,  # type: ignore[arg-type]
    )

    assert {"C33", "C330", "C34", "C348", "D352", "D354"} <= codes_of(site)
    assert not {"C349", "D35", "D355"} & codes_of(site)
