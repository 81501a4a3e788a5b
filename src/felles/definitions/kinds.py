"""Which kinds of definition are there, and where does each live?"""

from dataclasses import dataclass
from typing import Any, Literal

from felles.definitions.country import County, HealthRegion, HospitalTrust
from felles.definitions.figures import Fact
from felles.definitions.goals import Area, Goal
from felles.definitions.indicators import Indicator
from felles.definitions.pathways import Pathway
from felles.definitions.population import TableAbout
from felles.definitions.registration import Changes, Measurement, Registration, Results
from felles.definitions.rulebooks import Rule
from felles.definitions.sources import Breakdown, Source, Unit


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
    Kind(name="pathway", record=Pathway, files="pathways/*.yaml", form="file"),
    Kind(name="rule", record=Rule, files="rulebooks/*/*.yaml", form="in_folders"),
    Kind(name="region", record=HealthRegion, files="country/norway/health_regions.yaml", form="listed"),
    Kind(name="trust", record=HospitalTrust, files="country/norway/hospital_trusts.yaml", form="listed"),
    Kind(name="county", record=County, files="country/norway/counties.yaml", form="listed"),
    Kind(name="table", record=TableAbout, files="country/norway/population/*.yaml", form="file"),
)
"""In the order in which files are matched: what stands first takes the file."""
