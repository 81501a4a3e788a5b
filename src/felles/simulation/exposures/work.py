"""Who meets what at work? Shares, years and levels of each agent as arrays."""

import numpy as np

from felles.definitions.simulation.exposures import AGENTS, EDUCATIONS, SEXES, Lognormal, Work
from felles.simulation.exposures.model import Table
from felles.simulation.parameters import Draw

PATH = "exposures/work"


def agent_shares(work: Work, draw: Draw) -> Table:
    """How many ever meet each agent (sex, education, agent), cumulated over the agents."""
    shares = np.zeros((len(SEXES), len(EDUCATIONS), len(AGENTS)))
    for number, name in enumerate(AGENTS):
        agent = work.agents[name]
        for sex, word in enumerate(SEXES):
            share = draw(agent.share[word], f"{PATH}.agents.{name}.share.{word}")
            for level, education in enumerate(EDUCATIONS):
                factor = draw(work.by_education[agent.work][education], f"{PATH}.by_education.{agent.work}.{education}")
                shares[sex, level, number] = share * factor
    return np.cumsum(shares, axis=-1)


def lognormals(work: Work, field: str, draw: Draw) -> Table:
    """Median and spread of the years or the level, by agent."""
    rows = []
    for name in AGENTS:
        of: Lognormal = getattr(work.agents[name], field)
        path = f"{PATH}.agents.{name}.{field}"
        rows.append((draw(of.median, f"{path}.median"), draw(of.spread, f"{path}.spread")))
    return np.array(rows)


def years_met(work: Work) -> Table:
    """From when until when each agent is met at work, in decimal years."""
    rows = []
    for name in AGENTS:
        agent = work.agents[name]
        rows.append(
            (
                -np.inf if agent.from_year is None else float(agent.from_year),
                np.inf if agent.until_year is None else agent.until_year + 1.0,
            )
        )
    return np.array(rows)
