"""Which events frame a life: birth, places lived, schooling, death, and the end of what we can follow?"""

from felles.events.code_systems import ICD10, MUNICIPALITY
from felles.events.types import EventType, label, record, written_by
from felles.events.vocabulary.fields import one_of

TOPIC = "Life"

BORN = EventType(
    name="born",
    topic=TOPIC,
    sentence="The person was born. The one home of sex, which is never read from a national number; "
    "the place is the municipality of birth or the first one known.",
    label=label("Født", "Fødd", "Born"),
    required=("code",),
    codes={
        "female": label("Kvinne", "Kvinne", "Female"),
        "male": label("Mann", "Mann", "Male"),
        "unknown": label("Ukjent kjønn", "Ukjent kjønn", "Sex not known"),
    },
    place_system=MUNICIPALITY,
    written_by=written_by("registry", "hospital"),
    read_by="the timeline; waits for the epidemiology engine (sex, age, population)",
    example={"time": "1958-04-17", "precision": "day", "code": "female", "place": "0301"},
)

MOVED = EventType(
    name="moved",
    topic=TOPIC,
    sentence="The person moved to another municipality, or back from abroad; the place is where to.",
    label=label("Flyttet", "Flytta", "Moved"),
    required=("place",),
    place_system=MUNICIPALITY,
    written_by=written_by("registry"),
    read_by="the timeline; the home pathway (whose list); waits for the epidemiology engine (residence)",
    example={"time": "2019-08-01", "precision": "month", "place": "1103"},
)

EDUCATION_COMPLETED = EventType(
    name="education_completed",
    topic=TOPIC,
    sentence="The person completed a level of education; the highest one counts.",
    label=label("Fullførte utdanning", "Fullførte utdanning", "Completed education"),
    required=("code",),
    codes={
        "compulsory": label("Grunnskole", "Grunnskule", "Compulsory school"),
        "secondary": label("Videregående skole", "Vidaregåande skule", "Upper secondary school"),
        "tertiary_short": label("Kort høyere utdanning", "Kort høgare utdanning", "Short higher education"),
        "tertiary_long": label("Lang høyere utdanning", "Lang høgare utdanning", "Long higher education"),
        "unknown": label("Ukjent utdanning", "Ukjend utdanning", "Education not known"),
    },
    written_by=written_by("registry", "patient"),
    read_by="the timeline; waits for the indicators (differences between groups)",
    example={"time": "1983-01-01", "precision": "year", "code": "tertiary_short"},
)

DIED = EventType(
    name="died",
    topic=TOPIC,
    sentence="The person died; the code is the underlying cause. The place is `home`, or the unit where it happened.",
    label=label("Døde", "Døydde", "Died"),
    required=("code",),
    codes={
        "cancer": label("Av kreft", "Av kreft", "Of cancer"),
        "other": label("Av annen årsak", "Av annan årsak", "Of another cause"),
        "unknown": label("Ukjent årsak", "Ukjend årsak", "Cause not known"),
    },
    code_system=ICD10,
    data=record({"cause_known_from": one_of("where the cause comes from", "certificate", "autopsy", "journal")}),
    written_by=written_by("registry", "hospital", "gp", "municipality"),
    read_by="the timeline; waits for the epidemiology engine (survival, mortality)",
    example={"time": "2031-01-09", "precision": "day", "code": "C50.9", "place": "home"},
)

FOLLOW_UP_ENDED = EventType(
    name="follow_up_ended",
    topic=TOPIC,
    sentence="What happened to the person after this day is not known to us, and not because of death.",
    label=label("Ikke fulgt videre", "Ikkje følgd vidare", "Follow-up ended"),
    required=("code",),
    codes={
        "end_of_study": label("Slutt på registrering", "Slutt på registrering", "End of the study"),
        "emigrated": label("Flyttet ut av landet", "Flytta ut av landet", "Emigrated"),
        "lost": label("Mistet av syne", "Mist av syne", "Lost to follow-up"),
    },
    written_by=written_by("registry"),
    read_by="the timeline; waits for the epidemiology engine (censoring)",
    example={"time": "1995-12-31", "precision": "day", "code": "end_of_study"},
)

TYPES = (BORN, MOVED, EDUCATION_COMPLETED, DIED, FOLLOW_UP_ENDED)
