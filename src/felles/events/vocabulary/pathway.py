"""Which events does the way from suspicion to treatment leave behind? The episode is the pathway."""

from felles.events.code_systems import KIND, ORGANISATION, PATHWAY
from felles.events.types import EventType, label, record, written_by
from felles.events.vocabulary.fields import list_of, note, one_of, text, yes_or_no

TOPIC = "Pathway"
READ_BY = "the timeline; waits for the pathway engine"

SUSPECTED = EventType(
    name="suspected",
    topic=TOPIC,
    sentence="A doctor found the suspicion of cancer well founded; where some countries start their clock.",
    label=label("Mistanke om kreft", "Mistanke om kreft", "Cancer suspected"),
    optional=("code",),
    code_system=PATHWAY,
    data=record({"found_by": one_of("what raised it", "symptoms", "screening", "incidental", "follow_up", "other")}),
    written_by=written_by("gp", "hospital", "screening"),
    read_by=f"{READ_BY} (other countries' rule books)",
    example={"time": "2026-02-27", "precision": "day", "code": "lung", "data": {"found_by": "symptoms"}},
)

REFERRAL_SENT = EventType(
    name="referral_sent",
    topic=TOPIC,
    sentence="The referral left the one who wrote it; `referred` tells when it reached the hospital.",
    label=label("Henvisning sendt", "Tilvising send", "Referral sent"),
    optional=("code",),
    code_system=PATHWAY,
    data=record({"urgency": one_of("how it was marked", "pathway", "urgent", "ordinary")}),
    written_by=written_by("gp", "hospital", "municipality"),
    read_by=f"{READ_BY} (the way before the hospital)",
    example={"time": "2026-02-28", "precision": "day", "code": "lung", "data": {"urgency": "pathway"}},
)

REFERRED = EventType(
    name="referred",
    topic=TOPIC,
    sentence="The referral reached the hospital; begins the pathway. A second one in an open episode is an onward "
    "referral: the first counts, the place changes.",
    label=label("Henvist til sykehuset", "Tilvist til sjukehuset", "Referred to the hospital"),
    required=("code",),
    code_system=PATHWAY,
    data=record(
        {
            "from": one_of("who referred", "gp", "hospital", "screening", "emergency", "private", "other"),
            "internal": yes_or_no("whether the suspicion arose inside the hospital"),
        }
    ),
    written_by=written_by("hospital", "registry"),
    read_by=f"{READ_BY} (starts the clock)",
    example={"time": "2026-03-02", "precision": "day", "code": "lung", "place": "ous", "data": {"from": "gp"}},
)

ATTENDED = EventType(
    name="attended",
    topic=TOPIC,
    sentence="The person came to the hospital; the first time at the investigating unit ends the first interval.",
    label=label("Kom til undersøkelse", "Kom til undersøking", "Came to the hospital"),
    optional=("code", "until"),
    codes={
        "first_visit": label("Første undersøkelse", "Første undersøking", "First examination"),
        "outpatient": label("Poliklinisk time", "Poliklinisk time", "Outpatient visit"),
        "day_care": label("Dagbehandling", "Dagbehandling", "Day care"),
        "inpatient": label("Innleggelse", "Innlegging", "Admission"),
        "emergency": label("Øyeblikkelig hjelp", "Augneblikkeleg hjelp", "Emergency"),
        "home": label("Hjemme", "Heime", "At home"),
        "remote": label("Video eller telefon", "Video eller telefon", "Video or telephone"),
    },
    code_system=KIND,
    written_by=written_by("hospital", "registry"),
    read_by=f"{READ_BY} (first attendance)",
    example={"time": "2026-03-09T09:30:00+01:00", "code": "first_visit", "place": "ous"},
)

IMAGED = EventType(
    name="imaged",
    topic=TOPIC,
    sentence="An image was taken; the answer is `report_ready`.",
    label=label("Bilder tatt", "Bilete tekne", "Images taken"),
    required=("code",),
    codes={
        "ct": label("CT", "CT", "CT"),
        "mri": label("MR", "MR", "MRI"),
        "pet": label("PET", "PET", "PET"),
        "ultrasound": label("Ultralyd", "Ultralyd", "Ultrasound"),
        "x_ray": label("Røntgen", "Røntgen", "X-ray"),
        "mammography": label("Mammografi", "Mammografi", "Mammography"),
        "scintigraphy": label("Skjelettundersøkelse", "Skjelettundersøking", "Bone scan"),
        "endoscopy": label("Undersøkelse med kamera", "Undersøking med kamera", "Endoscopy"),
    },
    code_system=KIND,
    data=record({"region": text("the part of the body", 60)}),
    written_by=written_by("hospital", "registry"),
    read_by=f"{READ_BY} (steps, bottlenecks)",
    example={"time": "2026-03-11", "precision": "day", "code": "ct", "data": {"region": "thorax"}},
)

SAMPLED = EventType(
    name="sampled",
    topic=TOPIC,
    sentence="A sample was taken from the person; the answer is `report_ready`.",
    label=label("Prøve tatt", "Prøve teken", "Sample taken"),
    required=("code",),
    codes={
        "biopsy": label("Vevsprøve", "Vevsprøve", "Biopsy"),
        "cytology": label("Celleprøve", "Celleprøve", "Cytology"),
        "blood": label("Blodprøve", "Blodprøve", "Blood sample"),
        "bone_marrow": label("Beinmargsprøve", "Beinmergsprøve", "Bone marrow sample"),
        "surgical_specimen": label("Vev fra operasjon", "Vev frå operasjon", "Tissue from surgery"),
        "urine": label("Urinprøve", "Urinprøve", "Urine sample"),
        "stool": label("Avføringsprøve", "Avføringsprøve", "Stool sample"),
    },
    code_system=KIND,
    written_by=written_by("hospital", "gp", "registry"),
    read_by=f"{READ_BY} (steps, bottlenecks)",
    example={"time": "2026-03-12", "precision": "day", "code": "biopsy"},
)

REPORT_READY = EventType(
    name="report_ready",
    topic=TOPIC,
    sentence="The written answer to an image or a sample was ready for the treating doctor.",
    label=label("Prøvesvar klart", "Prøvesvar klart", "Report ready"),
    required=("code",),
    codes={
        "imaging": label("Svar på bilder", "Svar på bilete", "Imaging report"),
        "pathology": label("Svar på vevsprøve", "Svar på vevsprøve", "Pathology report"),
        "laboratory": label("Svar på blodprøve", "Svar på blodprøve", "Laboratory report"),
        "molecular": label("Svar på genanalyse", "Svar på genanalyse", "Molecular report"),
    },
    data=record({"ordered_by": text("the unit that ordered it", 100)}),
    written_by=written_by("hospital", "registry"),
    read_by=f"{READ_BY} (steps, bottlenecks)",
    example={"time": "2026-03-16", "precision": "day", "code": "pathology"},
)

DISCUSSED = EventType(
    name="discussed",
    topic=TOPIC,
    sentence="The person's case was discussed at a multidisciplinary meeting.",
    label=label("Drøftet i tverrfaglig møte", "Drøfta i tverrfagleg møte", "Discussed at a team meeting"),
    optional=("code",),
    codes={
        "local": label("På sykehuset", "På sjukehuset", "At the hospital"),
        "regional": label("I regionen", "I regionen", "In the region"),
        "national": label("Nasjonalt", "Nasjonalt", "Nationally"),
        "molecular": label("Molekylært møte", "Molekylært møte", "Molecular board"),
    },
    data=record({"units": list_of(text("a unit", 100), "the units that took part", 30)}),
    written_by=written_by("hospital", "registry"),
    read_by="the timeline; waits for the indicators of goal 6",
    example={"time": "2026-03-17", "precision": "day", "code": "regional", "data": {"units": ["ous", "ahus"]}},
)

DECIDED = EventType(
    name="decided",
    topic=TOPIC,
    sentence="The clinical decision was made, usually at the multidisciplinary meeting; ends the investigation.",
    label=label("Beslutning tatt", "Avgjerd teken", "Decision made"),
    required=("code",),
    codes={
        "treat": label("Skal behandles", "Skal behandlast", "To be treated"),
        "no_cancer": label("Ikke kreft", "Ikkje kreft", "No cancer"),
        "other_cancer": label("En annen type kreft", "Ein annan type kreft", "Another cancer"),
        "other_disease": label("En annen sykdom", "Ein annan sjukdom", "Another disease"),
        "surveillance": label("Følges tett uten behandling", "Blir følgd tett utan behandling", "Surveillance"),
        "no_treatment": label("Ikke behandling mot kreften", "Ikkje behandling mot kreften", "No treatment"),
    },
    data=record({"meeting": yes_or_no("whether it was made at a multidisciplinary meeting")}),
    written_by=written_by("hospital", "registry"),
    read_by=f"{READ_BY} (decision)",
    example={"time": "2026-03-18", "precision": "day", "code": "treat", "data": {"meeting": True}},
)

TOLD = EventType(
    name="told",
    topic=TOPIC,
    sentence="The person was told whether it is cancer: a fact of its own, apart from when the doctor knew.",
    label=label("Fikk svar", "Fekk svar", "Was told the answer"),
    required=("code",),
    codes={
        "cancer": label("Det er kreft", "Det er kreft", "It is cancer"),
        "no_cancer": label("Det er ikke kreft", "Det er ikkje kreft", "It is not cancer"),
    },
    data=record({"by": one_of("how", "meeting", "video", "telephone", "letter", "digital")}),
    written_by=written_by("hospital", "gp", "registry"),
    read_by=f"{READ_BY} (told; England's 28 days)",
    example={"time": "2026-03-19", "precision": "day", "code": "cancer", "data": {"by": "meeting"}},
)

TRANSFERRED = EventType(
    name="transferred",
    topic=TOPIC,
    sentence="Responsibility passed to another unit, which the code names; the episode goes on with its start.",
    label=label("Overført til et annet sykehus", "Overført til eit anna sjukehus", "Transferred to another hospital"),
    required=("code",),
    code_system=ORGANISATION,
    data=record({"reason": one_of("why", "treatment", "capacity", "place_of_living", "patient_wish", "other")}),
    written_by=written_by("hospital", "registry"),
    read_by=f"{READ_BY} (who has the person now)",
    example={"time": "2026-03-20", "precision": "day", "code": "ous", "place": "ahus", "data": {"reason": "treatment"}},
)

DEFERRED = EventType(
    name="deferred",
    topic=TOPIC,
    sentence="The next step was put off `until` a day, for the reason in the code; never subtracted from the days.",
    label=label("Utsatt", "Utsett", "Put off"),
    required=("code",),
    optional=("until",),
    codes={
        "patient_wish": label("Etter pasientens ønske", "Etter ønske frå pasienten", "The patient's wish"),
        "medical": label("Av medisinske grunner", "Av medisinske grunnar", "Medical reasons"),
        "capacity": label("På grunn av kapasitet", "På grunn av kapasitet", "Capacity"),
    },
    data=record({"step": text("the step that was put off, by its id", 60), "note": note()}),
    free_text=("note",),
    written_by=written_by("hospital", "patient", "registry"),
    read_by=f"{READ_BY} (delays with reasons)",
    example={"time": "2026-03-23", "until": "2026-04-07", "precision": "day", "code": "medical"},
)

PATHWAY_ENDED = EventType(
    name="pathway_ended",
    topic=TOPIC,
    sentence="The pathway ended without treatment.",
    label=label("Pakkeforløpet er avsluttet", "Pakkeforløpet er avslutta", "Pathway ended"),
    required=("code",),
    codes={
        "no_cancer": label("Ikke kreft", "Ikkje kreft", "No cancer"),
        "declined": label("Pasienten takket nei", "Pasienten takka nei", "The patient declined"),
        "died": label("Pasienten døde", "Pasienten døydde", "The patient died"),
        "moved": label("Flyttet til et annet sted", "Flytta til ein annan stad", "Moved elsewhere"),
        "other": label("Annen grunn", "Annan grunn", "Another reason"),
    },
    data=record({"note": note()}),
    free_text=("note",),
    written_by=written_by("hospital", "registry"),
    read_by=f"{READ_BY} (ends what is open)",
    example={"time": "2026-03-24", "precision": "day", "code": "no_cancer"},
)

TYPES = (
    SUSPECTED,
    REFERRAL_SENT,
    REFERRED,
    ATTENDED,
    IMAGED,
    SAMPLED,
    REPORT_READY,
    DISCUSSED,
    DECIDED,
    TOLD,
    TRANSFERRED,
    DEFERRED,
    PATHWAY_ENDED,
)
