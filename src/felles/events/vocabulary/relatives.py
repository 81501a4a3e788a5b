"""Which events tell who stands close, what they may see, and how they and the children are taken care of?

The person of these events is the patient. A relative is named by a word of the source's own in `data.relative`
(never a name or a number); who that is, is kept with the identities.
"""

from felles.events.types import EventType, Number, label, record, written_by
from felles.events.vocabulary.fields import list_of, note, one_of, text, whole, yes_or_no

TOPIC = "Relatives"
WAITS = "the timeline; waits for the indicators of goal 17"
CARE = ("hospital", "municipality", "gp")
RELATIVE = text("which relative: a pseudonym or a word of the source's own, never a name or number", 60)

RELATIVE_NAMED = EventType(
    name="relative_named",
    topic=TOPIC,
    sentence="The patient named someone as a relative; a child under 18 has rights of its own.",
    label=label("Pårørende oppgitt", "Pårørande oppgitt", "Relative named"),
    required=("code",),
    codes={
        "partner": label("Ektefelle eller samboer", "Ektefelle eller sambuar", "Partner"),
        "child_minor": label("Barn under 18 år", "Barn under 18 år", "Child under 18"),
        "child_adult": label("Voksent barn", "Vakse barn", "Adult child"),
        "parent": label("Forelder", "Forelder", "Parent"),
        "sibling": label("Søsken", "Søsken", "Sibling"),
        "friend": label("Venn", "Ven", "Friend"),
        "other": label("En annen", "Ein annan", "Someone else"),
    },
    data=record(
        {
            "relative": RELATIVE,
            "closest": yes_or_no("whether this is the next of kin"),
            "born_year": whole("year of birth of a child", 1900, 2200),
        }
    ),
    written_by=written_by("patient", *CARE, "registry"),
    read_by=f"{WAITS}; the home pathway reads children under 18; access reads the relative",
    example={"time": "2026-03-19", "precision": "day", "code": "partner", "data": {"relative": "r1", "closest": True}},
)

SHARED = {
    "everything": label("Alt", "Alt", "Everything"),
    "appointments": label("Timer", "Timar", "Appointments"),
    "treatment": label("Behandling", "Behandling", "Treatment"),
    "forms_and_measurements": label("Skjemaer og målinger", "Skjema og målingar", "Forms and measurements"),
    "messages": label("Meldinger", "Meldingar", "Messages"),
    "plans": label("Planer", "Planar", "Plans"),
}

CONSENT_GIVEN = EventType(
    name="consent_given",
    topic=TOPIC,
    sentence="The patient let a relative see what the code says, or agreed to research; it holds until taken back.",
    label=label("Ga samtykke", "Gav samtykke", "Consent given"),
    required=("code",),
    optional=("until",),
    codes={**SHARED, "research": label("Forskning", "Forsking", "Research")},
    data=record({"relative": RELATIVE}),
    written_by=written_by("patient", *CARE),
    read_by="the timeline; access reads it (what a relative may see)",
    example={"time": "2026-03-20", "precision": "day", "code": "appointments", "data": {"relative": "r1"}},
)

CONSENT_WITHDRAWN = EventType(
    name="consent_withdrawn",
    topic=TOPIC,
    sentence="The patient took a consent back; from this moment it no longer holds.",
    label=label("Trakk tilbake samtykke", "Trekte tilbake samtykke", "Consent withdrawn"),
    required=("code",),
    codes={**SHARED, "research": label("Forskning", "Forsking", "Research")},
    data=record({"relative": RELATIVE}),
    written_by=written_by("patient", *CARE),
    read_by="the timeline; access reads it (what a relative may see)",
    example={"time": "2026-09-20", "precision": "day", "code": "appointments", "data": {"relative": "r1"}},
)

RELATIVE_ASSESSED = EventType(
    name="relative_assessed",
    topic=TOPIC,
    sentence="Somebody asked a relative how they are; the value is a strain score where a tool was used.",
    label=label("Pårørendes situasjon kartlagt", "Situasjonen til pårørande kartlagd", "Relative assessed"),
    optional=("value",),
    number=Number(meaning="the tool's score", low=0, high=1000),
    data=record(
        {
            "relative": RELATIVE,
            "tool": text("the tool", 60),
            "needs": list_of(
                one_of("a need", "information", "relief", "talk", "finances", "children", "grief"), "needs", 6
            ),
            "note": note(),
        }
    ),
    free_text=("note",),
    written_by=written_by(*CARE, "relative"),
    read_by=WAITS,
    example={"time": "2026-03-26", "precision": "day", "data": {"relative": "r1", "needs": ["relief"]}},
)

RELATIVE_SUPPORTED = EventType(
    name="relative_supported",
    topic=TOPIC,
    sentence="A relative got help of their own.",
    label=label("Pårørende fikk støtte", "Pårørande fekk støtte", "Relative supported"),
    required=("code",),
    codes={
        "talk": label("Samtale", "Samtale", "Talk"),
        "relief": label("Avlastning", "Avlasting", "Relief"),
        "group": label("Gruppe eller kurs", "Gruppe eller kurs", "Group or course"),
        "grief": label("Oppfølging i sorg", "Oppfølging i sorg", "Support in grief"),
        "other": label("Annen hjelp", "Anna hjelp", "Other help"),
    },
    data=record({"relative": RELATIVE}),
    written_by=written_by(*CARE),
    read_by=WAITS,
    example={"time": "2026-04-14", "precision": "day", "code": "relief", "data": {"relative": "r1"}},
)

CHILD_INFORMED = EventType(
    name="child_informed",
    topic=TOPIC,
    sentence="A child of the patient got information fit for its age.",
    label=label("Barn fikk informasjon", "Barn fekk informasjon", "Child informed"),
    optional=("code",),
    codes={
        "by_parent": label("Av forelder", "Av forelder", "By a parent"),
        "by_staff": label("Av helsepersonell", "Av helsepersonell", "By staff"),
        "together": label("Sammen", "Saman", "Together"),
    },
    data=record({"relative": RELATIVE, "followed_up": yes_or_no("whether someone follows the child up")}),
    written_by=written_by(*CARE, "patient"),
    read_by=f"{WAITS}; the home pathway",
    example={"time": "2026-03-28", "precision": "day", "code": "together", "data": {"relative": "r2"}},
)

TYPES = (
    RELATIVE_NAMED,
    CONSENT_GIVEN,
    CONSENT_WITHDRAWN,
    RELATIVE_ASSESSED,
    RELATIVE_SUPPORTED,
    CHILD_INFORMED,
)
