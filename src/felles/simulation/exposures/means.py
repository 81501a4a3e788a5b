"""What is the mean exposure of a birth cohort at each age? The hazard of those never exposed follows from it.

Worked out from the same hazards that persons are drawn from, not by drawing: so it has no noise. Measures of a policy are
left out, for they change who is exposed and not what cancer does to those who never were.
"""

import numpy as np

from felles.definitions.simulation.exposures import AGENTS
from felles.simulation.exposures.drawing import LAST_WORKING_AGE
from felles.simulation.exposures.model import AGES, COHORTS, RISKS, ExposureModel, Table, cohort_years
from felles.simulation.exposures.weighing import MOST_WORK, PIECES, STEPS, mean_left, mean_of

_GRID = 12
"""Quantiles of each of when work began, its years and its level: 12 x 12 x 12 made-up workers a cohort."""


def mean_weights(model: ExposureModel) -> Table:
    """The mean weight of each risk by sex, cohort and whole age: (risks, 2, cohorts, 111). Times (relative risk - 1)."""
    made = np.zeros((len(RISKS), 2, COHORTS, AGES))
    smoking, stopping = smoked(model)
    mixed = (smoking + stopping @ _left_after(model)) * model.education[..., None]
    made[0] = _at_middle(mixed.sum(axis=2))
    shares = np.diff(model.agent_share, axis=-1, prepend=0.0)
    for agent in range(len(AGENTS)):
        met = np.einsum("sce,se->sc", model.education, shares[..., agent])
        made[agent + 1] = met[..., None] * _work_weights(model, agent)
    return made


def smoking_share(model: ExposureModel) -> Table:
    """How many smoke daily and how many have done so, by sex, cohort and whole age: (2, cohorts, 111, 2)."""
    smoking, stopping = smoked(model)
    former = np.cumsum(stopping, axis=-1)
    return np.stack([_at_middle(_over_education(model, each)) for each in (smoking, former)], axis=-1)


def smoked(model: ExposureModel) -> tuple[Table, Table]:
    """Who smokes at each birthday, and who stopped in the year before it, by sex, cohort and education."""
    return in_use(model.smoking_start_before, model.smoking_stop_before)


def snus_share(model: ExposureModel) -> Table:
    """How many use snus daily, by sex, cohort and whole age: (2, cohorts, 111)."""
    return _at_middle(_over_education(model, in_use(model.snus_start_before, model.snus_stop)[0]))


def in_use(start: Table, stop: Table) -> tuple[Table, Table]:
    """Who uses a product at each birthday, and who stopped in the year before, from cumulative hazards of both."""
    using, stopped = np.zeros((*start.shape[:3], AGES)), np.zeros((*start.shape[:3], AGES))
    began = -np.diff(np.exp(-start), axis=-1)
    for age in range(AGES - 1):
        left = np.exp(stop[..., age] - stop[..., age + 1])
        new = began[..., age] if age < began.shape[-1] else 0.0
        using[..., age + 1] = using[..., age] * left + new * np.sqrt(left)
        stopped[..., age + 1] = using[..., age] + new - using[..., age + 1]
    return using, stopped


def _left_after(model: ExposureModel) -> Table:
    """The weight at a birthday of those who stopped in the year before another: (stopped by, now)."""
    steps = [mean_left(model.half_life, *STEPS[step : step + 2]) for step in range(PIECES - 1)]
    years = np.arange(AGES)[None, :] - np.arange(AGES)[:, None] + 0.5
    which = np.clip(np.searchsorted(STEPS, years, side="right") - 1, 0, PIECES - 2)
    return np.where(years >= 0, np.array(steps)[which], 0.0)


def _over_education(model: ExposureModel, shares: Table) -> Table:
    mixed: Table = (shares * model.education[..., None]).sum(axis=2)
    return mixed


def _at_middle(at_birthdays: Table) -> Table:
    """From birthdays to the middle of each year of age."""
    after = np.concatenate([at_birthdays[..., 1:], at_birthdays[..., -1:]], axis=-1)
    middle: Table = (at_birthdays + after) / 2
    return middle


def _work_weights(model: ExposureModel, agent: int) -> Table:
    """The mean weight by cohort and age of those who meet an agent, over a grid of their luck."""
    from scipy.special import ndtri

    luck = (np.arange(_GRID) + 0.5) / _GRID
    began, years, level = (each.ravel() for each in np.meshgrid(luck, ndtri(luck), ndtri(luck), indexing="ij"))
    lengths = model.agent_years[agent, 0] * np.exp(model.agent_years[agent, 1] * years)
    levels = model.agent_level[agent, 0] * np.exp(model.agent_level[agent, 1] * level)
    youngest, oldest = model.work_begins
    age = youngest + began * (oldest - youngest)
    met = model.agent_met[agent]
    cohorts = cohort_years() if np.isfinite(met).any() else cohort_years()[:1]  # what is always met is met by all alike
    born = cohorts[:, None] + 0.5
    until = np.minimum(born + np.minimum(age + lengths, LAST_WORKING_AGE), met[1])
    since = np.maximum(born + age, met[0])
    usual = mean_of(model.agent_years[agent]) * mean_of(model.agent_level[agent])
    weight = np.where(since < until, np.minimum((until - since) * levels / usual, MOST_WORK), 0.0)
    raised = np.ceil(np.clip(since - born + model.lag - 0.5, 0, AGES - 1)).astype(np.int64)
    place = np.arange(len(cohorts))[:, None] * AGES + raised
    made = np.bincount(place.ravel(), weight.ravel(), len(cohorts) * AGES).reshape(len(cohorts), AGES)
    return np.broadcast_to(np.cumsum(made, axis=1) / len(age), (COHORTS, AGES))
