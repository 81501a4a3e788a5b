"""What does the content folder hold?"""

from collections.abc import Mapping
from dataclasses import dataclass

from felles.definitions.country import County, HealthRegion, HospitalTrust
from felles.definitions.figures import Fact
from felles.definitions.follow_up import FollowUpPlan
from felles.definitions.goals import Area, Goal
from felles.definitions.indicators import Indicator
from felles.definitions.multiple_primaries import MultiplePrimaries
from felles.definitions.pathways import Pathway
from felles.definitions.population import PopulationTable
from felles.definitions.registration import Change, Measurement, Oddity, Registration, Result
from felles.definitions.registry_checks import QualityIndicator, RegistryCheck
from felles.definitions.rulebooks import Rule
from felles.definitions.sites import Site
from felles.definitions.sources import Breakdown, Source, Unit
from felles.definitions.standards import Standard
from felles.definitions.survival_weights import SurvivalWeights
from felles.definitions.touchpoints import Touchpoint


@dataclass(frozen=True, kw_only=True)
class Content:
    """Every definition, by id; goals, areas, touchpoints and counties in the order of their numbers."""

    sources: Mapping[str, Source]
    units: Mapping[str, Unit]
    breakdowns: Mapping[str, Breakdown]
    areas: Mapping[str, Area]
    overall: Mapping[str, Fact]
    goals: Mapping[str, Goal]
    indicators: Mapping[str, Indicator]
    pathways: Mapping[str, Pathway]
    measurement: Measurement
    registration: Registration
    changes: tuple[Change, ...]
    results: tuple[Result, ...]
    oddities: Mapping[str, Oddity]
    rules: Mapping[str, Rule]
    follow_up_plans: Mapping[str, FollowUpPlan]
    touchpoints: Mapping[str, Touchpoint]
    regions: Mapping[str, HealthRegion]
    trusts: Mapping[str, HospitalTrust]
    counties: Mapping[str, County]
    population: Mapping[str, PopulationTable]
    registry_checks: Mapping[str, RegistryCheck]
    quality_indicators: Mapping[str, QualityIndicator]
    multiple_primaries: MultiplePrimaries
    sites: Mapping[str, Site]
    standards: Mapping[str, Standard]
    survival_weights: Mapping[str, SurvivalWeights]

    def ids(self) -> dict[str, set[str]]:
        """The ids of what other definitions may name, by kind."""
        return {
            "source": set(self.sources),
            "unit": set(self.units),
            "goal": set(self.goals),
            "indicator": set(self.indicators),
            "pathway": set(self.pathways),
            "follow_up_plan": set(self.follow_up_plans),
            "region": set(self.regions),
            "trust": set(self.trusts),
            "county": set(self.counties),
            "site": set(self.sites),
            "standard": set(self.standards),
        }

    def goal(self, number: int) -> Goal:
        """The goal of this number in the strategy. Raises KeyError."""
        for goal in self.goals.values():
            if goal.number == number:
                return goal
        raise KeyError(number)

    def rule_book(self, country: str) -> tuple[Rule, ...]:
        """The intervals of a country's rule book, by name; none where there is no such book."""
        return tuple(rule for name, rule in self.rules.items() if name.startswith(f"{country}/"))

    @property
    def rule_books(self) -> tuple[str, ...]:
        """The countries that have a rule book."""
        return tuple(dict.fromkeys(name.partition("/")[0] for name in self.rules))

    def goals_of(self, area: Area) -> tuple[Goal, ...]:
        """The goals of a target area, by number."""
        return tuple(goal for goal in self.goals.values() if goal.area == area.id)

    def indicators_of(self, goal: Goal) -> tuple[Indicator, ...]:
        """The indicators of a goal, in the order the goal lists them."""
        return tuple(self.indicators[id] for id in goal.indicators)
