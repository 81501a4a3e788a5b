"""Which events come from home and answer it: forms, measurements, triage, reviews, contact?"""

from felles.events.code_systems import KIND, LOINC, PLAN, QUESTIONNAIRE, UCUM
from felles.events.types import EventType, Number, label, record, written_by
from felles.events.vocabulary.fields import by_item, day, list_of, note, one_of, text

TOPIC = "Reports from home and contact"
WAITS = "the timeline; waits for the questionnaire engine"
CARE = ("hospital", "gp", "municipality")

ANSWER = {
    "description": "a number, yes or no, or the code of a choice",
    "anyOf": [
        {"type": ["number", "boolean", "null"]},
        {"type": "string", "maxLength": 100},
        {"type": "array", "maxItems": 50, "items": {"type": "string", "maxLength": 100}},
    ],
}
CHANNELS = {
    "telephone": label("Telefon", "Telefon", "Telephone"),
    "video": label("Video", "Video", "Video"),
    "message": label("Melding", "Melding", "Message"),
    "letter": label("Brev", "Brev", "Letter"),
    "in_person": label("Oppmøte", "Oppmøte", "In person"),
}
LEVELS = {
    "green": label("Grønt: alt som ventet", "Grønt: alt som venta", "Green: as expected"),
    "yellow": label("Gult: bør ses på", "Gult: bør sjåast på", "Yellow: should be looked at"),
    "red": label("Rødt: kontakt i dag", "Raudt: kontakt i dag", "Red: contact today"),
}

FORM_SENT = EventType(
    name="form_sent",
    topic=TOPIC,
    sentence="A form was sent to the person; `until` is the day it should be answered.",
    label=label("Skjema sendt", "Skjema sendt", "Form sent"),
    required=("code",),
    optional=("until",),
    code_system=QUESTIONNAIRE,
    data=record({"by": one_of("how", "digital", "paper", "telephone")}),
    written_by=written_by(*CARE, "felles"),
    read_by=f"{WAITS} (what is out)",
    example={"time": "2026-05-04", "until": "2026-05-07", "precision": "day", "episode": "form", "code": "esas_r"},
)

FORM_ANSWERED = EventType(
    name="form_answered",
    topic=TOPIC,
    sentence="A form was answered, by the person or with help; the value is its total score where the form has one.",
    label=label("Skjema besvart", "Skjema svart på", "Form answered"),
    required=("code",),
    optional=("value",),
    code_system=QUESTIONNAIRE,
    number=Number(meaning="the form's total score", low=-1000, high=1000),
    data=record(
        {
            "answers": by_item(ANSWER, "the answers, by the item's link id; null says the item was left out"),
            "words": by_item(
                {"type": "string", "maxLength": 4000}, "answers in the person's own words, by the item's link id"
            ),
            "scores": by_item({"type": ["number", "null"]}, "scores of parts of the form, by their ids", 100),
            "version": text("the version of the form", 20),
            "language": one_of("the language it was shown in", "nb", "nn", "se", "en"),
            "by": one_of("who filled it in", "patient", "relative", "staff"),
            "mode": one_of("how", "digital", "paper", "telephone", "interview"),
        }
    ),
    free_text=("words",),
    written_by=written_by("patient", "relative", *CARE, "registry"),
    read_by=f"{WAITS} (scores, triage)",
    example={
        "time": "2026-05-06T20:14:00+02:00",
        "episode": "form",
        "code": "esas_r",
        "data": {"answers": {"pain": 3, "fatigue": 6, "appetite": None}, "by": "patient", "mode": "digital"},
    },
)

FORM_OVERDUE = EventType(
    name="form_overdue",
    topic=TOPIC,
    sentence="The answer had not come by its day and the person was reminded, or a nurse got it as a task.",
    label=label("Skjema ikke besvart i tide", "Skjema ikkje svart på i tide", "Form overdue"),
    required=("code",),
    code_system=QUESTIONNAIRE,
    data=record({"done": one_of("what was done", "reminded", "task_for_nurse", "letter", "visit_booked")}),
    written_by=written_by("felles", *CARE),
    read_by=f"{WAITS} (no answer is never green)",
    example={
        "time": "2026-05-08",
        "precision": "day",
        "episode": "form",
        "code": "esas_r",
        "data": {"done": "reminded"},
    },
)

MEASURED = EventType(
    name="measured",
    topic=TOPIC,
    sentence="Something was measured, at home or in the services: the code is what, the value and its unit how much.",
    label=label("Måling", "Måling", "Measurement"),
    required=("code", "value", "unit"),
    codes={
        "8867-4": label("Puls", "Puls", "Pulse"),
        "8310-5": label("Temperatur", "Temperatur", "Temperature"),
        "8480-6": label("Øvre blodtrykk", "Øvre blodtrykk", "Systolic blood pressure"),
        "8462-4": label("Nedre blodtrykk", "Nedre blodtrykk", "Diastolic blood pressure"),
        "59408-5": label("Oksygenmetning", "Oksygenmetting", "Oxygen saturation"),
        "9279-1": label("Pust per minutt", "Pust per minutt", "Breathing rate"),
        "29463-7": label("Vekt", "Vekt", "Weight"),
        "8302-2": label("Høyde", "Høgd", "Height"),
        "39156-5": label("KMI", "KMI", "BMI"),
        "2857-1": label("PSA", "PSA", "PSA"),
        "2039-6": label("CEA", "CEA", "CEA"),
        "718-7": label("Blodprosent", "Blodprosent", "Haemoglobin"),
    },
    code_system=LOINC,
    number=Number(meaning="the measured value", low=-1_000_000_000, high=1_000_000_000, unit_system=UCUM),
    data=record(
        {
            "where": one_of("where", "home", "hospital", "gp", "municipality"),
            "device": text("the device", 100),
            "below": {"description": "true when the value is only known to be below", "type": "boolean"},
            "above": {"description": "true when the value is only known to be above", "type": "boolean"},
        }
    ),
    written_by=written_by("patient", "relative", *CARE, "registry"),
    read_by=f"{WAITS} (triage) and the eligibility engine",
    example={
        "time": "2026-05-06T07:30:00+02:00",
        "code": "8310-5",
        "value": 37.4,
        "unit": "Cel",
        "data": {"where": "home"},
    },
)

TRIAGED = EventType(
    name="triaged",
    topic=TOPIC,
    sentence="A rule, or a person, set how urgent a report is; it says why, and by which version of the rule.",
    label=label("Vurdert hvor mye det haster", "Vurdert kor mykje det hastar", "Triaged"),
    required=("code",),
    codes=LEVELS,
    data=record(
        {
            "rule": text("the rule's id", 100),
            "version": text("the rule's version", 40),
            "reasons": list_of(text("the id of a reason", 100), "why, as ids of the rule's reasons"),
        }
    ),
    written_by=written_by("felles", *CARE),
    read_by=f"{WAITS} (worklist)",
    example={
        "time": "2026-05-06T20:14:00+02:00",
        "episode": "form",
        "code": "yellow",
        "data": {"rule": "esas_r", "version": "2026-01-01", "reasons": ["fatigue_worse"]},
    },
)

REVIEWED = EventType(
    name="reviewed",
    topic=TOPIC,
    sentence="A nurse or doctor looked at a report and decided what to do.",
    label=label("Sett av helsepersonell", "Sett av helsepersonell", "Reviewed by staff"),
    required=("code",),
    codes={
        "no_action": label("Ikke behov for mer nå", "Ikkje behov for meir no", "Nothing more needed now"),
        "advice": label("Ga råd", "Gav råd", "Gave advice"),
        "call": label("Ringer pasienten", "Ringjer pasienten", "Will call"),
        "visit": label("Setter opp time", "Set opp time", "Books a visit"),
        "passed_on": label("Sendt videre", "Sendt vidare", "Passed on"),
    },
    data=record({"changed_level": one_of("the level set instead", *LEVELS), "note": note()}),
    free_text=("note",),
    written_by=written_by(*CARE),
    read_by=f"{WAITS} (worklist, answer times)",
    example={"time": "2026-05-07T08:40:00+02:00", "episode": "form", "code": "call"},
)

CONTACT_ASKED = EventType(
    name="contact_asked",
    topic=TOPIC,
    sentence="The person or a relative asked to be contacted, for any reason; always possible, whatever the colour.",
    label=label("Ba om kontakt", "Bad om kontakt", "Asked for contact"),
    optional=("code",),
    codes=CHANNELS,
    data=record({"urgent": {"description": "whether they say it cannot wait", "type": "boolean"}, "note": note()}),
    free_text=("note",),
    written_by=written_by("patient", "relative", *CARE),
    read_by=f"{WAITS} (worklist)",
    example={"time": "2026-05-06T20:15:00+02:00", "code": "telephone", "data": {"urgent": False}},
)

CONTACTED = EventType(
    name="contacted",
    topic=TOPIC,
    sentence="Staff spoke with the person without a visit.",
    label=label("Kontakt med helsepersonell", "Kontakt med helsepersonell", "Contact with staff"),
    required=("code",),
    optional=("until",),
    codes=CHANNELS,
    data=record({"reached": {"description": "false when nobody answered", "type": "boolean"}, "note": note()}),
    free_text=("note",),
    written_by=written_by(*CARE),
    read_by=f"{WAITS} (answer times) and the indicators of goals 8 and 10",
    example={"time": "2026-05-07T09:10:00+02:00", "code": "telephone", "data": {"reached": True}},
)

VISITED = EventType(
    name="visited",
    topic=TOPIC,
    sentence="A visit outside the investigation: a control, the GP, a visit at home.",
    label=label("Time eller besøk", "Time eller besøk", "Visit"),
    required=("code",),
    optional=("until",),
    codes={
        "planned_control": label("Planlagt kontroll", "Planlagd kontroll", "Planned check-up"),
        "needs_based": label("Time etter behov", "Time etter behov", "Visit by need"),
        "emergency": label("Øyeblikkelig hjelp", "Augneblikkeleg hjelp", "Emergency visit"),
        "gp": label("Time hos fastlegen", "Time hos fastlegen", "Visit to the GP"),
        "home": label("Hjemmebesøk", "Heimebesøk", "Visit at home"),
    },
    code_system=KIND,
    written_by=written_by(*CARE, "registry"),
    read_by="the follow-up plans and the list of check-ups; waits for the indicators of goal 10",
    example={"time": "2026-09-14T10:00:00+02:00", "code": "planned_control", "place": "ous"},
)

MESSAGE_SENT = EventType(
    name="message_sent",
    topic=TOPIC,
    sentence="A message went between the person and the services, or between two services about the person.",
    label=label("Melding sendt", "Melding send", "Message sent"),
    required=("code",),
    codes={
        "to_patient": label("Til pasienten", "Til pasienten", "To the patient"),
        "from_patient": label("Fra pasienten", "Frå pasienten", "From the patient"),
        "from_relative": label("Fra pårørende", "Frå pårørande", "From a relative"),
        "between_services": label("Mellom tjenester", "Mellom tenester", "Between services"),
    },
    data=record(
        {
            "subject": note("what it is about"),
            "words": note("the message"),
            "answers": text("the source_id it answers", 200),
        }
    ),
    free_text=("subject", "words"),
    written_by=written_by("patient", "relative", *CARE, "felles"),
    read_by=f"{WAITS} (dialogue) and the indicators of goal 8",
    example={
        "time": "2026-05-07T09:20:00+02:00",
        "code": "to_patient",
        "data": {"words": "Takk for svarene. Vi ringer i dag."},
    },
)

FOLLOW_UP_PLANNED = EventType(
    name="follow_up_planned",
    topic=TOPIC,
    sentence="A plan for the time after treatment was set; the code is the plan, `until` its last day.",
    label=label("Plan for oppfølging", "Plan for oppfølging", "Follow-up planned"),
    required=("code",),
    optional=("until",),
    code_system=PLAN,
    data=record({"starts_on": day("the day the plan counts from")}),
    written_by=written_by("hospital", "gp"),
    read_by="the follow-up plans and the list of check-ups",
    example={"time": "2026-06-01", "precision": "day", "episode": "plan", "code": "colorectal_five_years"},
)

FOLLOW_UP_CHANGED = EventType(
    name="follow_up_changed",
    topic=TOPIC,
    sentence="The plan went from fixed dates to need, or back; tests with a clinical clock of their own stay.",
    label=label("Oppfølgingen endret", "Oppfølginga endra", "Follow-up changed"),
    required=("code",),
    codes={
        "calendar": label("Etter faste datoer", "Etter faste datoar", "By the calendar"),
        "needs_based": label("Etter behov", "Etter behov", "By need"),
    },
    data=record({"decided_together": {"description": "whether patient and staff agreed", "type": "boolean"}}),
    written_by=written_by("hospital", "gp"),
    read_by="the follow-up plans and the list of check-ups; waits for the indicators of goal 10",
    example={"time": "2027-06-01", "precision": "day", "episode": "plan", "code": "needs_based"},
)

FOLLOW_UP_MOVED = EventType(
    name="follow_up_moved",
    topic=TOPIC,
    sentence="A contact or test of the plan got another day, before the next of its kind: the code is what, `until` its day.",
    label=label("Kontroll flyttet", "Kontroll flytta", "Check-up moved"),
    required=("code", "until"),
    code_system=KIND,
    written_by=written_by("hospital", "gp"),
    read_by="the follow-up plans and the list of check-ups",
    example={"time": "2026-11-02T09:15:00+01:00", "episode": "plan", "code": "ct", "until": "2026-12-04"},
)

TYPES = (
    FORM_SENT,
    FORM_ANSWERED,
    FORM_OVERDUE,
    MEASURED,
    TRIAGED,
    REVIEWED,
    CONTACT_ASKED,
    CONTACTED,
    VISITED,
    MESSAGE_SENT,
    FOLLOW_UP_PLANNED,
    FOLLOW_UP_CHANGED,
    FOLLOW_UP_MOVED,
)
