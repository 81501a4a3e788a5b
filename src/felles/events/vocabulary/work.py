"""Which events tell of work and education through treatment: what the person does, wants, and has a plan for?"""

from felles.events.types import EventType, Number, label, record, written_by
from felles.events.vocabulary.fields import list_of, note, one_of, yes_or_no

TOPIC = "Work and education"
WAITS = "the timeline; waits for the indicators of goal 16"

WORK_STATUS_RECORDED = EventType(
    name="work_status_recorded",
    topic=TOPIC,
    sentence="From this day the person's work or education was as the code says; the value is how much of full time.",
    label=label("Arbeid eller utdanning", "Arbeid eller utdanning", "Work or education"),
    required=("code",),
    optional=("value", "unit"),
    codes={
        "employed": label("I jobb", "I jobb", "Employed"),
        "self_employed": label("Selvstendig", "Sjølvstendig", "Self-employed"),
        "student": label("Elev eller student", "Elev eller student", "Pupil or student"),
        "sick_leave": label("Sykmeldt", "Sjukmeld", "On sick leave"),
        "work_assessment": label("Arbeidsavklaringspenger", "Arbeidsavklaringspengar", "Work assessment allowance"),
        "disability": label("Ufør", "Ufør", "Disability pension"),
        "unemployed": label("Uten jobb", "Utan jobb", "Unemployed"),
        "retired": label("Pensjonist", "Pensjonist", "Retired"),
        "at_home": label("Hjemme", "Heime", "At home"),
        "other": label("Annet", "Anna", "Other"),
    },
    number=Number(meaning="per cent of a full position", low=0, high=100, units=("%",)),
    written_by=written_by("patient", "registry", "gp", "hospital", "municipality"),
    read_by=WAITS,
    example={"time": "2026-03-01", "precision": "day", "code": "employed", "value": 100.0, "unit": "%"},
)

SICK_LEAVE_GIVEN = EventType(
    name="sick_leave_given",
    topic=TOPIC,
    sentence="Sick leave was given from this day `until` that day; the value is its degree in per cent.",
    label=label("Sykmelding", "Sjukmelding", "Sick leave"),
    required=("value", "unit"),
    optional=("until",),
    number=Number(meaning="degree of sick leave", low=0, high=100, units=("%",)),
    written_by=written_by("gp", "hospital", "registry"),
    read_by=f"{WAITS} (graded sick leave)",
    example={"time": "2026-04-02", "until": "2026-05-03", "precision": "day", "value": 50.0, "unit": "%"},
)

WORK_WISH_RECORDED = EventType(
    name="work_wish_recorded",
    topic=TOPIC,
    sentence="Whether the person wants to combine treatment with work or education.",
    label=label("Ønske om jobb eller utdanning", "Ønske om jobb eller utdanning", "Wish for work or education"),
    required=("code",),
    codes={
        "yes": label("Vil kombinere", "Vil kombinere", "Wants to combine"),
        "no": label("Vil ikke nå", "Vil ikkje no", "Not now"),
        "unsure": label("Usikker", "Usikker", "Not sure"),
    },
    written_by=written_by("patient", "gp", "hospital", "municipality"),
    read_by=WAITS,
    example={"time": "2026-03-26", "precision": "day", "code": "yes"},
)

WORK_PLAN_MADE = EventType(
    name="work_plan_made",
    topic=TOPIC,
    sentence="A plan for work or education during and after treatment was made.",
    label=label("Plan for jobb eller utdanning", "Plan for jobb eller utdanning", "Plan for work or education"),
    data=record(
        {
            "with": list_of(
                one_of("who", "employer", "nav", "gp", "hospital", "school"), "who made it with the person", 6
            ),
            "adapted": yes_or_no("whether work or school is adapted"),
            "note": note(),
        }
    ),
    free_text=("note",),
    written_by=written_by("patient", "gp", "hospital", "municipality", "employer"),
    read_by=f"{WAITS} (plan)",
    example={"time": "2026-04-20", "precision": "day", "data": {"with": ["employer", "gp"], "adapted": True}},
)

TYPES = (WORK_STATUS_RECORDED, SICK_LEAVE_GIVEN, WORK_WISH_RECORDED, WORK_PLAN_MADE)
