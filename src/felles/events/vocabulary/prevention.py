"""Which events tell of risk and of what was done to lower it: tobacco, vaccines, work, family?"""

from felles.events.code_systems import ATC, ICD10
from felles.events.types import EventType, Labels, Number, label, record, written_by
from felles.events.vocabulary.fields import one_of, shaped, text, whole, yes_or_no

TOPIC = "Prevention"


def _habits(product: str, nb: str, nn: str, en: str) -> dict[str, Labels]:
    """How often a product is used: the four answers that Norwegian surveys of habits give."""
    return {
        f"{product}_never": label(f"Har aldri brukt {nb}", f"Har aldri brukt {nn}", f"Has never used {en}"),
        f"{product}_former": label(f"Har sluttet med {nb}", f"Har slutta med {nn}", f"Has stopped using {en}"),
        f"{product}_occasional": label(f"Bruker {nb} av og til", f"Bruker {nn} av og til", f"Uses {en} now and then"),
        f"{product}_daily": label(f"Bruker {nb} daglig", f"Bruker {nn} dagleg", f"Uses {en} daily"),
    }


TOBACCO_USED = EventType(
    name="tobacco_used",
    topic=TOPIC,
    sentence="From this day the person used (or no longer used) a tobacco or nicotine product as the code says; "
    "each product has its own line, and the latest one counts.",
    label=label("Bruk av tobakk og nikotin", "Bruk av tobakk og nikotin", "Tobacco and nicotine use"),
    required=("code",),
    optional=("value", "unit"),
    codes={
        **_habits("smoking", "røyk", "røyk", "cigarettes"),
        **_habits("snus", "snus", "snus", "snus"),
        **_habits("vaping", "e-sigaretter", "e-sigarettar", "e-cigarettes"),
    },
    number=Number(meaning="how much a day (cigarettes, portions)", low=0, high=200, units=("/d",)),
    written_by=written_by("registry", "hospital", "gp", "patient"),
    read_by="the timeline; waits for the eligibility engine (lung screening) and the indicators of goal 1",
    example={"time": "1976-01-01", "precision": "year", "code": "smoking_daily", "value": 15.0, "unit": "/d"},
)

QUIT_HELP_OFFERED = EventType(
    name="quit_help_offered",
    topic=TOPIC,
    sentence="The person was offered help to stop using tobacco or nicotine.",
    label=label("Fikk tilbud om hjelp til å slutte", "Fekk tilbod om hjelp til å slutte", "Offered help to stop"),
    optional=("code",),
    codes={
        "guidance": label("Veiledning", "Rettleiing", "Guidance"),
        "medicine": label("Legemidler", "Legemiddel", "Medicine"),
        "both": label("Veiledning og legemidler", "Rettleiing og legemiddel", "Guidance and medicine"),
    },
    data=record({"answer": one_of("what the person said", "yes", "no", "later")}),
    written_by=written_by("hospital", "gp", "municipality"),
    read_by="the timeline; waits for the indicators of goal 1",
    example={"time": "2026-03-02", "precision": "day", "code": "both", "data": {"answer": "yes"}},
)

QUIT_ATTEMPTED = EventType(
    name="quit_attempted",
    topic=TOPIC,
    sentence="The person tried to stop; `until` is when the attempt ended, and it has none while it lasts.",
    label=label("Prøvde å slutte", "Prøvde å slutte", "Tried to stop"),
    optional=("code", "until"),
    codes={
        "smoking": label("Røyk", "Røyk", "Cigarettes"),
        "snus": label("Snus", "Snus", "Snus"),
        "vaping": label("E-sigaretter", "E-sigarettar", "E-cigarettes"),
    },
    data=record({"help": one_of("the help that was used", "none", "guidance", "medicine", "both")}),
    written_by=written_by("patient", "gp", "municipality", "hospital"),
    read_by="the timeline; waits for the indicators of goal 1",
    example={"time": "2026-04-01", "precision": "day", "code": "smoking", "data": {"help": "both"}},
)

VACCINATED = EventType(
    name="vaccinated",
    topic=TOPIC,
    sentence="The person got one dose of a vaccine that prevents cancer; the value is which dose.",
    label=label("Vaksinert", "Vaksinert", "Vaccinated"),
    required=("code",),
    optional=("value",),
    codes={
        "hpv": label("Mot HPV", "Mot HPV", "Against HPV"),
        "hepatitis_b": label("Mot hepatitt B", "Mot hepatitt B", "Against hepatitis B"),
    },
    number=Number(meaning="which dose, 1 for the first", low=1, high=10),
    data=record({"vaccine": shaped("the vaccine as an ATC code", ATC.pattern)}),
    written_by=written_by("registry", "municipality", "gp"),
    read_by="the timeline; waits for the eligibility engine and the indicators of goal 2",
    example={"time": "2026-02-11", "precision": "day", "code": "hpv", "value": 1.0, "data": {"vaccine": "J07BM03"}},
)

EXPOSED_AT_WORK = EventType(
    name="exposed_at_work",
    topic=TOPIC,
    sentence="The person's work exposed them to something that can cause cancer, from this day `until` that day.",
    label=label("Utsatt for kreftfare på jobb", "Utsett for kreftfare på jobb", "Exposed at work"),
    required=("code",),
    optional=("until", "value", "unit"),
    codes={
        "quartz": label("Kvartsstøv", "Kvartsstøv", "Quartz dust"),
        "asbestos": label("Asbest", "Asbest", "Asbestos"),
        "diesel_exhaust": label("Dieseleksos", "Dieseleksos", "Diesel exhaust"),
        "welding_fume": label("Sveiserøyk", "Sveiserøyk", "Welding fume"),
        "radon": label("Radon", "Radon", "Radon"),
        "night_work": label("Nattarbeid", "Nattarbeid", "Night work"),
        "other": label("Annet", "Anna", "Other"),
    },
    number=Number(
        meaning="the mean level, or nights a month",
        low=0,
        high=1_000_000,
        units=("mg/m3", "ug/m3", "f/cm3", "Bq/m3", "/mo"),
    ),
    data=record(
        {
            "occupation": shaped("the occupation by STYRK-08", "[0-9]{4}"),
            "industry": shaped("the industry by NACE", r"[0-9]{2}(\.[0-9]{1,3})?"),
            "protected": yes_or_no("whether protection was used"),
        }
    ),
    written_by=written_by("employer", "hospital", "gp", "patient", "registry"),
    read_by="the timeline; waits for the indicators of goal 5",
    example={"time": "1984-01-01", "until": "1996-12-31", "precision": "year", "code": "asbestos"},
)

FAMILY_CANCER_NOTED = EventType(
    name="family_cancer_noted",
    topic=TOPIC,
    sentence="A cancer in the person's family was noted; the code is the cancer.",
    label=label("Kreft i familien", "Kreft i familien", "Cancer in the family"),
    required=("code",),
    code_system=ICD10,
    data=record(
        {
            "relation": one_of("who had it", "parent", "sibling", "child", "second_degree", "unknown"),
            "age": whole("the relative's age at diagnosis, in years", 0, 120),
        },
        required=("relation",),
    ),
    written_by=written_by("hospital", "gp", "patient"),
    read_by="the timeline; waits for the eligibility engine (gene tests, screening)",
    example={"time": "2026-03-05", "precision": "day", "code": "C50", "data": {"relation": "parent", "age": 47}},
)

CONDITION_NOTED = EventType(
    name="condition_noted",
    topic=TOPIC,
    sentence="Another disease that matters for risk, treatment or trials was noted; `until` when it has passed.",
    label=label("Annen sykdom notert", "Annan sjukdom notert", "Other condition noted"),
    required=("code",),
    optional=("until",),
    code_system=ICD10,
    data=record({"system": text("the source's own name of the list it was found in", 60)}),
    written_by=written_by("hospital", "gp", "registry"),
    read_by="the timeline; waits for the eligibility engine (comorbidity)",
    example={"time": "2018-10-01", "precision": "month", "code": "J44.9"},
)

TYPES = (
    TOBACCO_USED,
    QUIT_HELP_OFFERED,
    QUIT_ATTEMPTED,
    VACCINATED,
    EXPOSED_AT_WORK,
    FAMILY_CANCER_NOTED,
    CONDITION_NOTED,
)
