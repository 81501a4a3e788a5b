"""What is needed to tell of lives? Courses, the words of the country, and what the services bring to them."""

from felles.definitions.simulation.loading import SimulationDefinitions
from felles.simulation.courses.country_words import CountryWords, words_of
from felles.simulation.courses.preparing import CoursesModel, prepare
from felles.simulation.exposures.model import RISKS
from felles.simulation.parameters import Draw
from felles.simulation.people.residence import municipality_codes
from felles.simulation.services import ServicesModel


def country_words(simulation: SimulationDefinitions, *, start: float) -> CountryWords:
    """What the numbers in the lives stand for. start: of the population, as a decimal year."""
    programmes = tuple(sorted(simulation.records["programme"]))
    agents = ("none", *RISKS[1:])
    return words_of(
        simulation, municipalities=municipality_codes(simulation), agents=agents, programmes=programmes, start=start
    )


def prepare_courses(
    simulation: SimulationDefinitions, draw: Draw, services: ServicesModel, *, start: int
) -> CoursesModel:
    """The courses of a run. services: of the same years; start: year in which the population starts.

    Raises ContentErrors with everything that is wrong with the step files.
    """
    words = country_words(simulation, start=float(start))
    return prepare(simulation.records["course"], words, draw, makers=services.makers, queues=services.queues)
