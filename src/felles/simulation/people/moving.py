"""How often do people move to another municipality, and where do those go who leave their county?

Where to: so that every age stays spread over the counties as the table has it. Those who leave a county at an age are
spread as d = (p' - (1 - m) p) / m, with p and p' the shares of the counties at this age and the next, and m the share that
sets out; what would be below nothing is nothing. Who draws the own county stays, so a little more set out than move.
"""

import numpy as np

from felles.definitions.simulation.loading import SimulationDefinitions
from felles.simulation.parameters import Draw
from felles.simulation.people.ages import Numbers, by_age
from felles.simulation.people.residence import home_shares, municipality_shares

WITHIN, BETWEEN = range(2)
HARDLY_ANY = 1e-9
"""Stands for the share who set out at ages at which content lets nobody."""


def setting_out(simulation: SimulationDefinitions, draw: Draw) -> Numbers:
    """Hazards a year of setting out within the county and for any county, float64 (2, AGES)."""
    moving = simulation.records["moving"]["moving"]
    rate = by_age(moving.rate, draw, "people/moving.rate")
    share = draw(moving.between_counties, "people/moving.between_counties")
    homes = home_shares(simulation)
    alone = (municipality_shares(simulation) > 0).sum(1) == 1
    return np.stack(
        [rate * (1 - share) / (1 - homes[:, alone].sum(1)), rate * share / (1 - (homes**2).sum(1))],
    )


def spent_on_moves(simulation: SimulationDefinitions, draw: Draw) -> Numbers:
    """Cumulative hazard of setting out at each whole age, float64 (AGES + 1,)."""
    return np.concatenate([[0.0], np.cumsum(setting_out(simulation, draw).sum(0))])


def leaving_shares(simulation: SimulationDefinitions, draw: Draw) -> Numbers:
    """Of those who set out at an age, the share that does so for any county, float64 (AGES,)."""
    hazards = setting_out(simulation, draw)
    shares: Numbers = hazards[BETWEEN] / np.maximum(hazards.sum(0), HARDLY_ANY)
    return shares


def destinations(simulation: SimulationDefinitions, draw: Draw) -> Numbers:
    """How those who set out at an age are spread over the counties, float64 (AGES, county)."""
    homes = home_shares(simulation)
    after = np.concatenate([homes[1:], homes[-1:]])
    moved = np.maximum(-np.expm1(-setting_out(simulation, draw)[BETWEEN]), HARDLY_ANY)[:, None]
    wanted = np.maximum((after - (1 - moved) * homes) / moved, 0.0)
    shares: Numbers = wanted / wanted.sum(1, keepdims=True)
    return shares
