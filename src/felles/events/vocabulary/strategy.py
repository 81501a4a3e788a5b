"""Which events does the strategy's own work leave behind: ambitions, actions, obstacles, decisions?

They are about a goal and no person. So that one log holds all, their `person` is PARTNERSHIP, a fixed pseudonym
that stands for the partnership behind the strategy, and their code is the goal or target area. The episode ties
an action to its reports. Their texts are public, so nothing here is sealed.
"""

from uuid import UUID

from felles.events.code_systems import GOAL
from felles.events.types import EventType, Number, label, record, written_by
from felles.events.vocabulary.fields import list_of, one_of, text

PARTNERSHIP = UUID("5f0a6d5e-2c6b-4d0f-9c55-7a1e3b8f4d21")

TOPIC = "The strategy's own work"
WAITS = "waits for the strategy engine (ambitions and actions beside each goal)"
WHAT = text("what, in plain words", 2000)
OWNER = text("the organisation that answers for it", 200)
OF_FELLES = written_by("authority")

AMBITION_SET = EventType(
    name="ambition_set",
    topic=TOPIC,
    sentence="An ambition for a goal was set, to be reached by `until`; the value is what the indicator should show.",
    label=label("Ambisjon satt", "Ambisjon sett", "Ambition set"),
    required=("code",),
    optional=("until", "value"),
    code_system=GOAL,
    number=Number(meaning="the indicator's value to reach", low=-1_000_000_000, high=1_000_000_000),
    data=record({"what": WHAT, "indicator": text("the indicator's id", 80), "owner": OWNER}, required=("what",)),
    written_by=OF_FELLES,
    read_by=WAITS,
    example={
        "time": "2026-02-01",
        "until": "2026-12-31",
        "precision": "day",
        "code": "goal:7",
        "value": 0.6,
        "data": {"what": "Six of ten get the first conversation", "indicator": "g07.needs_assessed_hospital"},
    },
)

ACTION_STARTED = EventType(
    name="action_started",
    topic=TOPIC,
    sentence="An action towards a goal started; `until` is when it should be done.",
    label=label("Tiltak startet", "Tiltak starta", "Action started"),
    required=("code", "episode"),
    optional=("until",),
    code_system=GOAL,
    data=record(
        {"what": WHAT, "owner": OWNER, "personnel": text("what it means for personnel", 2000)}, required=("what",)
    ),
    written_by=OF_FELLES,
    read_by=WAITS,
    example={
        "time": "2026-03-01",
        "precision": "day",
        "episode": "action",
        "code": "goal:7",
        "data": {"what": "The form before the conversation goes out from the hospital's system"},
    },
)

ACTION_REPORTED = EventType(
    name="action_reported",
    topic=TOPIC,
    sentence="How an action goes; the value is how much of it is done.",
    label=label("Tiltak rapportert", "Tiltak rapportert", "Action reported"),
    required=("code", "episode"),
    optional=("value", "unit"),
    code_system=GOAL,
    number=Number(meaning="how much is done", low=0, high=100, units=("%",)),
    data=record(
        {"state": one_of("how it goes", "on_track", "delayed", "stopped", "done"), "what": WHAT}, required=("state",)
    ),
    written_by=OF_FELLES,
    read_by=WAITS,
    example={
        "time": "2026-06-01",
        "precision": "day",
        "episode": "action",
        "code": "goal:7",
        "value": 40.0,
        "unit": "%",
        "data": {"state": "on_track"},
    },
)

OBSTACLE_RAISED = EventType(
    name="obstacle_raised",
    topic=TOPIC,
    sentence="Something that stands in the way of a goal was raised.",
    label=label("Hindring meldt", "Hinder meldt", "Obstacle raised"),
    required=("code",),
    code_system=GOAL,
    data=record(
        {
            "what": WHAT,
            "kind": one_of("the kind", "law", "money", "personnel", "technology", "organisation", "knowledge", "other"),
            "owner": OWNER,
        },
        required=("what",),
    ),
    written_by=OF_FELLES,
    read_by=WAITS,
    example={
        "time": "2026-04-10",
        "precision": "day",
        "code": "goal:7",
        "data": {"what": "The municipality does not hear of the diagnosis", "kind": "organisation"},
    },
)

DECISION_MADE = EventType(
    name="decision_made",
    topic=TOPIC,
    sentence="The partnership decided something about a goal or a target area, usually at its yearly meeting.",
    label=label("Vedtak gjort", "Vedtak gjort", "Decision made"),
    required=("code",),
    code_system=GOAL,
    data=record(
        {"what": WHAT, "answers": list_of(text("a source_id", 200), "the obstacles it answers", 50)}, required=("what",)
    ),
    written_by=OF_FELLES,
    read_by=WAITS,
    example={
        "time": "2026-06-15",
        "precision": "day",
        "code": "area:2",
        "data": {"what": "Hospitals report the conversation from 2027"},
    },
)

TYPES = (AMBITION_SET, ACTION_STARTED, ACTION_REPORTED, OBSTACLE_RAISED, DECISION_MADE)
