"""What can have happened? The envelope of an event, the vocabulary of its types, and the checks before the log."""

from felles.events.checks import problems
from felles.events.data_checks import compact_json
from felles.events.envelope import OSLO, PRECISIONS, Event, Precision, day_of, start_of
from felles.events.examples import example_event
from felles.events.frame import FRAME_SCHEMA, PROBLEM_SCHEMA, frame_problems, frame_problems_before_birth
from felles.events.ids import new_event_id, new_pseudonyms, number_of
from felles.events.suspects import day_expression
from felles.events.types import LANGUAGES, WRITERS, CodeSystem, EventType, Labels, Number, Problem
from felles.events.vocabulary import EVENT_TYPES
from felles.events.vocabulary.strategy import PARTNERSHIP

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
