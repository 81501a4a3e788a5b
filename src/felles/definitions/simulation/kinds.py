"""Which kinds of definition describe the simulated country, and where does each live?"""

from felles.definitions.kinds import Kind
from felles.definitions.population import TableAbout
from felles.definitions.simulation.cancers import Cancer
from felles.definitions.simulation.courses import Course
from felles.definitions.simulation.exposures import Risks, Tobacco, Vaccination, Work
from felles.definitions.simulation.people import Family, Fertility, Migration, Mortality, Moving, Schooling
from felles.definitions.simulation.policies import Policy
from felles.definitions.simulation.screening import Programme
from felles.definitions.simulation.services import Resource, Suspicion, SymptomCourse
from felles.definitions.simulation.targets import FigureSet

SIMULATION_KINDS: tuple[Kind, ...] = (
    Kind(name="simulation_table", record=TableAbout, files="simulation/*/tables/*.yaml", form="file"),
    Kind(name="fertility", record=Fertility, files="simulation/people/fertility.yaml", form="whole"),
    Kind(name="migration", record=Migration, files="simulation/people/migration.yaml", form="whole"),
    Kind(name="mortality", record=Mortality, files="simulation/people/mortality.yaml", form="whole"),
    Kind(name="moving", record=Moving, files="simulation/people/moving.yaml", form="whole"),
    Kind(name="schooling", record=Schooling, files="simulation/people/schooling.yaml", form="whole"),
    Kind(name="family", record=Family, files="simulation/people/family.yaml", form="whole"),
    Kind(name="cancer", record=Cancer, files="simulation/cancers/*.yaml", form="file"),
    Kind(name="tobacco", record=Tobacco, files="simulation/exposures/tobacco.yaml", form="whole"),
    Kind(name="vaccination", record=Vaccination, files="simulation/exposures/vaccination.yaml", form="whole"),
    Kind(name="work", record=Work, files="simulation/exposures/work.yaml", form="whole"),
    Kind(name="risks", record=Risks, files="simulation/exposures/risks.yaml", form="whole"),
    Kind(name="policy", record=Policy, files="simulation/policies/*.yaml", form="file"),
    Kind(name="suspicion", record=Suspicion, files="simulation/services/suspicions/*.yaml", form="file"),
    Kind(name="resource", record=Resource, files="simulation/services/resources/*.yaml", form="file"),
    Kind(name="symptom_course", record=SymptomCourse, files="simulation/services/symptoms/*.yaml", form="file"),
    Kind(name="programme", record=Programme, files="simulation/screening/*.yaml", form="file"),
    Kind(name="course", record=Course, files="simulation/services/*.yaml", form="file"),
    Kind(name="target", record=FigureSet, files="simulation/targets/*.yaml", form="file"),
    Kind(name="validation", record=FigureSet, files="simulation/validation/*.yaml", form="file"),
)
"""In the order in which files are matched: what stands first takes the file."""
