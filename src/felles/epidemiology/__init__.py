"""The registry's statistics: who lived, who fell ill, how it went. Pure rules over the event table."""

from typing import Any

from felles.when_asked import when_asked

_WHERE = {
    "LifeTable": "felles.epidemiology.surviving.life_table",
    "Parts": "felles.epidemiology.surviving.parts",
    "avoidable_deaths": "felles.epidemiology.surviving.comparing",
    "crude_probability": "felles.epidemiology.surviving.causes",
    "cumulative_incidence": "felles.epidemiology.surviving.causes",
    "net_survival_test": "felles.epidemiology.surviving.comparing",
    "survival": "felles.epidemiology.surviving.estimate",
    "age_at_diagnosis": "felles.epidemiology.occurrence.age_at_diagnosis",
    "capture_recapture": "felles.epidemiology.registry_quality.completeness",
    "chapman": "felles.epidemiology.registry_quality.completeness",
    "check_records": "felles.epidemiology.registry_quality.checking",
    "completeness_from_certificates": "felles.epidemiology.registry_quality.completeness",
    "hindcast": "felles.epidemiology.projecting.hindcast",
    "incidence": "felles.epidemiology.occurrence.incidence",
    "log_linear": "felles.epidemiology.registry_quality.completeness",
    "mortality": "felles.epidemiology.occurrence.incidence",
    "multiple_primaries": "felles.epidemiology.registry_quality.primaries",
    "prevalence": "felles.epidemiology.occurrence.prevalence",
    "projection": "felles.epidemiology.projecting.projection",
    "quality": "felles.epidemiology.registry_quality.report",
    "quality_indicators": "felles.epidemiology.registry_quality.indicators",
    "raise_signal": "felles.epidemiology.monitoring.signals",
    "signals": "felles.epidemiology.monitoring.signals",
    "sir": "felles.epidemiology.occurrence.indirect",
    "stage_counts": "felles.epidemiology.monitoring.stage_counts",
    "stage": "felles.epidemiology.occurrence.stage",
}
"""What `from felles import epidemiology as epi` offers, and where each is: read when it is asked for, for its libraries
take a second to load. No module of this folder may bear one of these names."""


def __getattr__(name: str) -> Any:
    return when_asked(__name__, name, _WHERE)


def __dir__() -> list[str]:
    return sorted({*globals(), *_WHERE})
