"""Which types of event are there? One module a topic; a type not listed here does not exist."""

from collections.abc import Mapping
from types import MappingProxyType

from felles.events.types import EventType
from felles.events.vocabulary import (
    choices,
    diagnosis,
    function,
    genes_and_trials,
    life,
    needs,
    pathway,
    prevention,
    record,
    relatives,
    reports,
    screening,
    strategy,
    treatment,
    work,
)

_TOPICS = (
    life,
    prevention,
    screening,
    pathway,
    diagnosis,
    treatment,
    genes_and_trials,
    needs,
    reports,
    choices,
    function,
    work,
    relatives,
    strategy,
    record,
)

EVENT_TYPES: Mapping[str, EventType] = MappingProxyType({kind.name: kind for topic in _TOPICS for kind in topic.TYPES})
