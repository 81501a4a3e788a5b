"""Which kinds of definition are there, and where does each live?"""

from dataclasses import dataclass
from typing import Any, Literal

from felles.definitions.country import County, HealthRegion, HospitalTrust
from felles.definitions.figures import Fact
from felles.definitions.follow_up import FollowUpPlan
from felles.definitions.goals import Area, Goal
from felles.definitions.indicators import Indicator
from felles.definitions.multiple_primaries import MultiplePrimaries
from felles.definitions.pathways import Pathway
from felles.definitions.population import TableAbout
from felles.definitions.registration import Changes, Measurement, Oddity, Registration, Results
from felles.definitions.registry_checks import QualityIndicator, RegistryCheck
from felles.definitions.rulebooks import Rule
from felles.definitions.sites import Site
from felles.definitions.sources import Breakdown, Source, Unit
from felles.definitions.standards import Standard
from felles.definitions.survival_weights import SurvivalWeights
from felles.definitions.touchpoints import Touchpoint


@dataclass(frozen=True, kw_only=True)
class Kind:
    """A kind of definition. files: where it lives, as a pattern.

    file: each file is one, and its `id` is the file's name; in_folders: the same, known as `folder/id`; listed: one file
    holds many, by id; whole: one file, no id.
    """

    name: str
    record: type[Any]
    files: str
    form: Literal["file", "in_folders", "listed", "whole"]


KINDS: tuple[Kind, ...] = (
    Kind(name="source", record=Source, files="sources.yaml", form="listed"),
    Kind(name="unit", record=Unit, files="units.yaml", form="listed"),
    Kind(name="breakdown", record=Breakdown, files="breakdowns.yaml", form="listed"),
    Kind(name="area", record=Area, files="goals/areas.yaml", form="listed"),
    Kind(name="fact", record=Fact, files="goals/overall.yaml", form="listed"),
    Kind(name="goal", record=Goal, files="goals/*.yaml", form="file"),
    Kind(name="indicator", record=Indicator, files="indicators/*.yaml", form="file"),
    Kind(name="measurement", record=Measurement, files="pathways/measurement.yaml", form="whole"),
    Kind(name="registration", record=Registration, files="pathways/registration.yaml", form="whole"),
    Kind(name="changes", record=Changes, files="pathways/changes.yaml", form="whole"),
    Kind(name="results", record=Results, files="pathways/results.yaml", form="whole"),
    Kind(name="oddity", record=Oddity, files="pathways/oddities.yaml", form="listed"),
    Kind(name="pathway", record=Pathway, files="pathways/*.yaml", form="file"),
    Kind(name="rule", record=Rule, files="rulebooks/*/*.yaml", form="in_folders"),
    Kind(name="follow_up_plan", record=FollowUpPlan, files="programmes/follow_up/*.yaml", form="file"),
    Kind(name="touchpoint", record=Touchpoint, files="home_pathway/*.yaml", form="file"),
    Kind(name="region", record=HealthRegion, files="country/norway/health_regions.yaml", form="listed"),
    Kind(name="trust", record=HospitalTrust, files="country/norway/hospital_trusts.yaml", form="listed"),
    Kind(name="county", record=County, files="country/norway/counties.yaml", form="listed"),
    Kind(name="site", record=Site, files="sites.yaml", form="listed"),
    Kind(name="standard", record=Standard, files="standards/*.yaml", form="file"),
    Kind(name="survival_weights", record=SurvivalWeights, files="survival_weights/*.yaml", form="file"),
    Kind(name="table", record=TableAbout, files="country/norway/population/*.yaml", form="file"),
    Kind(name="registry_check", record=RegistryCheck, files="quality/checks/*.yaml", form="file"),
    Kind(name="quality_indicator", record=QualityIndicator, files="quality/indicators/*.yaml", form="file"),
    Kind(name="primaries", record=MultiplePrimaries, files="quality/multiple_primaries.yaml", form="whole"),
)
"""In the order in which files are matched: what stands first takes the file."""
