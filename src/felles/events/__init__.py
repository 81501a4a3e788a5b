"""What can have happened? The envelope of an event, the vocabulary of its types, and the checks before the log.

What looks at whole frames is read when it is asked for: its library takes as long to load as all the rest.
"""

from typing import TYPE_CHECKING, Any

from felles.events.checks import problems
from felles.events.data_checks import compact_json
from felles.events.envelope import OSLO, PRECISIONS, Event, Precision, day_of, start_of
from felles.events.examples import example_event
from felles.events.ids import new_event_id, new_pseudonyms, number_of
from felles.events.types import LANGUAGES, WRITERS, CodeSystem, EventType, Labels, Number, Problem
from felles.events.vocabulary import EVENT_TYPES
from felles.events.vocabulary.strategy import PARTNERSHIP
from felles.when_asked import when_asked

if TYPE_CHECKING:
    from felles.events.frame import FRAME_SCHEMA, PROBLEM_SCHEMA, frame_problems, frame_problems_before_birth
    from felles.events.suspects import day_expression

__all__ = [
    "EVENT_TYPES",
    "FRAME_SCHEMA",
    "LANGUAGES",
    "OSLO",
    "PARTNERSHIP",
    "PRECISIONS",
    "PROBLEM_SCHEMA",
    "WRITERS",
    "CodeSystem",
    "Event",
    "EventType",
    "Labels",
    "Number",
    "Precision",
    "Problem",
    "compact_json",
    "day_expression",
    "day_of",
    "example_event",
    "frame_problems",
    "frame_problems_before_birth",
    "new_event_id",
    "new_pseudonyms",
    "number_of",
    "problems",
    "start_of",
]

_WHERE = {
    "FRAME_SCHEMA": "felles.events.frame",
    "PROBLEM_SCHEMA": "felles.events.frame",
    "day_expression": "felles.events.suspects",
    "frame_problems": "felles.events.frame",
    "frame_problems_before_birth": "felles.events.frame",
}


def __getattr__(name: str) -> Any:
    return when_asked(__name__, name, _WHERE, __all__)
