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
from felles.definitions.follow_up import FollowUpAnchor, FollowUpItem, FollowUpPlan
from felles.definitions.goals import Area, Goal
from felles.definitions.indicators import Indicator
from felles.definitions.loading import content_folder, load_content
from felles.definitions.multiple_primaries import MultiplePrimaries
from felles.definitions.pathways import Limit, LimitValue, Pathway
from felles.definitions.population import PopulationTable
from felles.definitions.registry_checks import QualityIndicator, RecordRule, RegistryCheck
from felles.definitions.rulebooks import Rule, RuleLimit, RuleLimitValue
from felles.definitions.sites import Site
from felles.definitions.sources import Breakdown, Source, Unit
from felles.definitions.standards import Standard
from felles.definitions.survival_weights import SurvivalWeights
from felles.definitions.texts import LANGUAGES, Language, Texts
from felles.definitions.touchpoints import Touchpoint, TouchpointWindow

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
    "FollowUpAnchor",
    "FollowUpItem",
    "FollowUpPlan",
    "Goal",
    "HealthRegion",
    "HospitalTrust",
    "Indicator",
    "Language",
    "Limit",
    "LimitValue",
    "MultiplePrimaries",
    "Pathway",
    "Point",
    "PopulationTable",
    "QualityIndicator",
    "RecordRule",
    "RegistryCheck",
    "Rule",
    "RuleLimit",
    "RuleLimitValue",
    "Site",
    "Source",
    "Standard",
    "SurvivalWeights",
    "Texts",
    "Touchpoint",
    "TouchpointWindow",
    "Unit",
    "content_folder",
    "load_content",
]
