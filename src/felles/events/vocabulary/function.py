"""Which events tell how strong and how well nourished the person is, and what was done to strengthen them?"""

from felles.events.code_systems import KIND
from felles.events.types import EventType, Number, label, record, written_by
from felles.events.vocabulary.fields import list_of, one_of, whole

TOPIC = "Nutrition, function and prehabilitation"
CARE = ("hospital", "municipality", "gp")
PARTS = list_of(
    one_of("a part", "exercise", "nutrition", "mental", "tobacco", "alcohol", "anaemia", "medicines"), "the parts", 7
)

NUTRITION_SCREENED = EventType(
    name="nutrition_screened",
    topic=TOPIC,
    sentence="The risk of malnutrition was screened with the tool in the code; the value is its score.",
    label=label("Ernæring kartlagt", "Ernæring kartlagd", "Nutrition screened"),
    required=("code", "value"),
    codes={
        "mst": label("MST", "MST", "MST"),
        "nrs_2002": label("NRS 2002", "NRS 2002", "NRS 2002"),
        "must": label("MUST", "MUST", "MUST"),
        "glim": label("GLIM", "GLIM", "GLIM"),
    },
    code_system=KIND,
    number=Number(meaning="the tool's score", low=0, high=30),
    written_by=written_by(*CARE, "patient"),
    read_by="the timeline; waits for the indicators of goal 11",
    example={"time": "2026-03-09", "precision": "day", "code": "mst", "value": 2.0},
)

FUNCTION_SCREENED = EventType(
    name="function_screened",
    topic=TOPIC,
    sentence="Function, frailty or strength was assessed with the tool in the code; the value is its score.",
    label=label("Funksjon kartlagt", "Funksjon kartlagd", "Function screened"),
    required=("code", "value"),
    codes={
        "ecog": label("ECOG", "ECOG", "ECOG"),
        "karnofsky": label("Karnofsky", "Karnofsky", "Karnofsky"),
        "g8": label("G8", "G8", "G8"),
        "charlson": label("Charlson", "Charlson", "Charlson"),
        "clinical_frailty": label("Skrøpelighet", "Skrøpelegheit", "Clinical frailty scale"),
        "six_minute_walk": label("Seks minutters gange", "Seks minutts gange", "Six-minute walk, metres"),
        "sit_to_stand": label("Reise seg fra stol", "Reise seg frå stol", "Sit to stand, times in 30 seconds"),
    },
    code_system=KIND,
    number=Number(meaning="the tool's score", low=0, high=2000),
    written_by=written_by(*CARE, "patient"),
    read_by="the timeline; waits for the eligibility engine and the indicators of goal 11",
    example={"time": "2026-03-09", "precision": "day", "code": "ecog", "value": 1.0},
)

PREHABILITATION_OFFERED = EventType(
    name="prehabilitation_offered",
    topic=TOPIC,
    sentence="The person was offered to get stronger before the treatment.",
    label=label("Fikk tilbud om prehabilitering", "Fekk tilbod om prehabilitering", "Offered prehabilitation"),
    data=record({"answer": one_of("what the person said", "yes", "no", "later"), "parts": PARTS}),
    written_by=written_by(*CARE),
    read_by="the timeline; waits for the indicators of goal 11",
    example={"time": "2026-03-19", "precision": "day", "data": {"answer": "yes", "parts": ["exercise", "nutrition"]}},
)

PREHABILITATION_STARTED = EventType(
    name="prehabilitation_started",
    topic=TOPIC,
    sentence="The training and help before the treatment began.",
    label=label("Prehabilitering startet", "Prehabilitering starta", "Prehabilitation started"),
    data=record({"parts": PARTS, "sessions_planned": whole("how many sessions are planned", 0, 200)}),
    written_by=written_by(*CARE),
    read_by="the timeline; waits for the indicators of goal 11",
    example={"time": "2026-03-20", "precision": "day", "data": {"parts": ["exercise"], "sessions_planned": 12}},
)

PREHABILITATION_ENDED = EventType(
    name="prehabilitation_ended",
    topic=TOPIC,
    sentence="The training and help before the treatment ended; the value is the sessions done.",
    label=label("Prehabilitering avsluttet", "Prehabilitering avslutta", "Prehabilitation ended"),
    optional=("value",),
    number=Number(meaning="how many sessions were done", low=0, high=200),
    data=record({"reason": one_of("why", "completed", "treatment_started", "patient_wish", "unwell", "other")}),
    written_by=written_by(*CARE),
    read_by="the timeline; waits for the indicators of goal 11",
    example={"time": "2026-04-01", "precision": "day", "value": 10.0, "data": {"reason": "treatment_started"}},
)

TYPES = (
    NUTRITION_SCREENED,
    FUNCTION_SCREENED,
    PREHABILITATION_OFFERED,
    PREHABILITATION_STARTED,
    PREHABILITATION_ENDED,
)
