"""Parts of the simulation's bench that run in a process of their own."""

import time
import warnings
from typing import Any

import numpy as np


def one_cancer(persons: int) -> dict[str, float]:
    """Seconds for the latent course of colon cancer of so many persons, whole lives, and the person-years lived."""
    from felles.definitions.simulation.loading import load_simulation
    from felles.simulation import cancers, exposures, people
    from felles.simulation.parameters import Draw
    from felles.simulation.structs import people_of

    definitions, draw = load_simulation(), Draw(0)
    plan = people.make_plan(definitions, people=persons, first=2015, last=2040, draw=draw)
    exposed = exposures.prepare(definitions, draw, 2015.0)
    model = people.prepare(definitions, plan, draw, exposures.smoking_share(exposed))
    colon = cancers.prepare(definitions, draw, exposed, last_year=2040, only=("colon",))
    lived = people_of(np.arange(plan.people, dtype=np.uint32))
    people.draw(model, plan, 1, lived)
    exposures.draw(exposed, 1, lived)
    people.draw_other_deaths(model, 1, lived)
    weights = exposures.weigh(exposed, lived)
    cancers.end_lives(colon, lived, cancers.draw(colon, 1, lived, weights))
    seconds = []
    for _ in range(5):
        began = time.perf_counter()
        cancers.end_lives(colon, lived, cancers.draw(colon, 1, lived, weights))
        seconds.append(time.perf_counter() - began)
    until = np.minimum(np.minimum(lived.died, lived.emigrates), 2041.0)
    years = np.maximum(until - np.maximum(lived.entered, 2015.0), 0.0).sum()
    return {"seconds": sorted(seconds)[2], "person_years": float(years)}


def warming() -> float:
    """Seconds of a first small country beyond those of a second: what reading the compiled kernels takes."""
    from felles.definitions.simulation.loading import load_simulation
    from felles.simulation.country import lives_of, make_country, tell
    from felles.simulation.request import Request
    from felles.simulation.settling import settled

    definitions = load_simulation()

    def once() -> float:
        began = time.perf_counter()
        country = settled(make_country(definitions, Request(people=500, first=2023, last=2024, seed=1)))
        tell(country, lives_of(country, 0, country.persons))
        return time.perf_counter() - began

    return once() - once()


def lives_alone(persons: int) -> dict[str, float]:
    """Processor seconds of the whole lives of so many persons, every cancer and screening, and the years of 2015-2040 in them."""
    from felles.definitions.simulation.loading import load_simulation
    from felles.simulation.country import lives_of, make_living, stretches
    from felles.simulation.request import Request

    country = make_living(load_simulation(), Request(people=persons, first=2015, last=2040, seed=1), persons=persons)
    lives_of(country, 0, 1)  # reads the kernels
    began, years = time.process_time(), 0.0
    for low, high in stretches(0, persons):
        years += lives_of(country, low, high).person_years(2015.0, 2041.0)
    return {"cpu": time.process_time() - began, "person_years": years}


def hpvsim_run(agents: int) -> dict[str, Any]:
    """HPVsim's default run of so many agents: processor seconds and person-years."""
    warnings.simplefilter("ignore")
    import hpvsim

    simulation = hpvsim.Sim(n_agents=agents, verbose=0)
    began = time.process_time()
    simulation.run()
    years = _year(simulation.pars.stop) - _year(simulation.pars.start)
    return {"cpu": time.process_time() - began, "person_years": agents * years}


def _year(moment: Any) -> float:
    """A year as HPVsim's settings hold it: a number, or one with its unit."""
    return float(getattr(moment, "years", moment))
