"""Which events tell what the person was offered, what they wanted, and what was chosen together?"""

from felles.events.code_systems import KIND
from felles.events.types import EventType, Labels, label, record, written_by
from felles.events.vocabulary.fields import list_of, note, one_of, text, yes_or_no

TOPIC = "Choices"

SERVICES: dict[str, Labels] = {
    "overview": label("Digital oversikt", "Digital oversikt", "Digital overview"),
    "home_follow_up": label("Oppfølging hjemme", "Oppfølging heime", "Home follow-up"),
}

DIGITAL_OFFERED = EventType(
    name="digital_service_offered",
    topic=TOPIC,
    sentence="The person was offered an overview of their own course, or follow-up from home.",
    label=label("Fikk digitalt tilbud", "Fekk digitalt tilbod", "Offered a digital service"),
    required=("code",),
    codes=SERVICES,
    written_by=written_by("hospital", "municipality", "gp"),
    read_by="the timeline; waits for the indicators of goal 8",
    example={"time": "2026-03-19", "precision": "day", "episode": "service", "code": "home_follow_up"},
)

DIGITAL_ANSWERED = EventType(
    name="digital_service_answered",
    topic=TOPIC,
    sentence="The person answered the offer of the same episode; saying no takes no right away.",
    label=label("Svarte på digitalt tilbud", "Svarte på digitalt tilbod", "Answered the offer"),
    required=("code",),
    codes={
        "yes": label("Ja", "Ja", "Yes"),
        "no": label("Nei", "Nei", "No"),
        "paper": label("Ønsker papir eller telefon", "Ønskjer papir eller telefon", "Wants paper or telephone"),
        "stopped": label("Vil ikke ha det lenger", "Vil ikkje ha det lenger", "No longer wants it"),
    },
    data=record({"service": one_of("the service", *SERVICES)}),
    written_by=written_by("patient", "relative", "hospital", "municipality", "gp"),
    read_by="the timeline; waits for the questionnaire engine (who gets forms) and the indicators of goal 8",
    example={
        "time": "2026-03-20",
        "precision": "day",
        "episode": "service",
        "code": "yes",
        "data": {"service": "home_follow_up"},
    },
)

DECISION_AID_OFFERED = EventType(
    name="decision_aid_offered",
    topic=TOPIC,
    sentence="The person was offered a tool that shows the choices and what each may lead to; the code is the tool.",
    label=label("Fikk tilbud om samvalgsverktøy", "Fekk tilbod om samvalsverktøy", "Offered a decision aid"),
    required=("code",),
    code_system=KIND,
    written_by=written_by("hospital", "gp", "municipality"),
    read_by="the timeline; waits for the indicators of goal 9",
    example={"time": "2026-03-19", "precision": "day", "code": "prostate_localised"},
)

DECISION_AID_USED = EventType(
    name="decision_aid_used",
    topic=TOPIC,
    sentence="The person used the tool, alone or together with staff.",
    label=label("Brukte samvalgsverktøy", "Brukte samvalsverktøy", "Used a decision aid"),
    required=("code",),
    optional=("until",),
    code_system=KIND,
    data=record({"together": yes_or_no("whether it was used together with staff")}),
    written_by=written_by("patient", "hospital", "gp", "municipality"),
    read_by="the timeline; waits for the indicators of goal 9",
    example={"time": "2026-03-21", "precision": "day", "code": "prostate_localised", "data": {"together": False}},
)

CHOICE_RECORDED = EventType(
    name="choice_recorded",
    topic=TOPIC,
    sentence="What was chosen, who chose, and between what; the code is the choice.",
    label=label("Valg tatt", "Val teke", "Choice made"),
    required=("code",),
    code_system=KIND,
    data=record(
        {
            "between": list_of(text("an alternative", 60), "the alternatives", 20),
            "chosen_by": one_of("who chose", "patient", "together", "doctor"),
            "reason": note("why, in the person's own words"),
        }
    ),
    free_text=("reason",),
    written_by=written_by("patient", "hospital", "gp"),
    read_by="the timeline; waits for the indicators of goal 9",
    example={
        "time": "2026-03-24",
        "precision": "day",
        "code": "radiotherapy",
        "data": {"between": ["radiotherapy", "surgery"], "chosen_by": "together"},
    },
)

PREFERENCE_RECORDED = EventType(
    name="preference_recorded",
    topic=TOPIC,
    sentence="Something that matters to the person; the latest of each kind counts, and it can be changed at any time.",
    label=label("Hva som er viktig for meg", "Kva som er viktig for meg", "What matters to me"),
    required=("code",),
    codes={
        "goals": label("Mål og håp", "Mål og håp", "Goals and hopes"),
        "information": label("Hvor mye jeg vil vite", "Kor mykje eg vil vite", "How much I want to know"),
        "place_of_care": label("Hvor jeg vil være", "Kvar eg vil vere", "Where I want to be"),
        "place_of_death": label("Hvor jeg vil dø", "Kvar eg vil døy", "Where I want to die"),
        "treatment_limits": label(
            "Behandling jeg ikke vil ha", "Behandling eg ikkje vil ha", "Treatment I do not want"
        ),
        "contact": label("Hvordan jeg vil kontaktes", "Korleis eg vil bli kontakta", "How to contact me"),
        "language": label("Språk", "Språk", "Language"),
        "faith_and_culture": label("Tro og kultur", "Tru og kultur", "Faith and culture"),
    },
    data=record(
        {
            "choice": one_of(
                "the choice", "home", "hospital", "nursing_home", "hospice", "all", "some", "little", "none", "other"
            ),
            "words": note("in the person's own words"),
        }
    ),
    free_text=("words",),
    written_by=written_by("patient", "relative", "hospital", "gp", "municipality"),
    read_by="the timeline; waits for the indicators of goals 9 and 17",
    example={"time": "2026-03-26", "precision": "day", "code": "place_of_care", "data": {"choice": "home"}},
)

TYPES = (
    DIGITAL_OFFERED,
    DIGITAL_ANSWERED,
    DECISION_AID_OFFERED,
    DECISION_AID_USED,
    CHOICE_RECORDED,
    PREFERENCE_RECORDED,
)
