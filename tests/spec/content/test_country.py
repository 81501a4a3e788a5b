"""Norway: health regions, hospital trusts, counties and how many people live there."""

from collections import defaultdict
from datetime import date
from itertools import pairwise

from felles.definitions import Content

NATION_2024 = 5_550_203
DAYS = (date(2024, 1, 1), date(2025, 1, 1), date(2026, 1, 1))


def persons_by_county(content: Content, day: date) -> dict[str, int]:
    columns = content.population["county_age_group"].columns
    persons: dict[str, int] = defaultdict(int)
    for at, county, number in zip(columns["day"], columns["county"], columns["persons"], strict=True):
        if at == day:
            persons[county] += number
    return persons


def test_there_are_four_health_regions_and_15_counties(content: Content) -> None:
    assert len(content.regions) == 4
    assert len(content.counties) == 15
    assert content.counties["03"].label.nb == "Oslo"
    assert content.counties["55"].label.se == "Romsa"


def test_every_region_has_its_hospital_trusts(content: Content) -> None:
    state = [trust for trust in content.trusts.values() if trust.owner == "state"]

    assert len(state) == 20
    assert {trust.region for trust in state} == set(content.regions)
    assert all(trust.hospitals for trust in content.trusts.values())


def test_remembered_trusts_are_not_called_verified(content: Content) -> None:
    assert not any(trust.verified for trust in content.trusts.values() if trust.source == "remembered")


def test_counties_add_up_to_the_nation(content: Content) -> None:
    assert sum(persons_by_county(content, DAYS[0]).values()) == NATION_2024
    assert sum(persons_by_county(content, DAYS[2]).values()) == 5_627_400


def test_counties_add_up_to_the_regions(content: Content) -> None:
    columns = content.population["health_region"].columns
    said = dict(zip(zip(columns["day"], columns["region"], strict=True), columns["persons"], strict=True))
    added: dict[tuple[date, str], int] = defaultdict(int)
    for day in DAYS:
        for county, persons in persons_by_county(content, day).items():
            added[day, content.counties[county].region] += persons

    assert added == said


def test_single_ages_and_age_groups_add_up_to_the_nation(content: Content) -> None:
    single = content.population["age_sex"].frame
    groups = content.population["age_group_sex"].frame
    on_the_day = groups.filter(groups["day"] == DAYS[0])

    assert single.select("female", "male").sum_horizontal().sum() == NATION_2024
    assert on_the_day["female"].sum() == single["female"].sum()
    assert on_the_day["male"].sum() == single["male"].sum()


def test_every_age_of_both_sexes_has_its_mortality_from_2000_to_2023(content: Content) -> None:
    columns = content.population["life_table"].columns
    rows = set(zip(columns["year"], columns["sex"], columns["age"], strict=True))

    assert rows == {(year, sex, age) for year in range(2000, 2024) for sex in ("female", "male") for age in range(101)}
    assert all(0 <= probability <= 1 for probability in columns["probability"])


def test_women_born_now_expect_84_64_years_and_men_81_30(content: Content) -> None:
    columns = content.population["life_table_2019_2023"].columns
    expectancy = {
        sex: years
        for sex, age, years in zip(columns["sex"], columns["age"], columns["expectancy"], strict=True)
        if age == 0
    }

    assert expectancy == {"female": 84.64, "male": 81.3}


def test_survivors_of_the_life_table_never_rise(content: Content) -> None:
    columns = content.population["life_table_2019_2023"].columns
    for wanted in ("female", "male"):
        survivors = [lx for sex, lx in zip(columns["sex"], columns["survivors"], strict=True) if sex == wanted]

        assert survivors[0] == 100_000
        assert all(later <= earlier for earlier, later in pairwise(survivors))
