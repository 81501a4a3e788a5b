"""Which events tell what was planned and done against the disease, with what aim, and how it was borne?"""

from felles.events.code_systems import ATC, KIND
from felles.events.types import EventType, Number, label, record, written_by
from felles.events.vocabulary.fields import list_of, note, one_of, shaped, text, whole

TOPIC = "Treatment"

KINDS = {
    "surgery": label("Operasjon", "Operasjon", "Surgery"),
    "systemic": label("Medisiner mot kreft", "Medisinar mot kreft", "Cancer medicines"),
    "radiotherapy": label("Strålebehandling", "Strålebehandling", "Radiotherapy"),
    "symptom_relief": label("Lindrende behandling", "Lindrande behandling", "Relief of symptoms"),
    "surveillance": label("Følges tett uten behandling", "Blir følgd tett utan behandling", "Surveillance"),
}
INTENT = one_of("the aim", "cure", "adjuvant", "neoadjuvant", "prolong_life", "relieve", "unknown")
LINE = whole("which line of treatment, 1 for the first", 1, 20)
REGIMEN = text("the regimen or procedure by its name or code", 100)

TREATMENT_PLANNED = EventType(
    name="treatment_planned",
    topic=TOPIC,
    sentence="A treatment was planned: which limit applies, what it is for, and when to stop; `until` the day it should start.",
    label=label("Behandling planlagt", "Behandling planlagd", "Treatment planned"),
    required=("code",),
    optional=("until",),
    codes=KINDS,
    data=record(
        {
            "intent": INTENT,
            "line": LINE,
            "regimen": REGIMEN,
            "stop_when": list_of(
                one_of("a criterion", "progression", "side_effects", "no_benefit", "patient_wish", "course_done"),
                "what should end it",
                10,
            ),
            "note": note("the aim and when to stop, in words for the patient"),
        }
    ),
    free_text=("note",),
    written_by=written_by("hospital", "registry"),
    read_by="the timeline, the pathway engine (which limit applies) and the board (the day); waits for the indicators of goal 11",
    example={
        "time": "2026-03-18",
        "precision": "day",
        "until": "2026-04-02",
        "code": "surgery",
        "data": {"intent": "cure"},
    },
)

TREATMENT_STARTED = EventType(
    name="treatment_started",
    topic=TOPIC,
    sentence="A treatment started; the first one ends the pathway's clock and names the limit.",
    label=label("Behandling startet", "Behandling starta", "Treatment started"),
    required=("code",),
    codes=KINDS,
    data=record({"intent": INTENT, "line": LINE, "regimen": REGIMEN}),
    written_by=written_by("hospital", "registry"),
    read_by="the timeline; waits for the pathway engine (ends the clock) and the eligibility engine",
    example={"time": "2026-04-02", "precision": "day", "code": "surgery", "data": {"intent": "cure", "line": 1}},
)

TREATMENT_ENDED = EventType(
    name="treatment_ended",
    topic=TOPIC,
    sentence="A treatment ended; the code is why.",
    label=label("Behandling avsluttet", "Behandling avslutta", "Treatment ended"),
    required=("code",),
    codes={
        "completed": label("Fullført", "Fullført", "Completed"),
        "progression": label("Sykdommen utviklet seg", "Sjukdommen utvikla seg", "The disease progressed"),
        "side_effects": label("Bivirkninger", "Biverknader", "Side effects"),
        "no_benefit": label("Ikke lenger nytte", "Ikkje lenger nytte", "No longer of benefit"),
        "patient_wish": label("Pasientens ønske", "Ønske frå pasienten", "The patient's wish"),
        "died": label("Pasienten døde", "Pasienten døydde", "The patient died"),
        "other": label("Annen grunn", "Annan grunn", "Another reason"),
    },
    data=record({"kind": one_of("the kind of treatment", *KINDS), "line": LINE}),
    written_by=written_by("hospital", "registry"),
    read_by="the timeline; waits for the follow-up plans and the indicators of goal 11",
    example={"time": "2026-04-06", "precision": "day", "code": "completed", "data": {"kind": "surgery"}},
)

MEDICINE_GIVEN = EventType(
    name="medicine_given",
    topic=TOPIC,
    sentence="One dose or course of a medicine was given or dispensed; `until` the end of the course.",
    label=label("Medisin gitt", "Medisin gitt", "Medicine given"),
    required=("code",),
    optional=("until", "value", "unit"),
    code_system=ATC,
    number=Number(meaning="the dose", low=0, high=1_000_000, units=("mg", "g", "ug", "mL", "[IU]", "mg/m2", "mg/kg")),
    data=record({"cycle": whole("which cycle, 1 for the first", 1, 200)}),
    written_by=written_by("hospital", "registry", "gp", "municipality"),
    read_by="the timeline; waits for the eligibility engine (earlier treatment) and triage (days since the last dose)",
    example={
        "time": "2026-05-04",
        "precision": "day",
        "code": "L01FF02",
        "value": 200.0,
        "unit": "mg",
        "data": {"cycle": 1},
    },
)

SIDE_EFFECT_NOTED = EventType(
    name="side_effect_noted",
    topic=TOPIC,
    sentence="A side effect or late effect was noted by staff; the value is its CTCAE grade.",
    label=label("Bivirkning notert", "Biverknad notert", "Side effect noted"),
    required=("code", "value"),
    optional=("until",),
    codes={
        "fatigue": label("Utmattelse", "Utmatting", "Fatigue"),
        "nausea": label("Kvalme", "Kvalme", "Nausea"),
        "vomiting": label("Oppkast", "Oppkast", "Vomiting"),
        "diarrhoea": label("Diaré", "Diaré", "Diarrhoea"),
        "pain": label("Smerter", "Smerter", "Pain"),
        "fever": label("Feber", "Feber", "Fever"),
        "neuropathy": label("Nummenhet i hender og føtter", "Nummenheit i hender og føter", "Numb hands and feet"),
    },
    code_system=KIND,
    number=Number(meaning="CTCAE grade", low=0, high=5),
    data=record(
        {
            "ctcae": shaped("the version of CTCAE", r"[3-9](\.[0-9])?"),
            "caused_by": one_of("what is thought to cause it", *KINDS, "disease", "unknown"),
        },
        required=("ctcae",),
    ),
    written_by=written_by("hospital", "gp", "municipality"),
    read_by="the timeline; waits for triage and the indicators of goal 11",
    example={"time": "2026-05-11", "precision": "day", "code": "nausea", "value": 2.0, "data": {"ctcae": "5.0"}},
)

TYPES = (TREATMENT_PLANNED, TREATMENT_STARTED, TREATMENT_ENDED, MEDICINE_GIVEN, SIDE_EFFECT_NOTED)
