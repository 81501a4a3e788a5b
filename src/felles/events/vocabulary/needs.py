"""Which events does the home pathway leave behind: its conversations, the needs found, and who takes care of them?"""

from felles.events.code_systems import ORGANISATION
from felles.events.types import EventType, label, record, written_by
from felles.events.vocabulary.fields import list_of, note, one_of, text, yes_or_no

TOPIC = "Home pathway and needs"
READ_BY = "the timeline; the home pathway"

TOUCHPOINTS = {
    "hospital": label("Samtale på sykehuset", "Samtale på sjukehuset", "Conversation at the hospital"),
    "municipality_first": label(
        "Samtale i kommunen etter 3-4 måneder",
        "Samtale i kommunen etter 3-4 månader",
        "Conversation in the municipality after 3-4 months",
    ),
    "municipality_second": label(
        "Samtale i kommunen etter 12-18 måneder",
        "Samtale i kommunen etter 12-18 månader",
        "Conversation in the municipality after 12-18 months",
    ),
    "extra": label("Ekstra samtale", "Ekstra samtale", "Extra conversation"),
}
# The thirteen themes that Helsedirektoratet names for pakkeforløp hjem.
THEMES = {
    "family_and_network": label("Familie og nettverk", "Familie og nettverk", "Family and network"),
    "work_and_education": label("Jobb, skole og utdanning", "Jobb, skule og utdanning", "Work, school and education"),
    "finances_and_housing": label("Økonomi og bolig", "Økonomi og bustad", "Finances and housing"),
    "help_at_home": label("Hjelp hjemme", "Hjelp heime", "Help at home"),
    "rehabilitation": label("Rehabilitering", "Rehabilitering", "Rehabilitation"),
    "physical_activity": label("Fysisk aktivitet og funksjon", "Fysisk aktivitet og funksjon", "Activity and function"),
    "nutrition": label("Mat og måltider", "Mat og måltid", "Food and meals"),
    "own_health": label("Å ta vare på egen helse", "Å ta vare på eiga helse", "Looking after own health"),
    "coping": label("Egne ressurser og mestring", "Eigne ressursar og meistring", "Own resources and coping"),
    "leisure": label("Fritid og sosialt liv", "Fritid og sosialt liv", "Leisure and social life"),
    "mental_health": label("Psykisk helse", "Psykisk helse", "Mental health"),
    "sexual_health": label("Seksuell helse", "Seksuell helse", "Sexual health"),
    "oral_health": label("Tenner og munn", "Tenner og munn", "Teeth and mouth"),
}

CONVERSATION_OFFERED = EventType(
    name="needs_conversation_offered",
    topic=TOPIC,
    sentence="The person was offered a conversation about what they need beyond the treatment, on the day in `until`.",
    label=label("Fikk tilbud om samtale", "Fekk tilbod om samtale", "Offered a conversation"),
    required=("code",),
    optional=("until",),
    codes=TOUCHPOINTS,
    data=record({"by": one_of("how", "in_person", "digital", "letter", "telephone")}),
    written_by=written_by("hospital", "municipality", "gp"),
    read_by=f"{READ_BY} (offered)",
    example={
        "time": "2026-03-19",
        "until": "2026-03-26",
        "precision": "day",
        "code": "hospital",
        "data": {"by": "in_person"},
    },
)

CONVERSATION_HELD = EventType(
    name="needs_conversation_held",
    topic=TOPIC,
    sentence="The conversation was held.",
    label=label("Samtale om behov holdt", "Samtale om behov halden", "Conversation held"),
    required=("code",),
    optional=("until",),
    codes=TOUCHPOINTS,
    data=record({"relatives_present": yes_or_no("whether relatives took part"), "note": note()}),
    free_text=("note",),
    written_by=written_by("hospital", "municipality", "gp"),
    read_by=f"{READ_BY} (held); waits for the indicators of goal 7",
    example={"time": "2026-03-26", "precision": "day", "code": "hospital", "data": {"relatives_present": True}},
)

CONVERSATION_DECLINED = EventType(
    name="needs_conversation_declined",
    topic=TOPIC,
    sentence="The person said no this time; they are to be asked again, on the day in `until`.",
    label=label("Takket nei til samtale nå", "Takka nei til samtale no", "Declined a conversation for now"),
    required=("code",),
    optional=("until",),
    codes=TOUCHPOINTS,
    written_by=written_by("hospital", "municipality", "gp", "patient"),
    read_by=f"{READ_BY} (declined, ask again); waits for the indicators of goal 7",
    example={"time": "2026-03-19", "until": "2026-04-20", "precision": "day", "code": "hospital"},
)

CONVERSATION_POSTPONED = EventType(
    name="needs_conversation_postponed",
    topic=TOPIC,
    sentence="The conversation was put off `until` a day.",
    label=label("Samtale utsatt", "Samtale utsett", "Conversation put off"),
    required=("code",),
    optional=("until",),
    codes=TOUCHPOINTS,
    written_by=written_by("hospital", "municipality", "gp", "patient"),
    read_by=f"{READ_BY} (postponed)",
    example={"time": "2026-03-25", "until": "2026-04-08", "precision": "day", "code": "hospital"},
)

CONVERSATION_MOVED = EventType(
    name="needs_conversation_moved",
    topic=TOPIC,
    sentence="Another unit, the one in `place`, took over the conversation.",
    label=label("Samtale flyttet til et annet sted", "Samtale flytta til ein annan stad", "Conversation moved"),
    required=("code", "place"),
    codes=TOUCHPOINTS,
    place_system=ORGANISATION,
    written_by=written_by("hospital", "municipality"),
    read_by=f"{READ_BY} (moved)",
    example={"time": "2026-03-23", "precision": "day", "code": "hospital", "place": "ahus"},
)

CONVERSATION_DROPPED = EventType(
    name="needs_conversation_dropped",
    topic=TOPIC,
    sentence="It was settled with the person that this conversation is not relevant; an offer takes it up again.",
    label=label("Samtale ikke aktuell", "Samtale ikkje aktuell", "Conversation not relevant"),
    required=("code",),
    codes=TOUCHPOINTS,
    written_by=written_by("hospital", "municipality", "gp", "patient"),
    read_by=f"{READ_BY} (not relevant)",
    example={"time": "2026-03-19", "precision": "day", "code": "municipality_second"},
)

NEED_FOUND = EventType(
    name="need_found",
    topic=TOPIC,
    sentence="A need was found that calls for someone to do something; the episode ties it to who takes care of it.",
    label=label("Behov funnet", "Behov funne", "Need found"),
    required=("code",),
    codes=THEMES,
    data=record(
        {"wish": one_of("what the person wants", "help", "talk", "information", "nothing_now"), "note": note()}
    ),
    free_text=("note",),
    written_by=written_by("hospital", "municipality", "gp", "patient"),
    read_by=f"{READ_BY} (needs); waits for the indicators of goal 7",
    example={
        "time": "2026-03-26",
        "precision": "day",
        "episode": "need",
        "code": "work_and_education",
        "data": {"wish": "talk"},
    },
)

NEED_ASSIGNED = EventType(
    name="need_assigned",
    topic=TOPIC,
    sentence="Someone got the responsibility for a need; the place is who, `until` the day it should be done.",
    label=label("Noen har fått ansvaret", "Nokon har fått ansvaret", "Someone is responsible"),
    required=("code", "place"),
    optional=("until",),
    codes=THEMES,
    place_system=ORGANISATION,
    data=record({"profession": text("the profession of who is responsible", 100)}),
    written_by=written_by("hospital", "municipality", "gp"),
    read_by=f"{READ_BY} (who is responsible, and by when)",
    example={
        "time": "2026-03-27",
        "until": "2026-04-10",
        "precision": "day",
        "episode": "need",
        "code": "work_and_education",
        "place": "stavanger",
        "data": {"profession": "social worker"},
    },
)

NEED_MET = EventType(
    name="need_met",
    topic=TOPIC,
    sentence="A need was closed.",
    label=label("Behov fulgt opp", "Behov følgt opp", "Need followed up"),
    required=("code",),
    codes=THEMES,
    data=record({"outcome": one_of("how it ended", "met", "partly_met", "not_met", "no_longer_wanted")}),
    written_by=written_by("hospital", "municipality", "gp", "patient"),
    read_by=f"{READ_BY} (closed needs); waits for the indicators of goal 7",
    example={
        "time": "2026-04-09",
        "precision": "day",
        "episode": "need",
        "code": "work_and_education",
        "data": {"outcome": "met"},
    },
)

HANDED_OVER = EventType(
    name="handed_over",
    topic=TOPIC,
    sentence="The hospital handed the person over to the unit in the code (or back), which gets all that went before.",
    label=label("Ansvar overført", "Ansvar overført", "Handed over"),
    required=("code",),
    code_system=ORGANISATION,
    data=record(
        {
            "what": list_of(one_of("what", "needs", "follow_up", "medicines", "palliation"), "what was handed over", 4),
            "note": note(),
        }
    ),
    free_text=("note",),
    written_by=written_by("hospital", "municipality", "gp"),
    read_by=f"{READ_BY} (whose list the person is on)",
    example={"time": "2026-05-02", "precision": "day", "code": "stavanger", "data": {"what": ["needs"]}},
)

HANDOVER_ACCEPTED = EventType(
    name="handover_accepted",
    topic=TOPIC,
    sentence="The unit in `place` took over a person who was handed over to it.",
    label=label("Ansvar tatt imot", "Ansvar teke imot", "Handover accepted"),
    required=("place",),
    place_system=ORGANISATION,
    written_by=written_by("hospital", "municipality", "gp"),
    read_by=f"{READ_BY} (whose list the person is on)",
    example={"time": "2026-05-04", "precision": "day", "place": "stavanger"},
)

TYPES = (
    CONVERSATION_OFFERED,
    CONVERSATION_HELD,
    CONVERSATION_DECLINED,
    CONVERSATION_POSTPONED,
    CONVERSATION_MOVED,
    CONVERSATION_DROPPED,
    NEED_FOUND,
    NEED_ASSIGNED,
    NEED_MET,
    HANDED_OVER,
    HANDOVER_ACCEPTED,
)
