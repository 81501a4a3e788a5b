"""Which events say what the disease is, how far it has come, and whether it came back?"""

from felles.events.code_systems import ICD10, STAGE
from felles.events.types import EventType, label, record, written_by
from felles.events.vocabulary.fields import one_of, shaped, text, whole

TOPIC = "Diagnosis"
READ_BY = "the timeline; waits for the epidemiology engine"
TNM_PART = r"[0-9A-Za-z()+/.-]{1,20}"

DIAGNOSED = EventType(
    name="diagnosed",
    topic=TOPIC,
    sentence="A cancer (or a precancer that the registry keeps) was diagnosed; the episode is the tumour.",
    label=label("Fikk diagnosen", "Fekk diagnosen", "Diagnosed"),
    required=("code",),
    code_system=ICD10,
    data=record(
        {
            "morphology": shaped("ICD-O-3 morphology with behaviour, such as 8720/3", "[0-9]{4}/[0-9]"),
            "topography": shaped("ICD-O-3 topography, such as C44.5", r"C[0-9]{2}(\.[0-9])?"),
            "basis": whole(
                "basis of diagnosis by ENCR: 0 death certificate, 1 clinical, 2 investigation, "
                "4 tumour markers, 5 cytology, 6 metastasis, 7 histology, 8 cytogenetic or molecular, 9 unknown",
                0,
                9,
            ),
            "laterality": one_of("the side", "left", "right", "both", "midline", "unknown"),
            "grade": shaped("ICD-O-3 grade or cell lineage", "[1-9]"),
            "subsite": text("the subsite as the source words it, from its own list", 100),
            "found_by": one_of(
                "how it was found", "symptoms", "screening", "incidental", "emergency", "autopsy", "unknown"
            ),
        }
    ),
    written_by=written_by("registry", "hospital"),
    read_by=f"{READ_BY} (incidence, survival) and the home pathway (starts its windows)",
    example={
        "time": "2026-03-16",
        "precision": "day",
        "code": "C34.1",
        "data": {"morphology": "8140/3", "basis": 7, "laterality": "right"},
    },
)

STAGED = EventType(
    name="staged",
    topic=TOPIC,
    sentence="The extent of the disease was set, in the system before the colon; an unknown stage is said.",
    label=label("Stadium fastsatt", "Stadium fastsett", "Stage set"),
    required=("code",),
    code_system=STAGE,
    data=record(
        {
            "t": shaped("the tumour", TNM_PART),
            "n": shaped("the lymph nodes", TNM_PART),
            "m": shaped("distant metastases", TNM_PART),
            "edition": whole("the edition of TNM", 1, 12),
            "kind": one_of("on what it rests", "clinical", "pathological", "after_treatment", "unknown"),
            "metastases": text("where distant metastases are, as ICD-10 codes with commas", 200),
        }
    ),
    written_by=written_by("registry", "hospital"),
    read_by=f"{READ_BY} (stage distribution) and the eligibility engine",
    example={
        "time": "2026-03-18",
        "precision": "day",
        "code": "tnm8:IIA",
        "data": {"t": "2b", "n": "0", "m": "0", "edition": 8, "kind": "clinical"},
    },
)

PROGRESSED = EventType(
    name="progressed",
    topic=TOPIC,
    sentence="The disease grew or spread while it was being treated or followed.",
    label=label("Sykdommen har utviklet seg", "Sjukdommen har utvikla seg", "The disease progressed"),
    data=record({"extent": one_of("how far", "local", "regional", "distant", "unknown")}),
    written_by=written_by("hospital", "registry"),
    read_by=f"{READ_BY} and the eligibility engine (lines of treatment)",
    example={"time": "2027-01-15", "precision": "day", "data": {"extent": "local"}},
)

RELAPSED = EventType(
    name="relapsed",
    topic=TOPIC,
    sentence="The disease came back after it had been away; starts the home pathway again.",
    label=label("Kreften kom tilbake", "Kreften kom tilbake", "The cancer came back"),
    data=record(
        {
            "extent": one_of("how far", "local", "regional", "distant", "unknown"),
            "found_by": one_of(
                "how it was found", "planned_control", "own_report", "incidental", "emergency", "unknown"
            ),
        }
    ),
    written_by=written_by("hospital", "registry"),
    read_by=f"{READ_BY}, the home pathway and the follow-up plans",
    example={"time": "2028-06-01", "precision": "day", "data": {"extent": "distant", "found_by": "own_report"}},
)

TYPES = (DIAGNOSED, STAGED, PROGRESSED, RELAPSED)
