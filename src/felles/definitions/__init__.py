"""What may a nurse or an epidemiologist change without a programmer? Reads, checks and dates the content folder.

content = load_content()
content.goal(1).heading.in_language("nn")
content.pathways["breast"].limit("first_attendance_to_decision", date(2021, 5, 1)).value
"""

from felles.definitions.content import Content
from felles.definitions.country import County, HealthRegion, HospitalTrust
from felles.definitions.dated import Dated
from felles.definitions.errors import ContentErrors, DefinitionError
from felles.definitions.examples import Example, ExampleEvent
from felles.definitions.figures import Fact, Figure, Point
from felles.definitions.goals import Area, Goal
from felles.definitions.indicators import Indicator
from felles.definitions.loading import content_folder, load_content
from felles.definitions.pathways import Limit, LimitValue, Pathway
from felles.definitions.population import PopulationTable
from felles.definitions.rulebooks import Rule, RuleLimit, RuleLimitValue
from felles.definitions.sources import Breakdown, Source, Unit
from felles.definitions.texts import LANGUAGES, Language, Texts

__all__ = [
    "LANGUAGES",
    "Area",
    "Breakdown",
    "Content",
    "ContentErrors",
    "County",
    "Dated",
    "DefinitionError",
    "Example",
    "ExampleEvent",
    "Fact",
    "Figure",
    "Goal",
    "HealthRegion",
    "HospitalTrust",
    "Indicator",
    "Language",
    "Limit",
    "LimitValue",
    "Pathway",
    "Point",
    "PopulationTable",
    "Rule",
    "RuleLimit",
    "RuleLimitValue",
    "Source",
    "Texts",
    "Unit",
    "content_folder",
    "load_content",
]
