"""Which events does a round of screening leave behind? The episode is the round."""

from felles.events.code_systems import ICD10, PROGRAMME
from felles.events.types import EventType, label, record, written_by
from felles.events.vocabulary.fields import one_of, shaped, text

TOPIC = "Screening"

PROGRAMMES = {
    "breast": label("Mammografiprogrammet", "Mammografiprogrammet", "Breast screening"),
    "cervix": label("Livmorhalsprogrammet", "Livmorhalsprogrammet", "Cervical screening"),
    "colorectal": label("Tarmscreeningprogrammet", "Tarmscreeningprogrammet", "Bowel screening"),
    "lung": label("Lungekreftscreening", "Lungekreftscreening", "Lung screening"),
    "prostate": label("Prostatakreftscreening", "Prostatakreftscreening", "Prostate screening"),
}
TEST = text("the test: mammography, hpv_home, hpv_clinic, cytology, fit, colonoscopy, low_dose_ct, psa ...", 60)

SCREENING_INVITED = EventType(
    name="screening_invited",
    topic=TOPIC,
    sentence="The person was invited to a round of a screening programme; begins the round.",
    label=label("Invitert til screening", "Invitert til screening", "Invited to screening"),
    required=("code", "episode"),
    codes=PROGRAMMES,
    code_system=PROGRAMME,
    data=record({"by": one_of("how the invitation went out", "digital", "letter", "telephone"), "test": TEST}),
    written_by=written_by("screening", "registry"),
    read_by="the timeline; waits for the pathway engine (rounds) and the indicators of goal 3",
    example={"time": "2026-01-12", "precision": "day", "episode": "round", "code": "breast", "data": {"by": "digital"}},
)

SCREENING_REMINDED = EventType(
    name="screening_reminded",
    topic=TOPIC,
    sentence="The person was reminded of an invitation that was not answered.",
    label=label("Påminnelse om screening", "Påminning om screening", "Reminded of screening"),
    required=("code", "episode"),
    codes=PROGRAMMES,
    code_system=PROGRAMME,
    data=record({"by": one_of("how the reminder went out", "digital", "letter", "telephone")}),
    written_by=written_by("screening", "registry"),
    read_by="the timeline; waits for the indicators of goal 3",
    example={"time": "2026-02-20", "precision": "day", "episode": "round", "code": "breast", "data": {"by": "letter"}},
)

SCREENING_ATTENDED = EventType(
    name="screening_attended",
    topic=TOPIC,
    sentence="The person came to the examination, or sent in the home test.",
    label=label("Deltok i screening", "Deltok i screening", "Attended screening"),
    required=("code", "episode"),
    codes=PROGRAMMES,
    code_system=PROGRAMME,
    data=record({"test": TEST}),
    written_by=written_by("screening", "registry", "gp"),
    read_by="the timeline; waits for the pathway engine (rounds) and the indicators of goals 2 and 3",
    example={
        "time": "2026-02-02",
        "precision": "day",
        "episode": "round",
        "code": "cervix",
        "data": {"test": "hpv_home"},
    },
)

SCREENING_RESULTED = EventType(
    name="screening_resulted",
    topic=TOPIC,
    sentence="The result of the round's test or of its work-up was ready; the round's other events name the programme.",
    label=label("Svar på screening", "Svar på screening", "Screening result"),
    required=("code", "episode"),
    codes={
        "negative": label("Ingen funn", "Ingen funn", "Nothing found"),
        "positive": label("Funn som må undersøkes", "Funn som må undersøkjast", "Needs further examination"),
        "unsuitable": label("Prøven må tas på nytt", "Prøva må takast på nytt", "The test must be repeated"),
        "false_positive": label("Undersøkt, ikke kreft", "Undersøkt, ikkje kreft", "Examined, no cancer"),
        "precancer": label("Forstadium funnet", "Forstadium funne", "Precancer found"),
        "cancer": label("Kreft funnet", "Kreft funne", "Cancer found"),
    },
    data=record({"test": TEST, "category": text("the result as the test's own scale has it, such as HPV16", 60)}),
    written_by=written_by("screening", "hospital", "registry"),
    read_by="the timeline; waits for the pathway engine (rounds) and the indicators of goals 2 and 3",
    example={"time": "2026-02-10", "precision": "day", "episode": "round", "code": "negative"},
)

PRECANCER_TREATED = EventType(
    name="precancer_treated",
    topic=TOPIC,
    sentence="A precancer was removed or treated; the code is what it was.",
    label=label("Forstadium til kreft behandlet", "Forstadium til kreft behandla", "Precancer treated"),
    required=("code",),
    code_system=ICD10,
    data=record({"procedure": shaped("the procedure by NCSP", "[A-Z]{3}[0-9]{2}[A-Z]?")}),
    written_by=written_by("hospital", "registry"),
    read_by="the timeline; waits for the indicators of goal 2",
    example={"time": "2026-05-04", "precision": "day", "code": "D06.9", "data": {"procedure": "LDC03"}},
)

TYPES = (
    SCREENING_INVITED,
    SCREENING_REMINDED,
    SCREENING_ATTENDED,
    SCREENING_RESULTED,
    PRECANCER_TREATED,
)
