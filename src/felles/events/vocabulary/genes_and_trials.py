"""Which events tell of gene tests and of clinical trials: who was offered, who said yes, what came of it?"""

from felles.events.code_systems import HGNC, TRIAL
from felles.events.types import EventType, Number, label, record, written_by
from felles.events.vocabulary.fields import list_of, one_of, shaped, text, yes_or_no

TOPIC = "Gene tests and trials"
WAITS = "the timeline; waits for the eligibility engine"

TESTS = {
    "single_gene": label("Test av enkeltgener", "Test av enkeltgen", "Single gene test"),
    "panel": label("Test av flere gener", "Test av fleire gen", "Gene panel"),
    "large_panel": label("Bred gentest", "Brei gentest", "Large gene panel"),
    "germline": label("Test av arvelige gener", "Test av arvelege gen", "Test of inherited genes"),
    "expression": label("Test av genuttrykk", "Test av genuttrykk", "Gene expression test"),
    "immunohistochemistry": label("Farging av vevsprøve", "Farging av vevsprøve", "Immunohistochemistry"),
}
GENES = list_of(shaped("a gene", HGNC.pattern), "the genes, as HGNC writes them", 700)

GENE_TEST_OFFERED = EventType(
    name="gene_test_offered",
    topic=TOPIC,
    sentence="The person was offered a gene test that matters for the choice of treatment.",
    label=label("Fikk tilbud om gentest", "Fekk tilbod om gentest", "Offered a gene test"),
    required=("code",),
    codes=TESTS,
    data=record(
        {"answer": one_of("what the person said", "yes", "no", "later"), "rule": text("the rule that applied", 100)}
    ),
    written_by=written_by("hospital"),
    read_by=f"{WAITS} and the indicators of goal 12",
    example={"time": "2026-03-13", "precision": "day", "code": "panel", "data": {"answer": "yes"}},
)

GENE_TEST_ORDERED = EventType(
    name="gene_test_ordered",
    topic=TOPIC,
    sentence="A gene test was ordered from the laboratory.",
    label=label("Gentest bestilt", "Gentest bestilt", "Gene test ordered"),
    required=("code",),
    codes=TESTS,
    data=record({"genes": GENES, "laboratory": text("the laboratory", 100)}),
    written_by=written_by("hospital"),
    read_by=f"{WAITS} and the indicators of goal 12",
    example={"time": "2026-03-13", "precision": "day", "code": "panel", "data": {"laboratory": "ous:pathology"}},
)

GENE_TEST_REPORTED = EventType(
    name="gene_test_reported",
    topic=TOPIC,
    sentence="The laboratory answered the gene test; each finding is a `gene_variant_found` of its own.",
    label=label("Svar på gentest", "Svar på gentest", "Gene test reported"),
    required=("code",),
    codes={
        "finding": label("Funn med betydning", "Funn som har noko å seie", "Finding that matters"),
        "no_finding": label("Ingen funn med betydning", "Ingen funn som har noko å seie", "No finding that matters"),
        "uncertain": label("Usikkert funn", "Usikkert funn", "Uncertain finding"),
        "failed": label("Prøven kunne ikke analyseres", "Prøva kunne ikkje analyserast", "The test failed"),
    },
    data=record({"test": one_of("the test", *TESTS), "genes": GENES}),
    written_by=written_by("hospital", "registry"),
    read_by=f"{WAITS} and the indicators of goal 12",
    example={"time": "2026-03-27", "precision": "day", "code": "finding", "data": {"test": "panel"}},
)

GENE_VARIANT_FOUND = EventType(
    name="gene_variant_found",
    topic=TOPIC,
    sentence="An alteration of the gene in the code was found; the value is the share of reads that carry it.",
    label=label("Genforandring funnet", "Genforandring funnen", "Gene variant found"),
    required=("code",),
    optional=("value",),
    code_system=HGNC,
    number=Number(meaning="share of reads with the variant", low=0, high=1),
    data=record(
        {
            "variant": text("the variant by HGVS, such as NM_004333.6:c.1799T>A", 200),
            "protein": text("the change of the protein, such as p.Val600Glu", 100),
            "kind": one_of("the kind", "mutation", "fusion", "amplification", "deletion", "expression", "signature"),
            "origin": one_of("inherited, or in the tumour alone", "germline", "somatic", "unknown"),
            "meaning": one_of(
                "what it is thought to do", "pathogenic", "likely_pathogenic", "uncertain", "likely_benign", "benign"
            ),
            "tier": shaped("ESCAT tier for this tumour on this day", "(I|II|III)-[A-C]|IV-[AB]|V|X"),
            "actionable": yes_or_no("whether a treatment could follow from it"),
        }
    ),
    written_by=written_by("hospital", "registry"),
    read_by=f"{WAITS} (trials and treatments that ask for it)",
    example={
        "time": "2026-03-27",
        "precision": "day",
        "code": "BRAF",
        "value": 0.31,
        "data": {"protein": "p.Val600Glu", "kind": "mutation", "origin": "somatic", "actionable": True},
    },
)

TRIAL_CONSIDERED = EventType(
    name="trial_considered",
    topic=TOPIC,
    sentence="Somebody looked at whether a trial suits the person; the code is the trial, or `any` for a general look.",
    label=label("Vurdert for klinisk studie", "Vurdert for klinisk studie", "Considered for a trial"),
    required=("code",),
    codes={"any": label("Alle studier", "Alle studiar", "All trials")},
    code_system=TRIAL,
    data=record({"outcome": one_of("the outcome", "meets", "fails", "unknown")}),
    written_by=written_by("hospital"),
    read_by=f"{WAITS} and the indicators of goal 15",
    example={"time": "2026-03-18", "precision": "day", "code": "any", "data": {"outcome": "meets"}},
)

TRIAL_OFFERED = EventType(
    name="trial_offered",
    topic=TOPIC,
    sentence="The person was offered to take part in a clinical trial.",
    label=label("Fikk tilbud om klinisk studie", "Fekk tilbod om klinisk studie", "Offered a trial"),
    required=("code",),
    code_system=TRIAL,
    data=record({"answer": one_of("what the person said", "yes", "no", "later")}),
    written_by=written_by("hospital"),
    read_by=f"{WAITS} and the indicators of goal 15",
    example={"time": "2026-03-20", "precision": "day", "code": "NCT04817956", "data": {"answer": "yes"}},
)

TRIAL_ENTERED = EventType(
    name="trial_entered",
    topic=TOPIC,
    sentence="The person consented and was included in a clinical trial.",
    label=label("Med i klinisk studie", "Med i klinisk studie", "Entered a trial"),
    required=("code",),
    code_system=TRIAL,
    data=record({"arm": text("the arm or cohort, when it is known", 60)}),
    written_by=written_by("hospital", "registry"),
    read_by=f"{WAITS} and the indicators of goal 15",
    example={"time": "2026-03-30", "precision": "day", "code": "NCT04817956"},
)

TRIAL_LEFT = EventType(
    name="trial_left",
    topic=TOPIC,
    sentence="The person's part in a clinical trial ended.",
    label=label("Ferdig i klinisk studie", "Ferdig i klinisk studie", "Left a trial"),
    required=("code",),
    code_system=TRIAL,
    data=record({"reason": one_of("why", "completed", "progression", "side_effects", "patient_wish", "died", "other")}),
    written_by=written_by("hospital", "registry"),
    read_by=f"{WAITS} and the indicators of goal 15",
    example={"time": "2026-11-02", "precision": "day", "code": "NCT04817956", "data": {"reason": "completed"}},
)

TYPES = (
    GENE_TEST_OFFERED,
    GENE_TEST_ORDERED,
    GENE_TEST_REPORTED,
    GENE_VARIANT_FOUND,
    TRIAL_CONSIDERED,
    TRIAL_OFFERED,
    TRIAL_ENTERED,
    TRIAL_LEFT,
)
