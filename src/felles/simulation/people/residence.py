"""Where does a person live on entering the population?

By county as the people of that age were spread on 1 January 2024 (there is no table by sex: both alike), then by
simulated municipality as they share the county.
"""

import numpy as np

from felles.definitions.simulation.loading import SimulationDefinitions
from felles.simulation.people.ages import AGES, Numbers

PLACES = 9
"""At most so many simulated municipalities in a county."""


def home_shares(simulation: SimulationDefinitions) -> Numbers:
    """How the people of each age are spread over the counties, in the order of their codes, float64 (AGES, county).

    Five-year groups, a straight line between their middles.
    """
    table = simulation.content.population["county_age_group"].columns
    counties = list(simulation.content.counties)
    day = min(table["day"])
    people = np.zeros((19, len(counties)))
    for at, county, group, count in zip(
        table["day"], table["county"], table["age_group"], table["persons"], strict=True
    ):
        if at == day:
            people[int(group.partition("-")[0].rstrip("+")) // 5, counties.index(county)] = count
    shares = people / people.sum(1, keepdims=True)
    middles = np.arange(19) * 5 + 2.5
    ages = np.arange(AGES) + 0.5
    return np.stack([np.interp(ages, middles, shares[:, county]) for county in range(len(counties))], axis=1)


def municipality_codes(simulation: SimulationDefinitions) -> tuple[str, ...]:
    """The made-up numbers of the simulated municipalities; a municipality's index is its place here."""
    codes: tuple[str, ...] = simulation.tables["municipality_sizes"].columns["municipality"]
    return codes


def municipality_shares(simulation: SimulationDefinitions) -> Numbers:
    """How the people of each county are spread over its municipalities, float64 (county, PLACES)."""
    table = simulation.tables["municipality_sizes"].columns
    counties = list(simulation.content.counties)
    made = np.zeros((len(counties), PLACES))
    for row, (county, share) in enumerate(zip(table["county"], table["share"], strict=True)):
        made[counties.index(county), row - table["county"].index(county)] = share
    shares: Numbers = made / made.sum(1, keepdims=True)
    return shares
