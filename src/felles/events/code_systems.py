"""Which code lists of others does the vocabulary use, and what does one of their codes look like?"""

from felles.events.types import CodeSystem

_ID = r"[a-z][a-z0-9_]{0,59}"

ICD10 = CodeSystem(
    name="ICD-10",
    pattern=r"[A-Z][0-9][0-9A-Z](\.[0-9A-Z]{1,4})?",
    wording="an ICD-10 code with its dot, such as C43 or C50.9",
)
LOINC = CodeSystem(name="LOINC", pattern=r"[0-9]{1,7}-[0-9]", wording="a LOINC code, such as 8867-4")
ATC = CodeSystem(
    name="ATC",
    pattern=r"[A-Z]([0-9]{2}([A-Z]([A-Z]([0-9]{2})?)?)?)?",
    wording="an ATC code, such as L01FF02",
)
HGNC = CodeSystem(
    name="HGNC",
    pattern=r"[A-Z][A-Za-z0-9-]{0,19}",
    wording="a gene symbol as HGNC writes it, such as BRCA1",
)
STAGE = CodeSystem(
    name="stage",
    pattern=r"[a-z][a-z0-9_]{0,19}:[A-Za-z0-9][A-Za-z0-9_+.-]{0,19}",
    wording="a stage with its system before a colon, such as tnm8:II, seer:regional or seer:unknown",
)
MUNICIPALITY = CodeSystem(
    name="municipality",
    pattern=r"[0-9]{4}|[A-Z]{2}:[0-9A-Za-z.-]{1,20}",
    wording="a Norwegian municipality number such as 0301, or a country with its own number, such as FI:091",
)
ORGANISATION = CodeSystem(
    name="organisation",
    pattern=r"[0-9A-Za-zÆØÅæøå][0-9A-Za-zÆØÅæøå_.:/ -]{0,99}",
    wording="the id of an organisation unit, such as ous or ahus:surgery",
)
PATHWAY = CodeSystem(name="pathway", pattern=_ID, wording="the id of a pathway, such as lung or breast")
PROGRAMME = CodeSystem(name="programme", pattern=_ID, wording="the id of a screening programme, such as breast")
PLAN = CodeSystem(name="plan", pattern=_ID, wording="the id of a plan, such as colorectal_five_years")
KIND = CodeSystem(
    name="own kind", pattern=_ID, wording="a kind of the source's own, in small letters, such as day_ward"
)
QUESTIONNAIRE = CodeSystem(
    name="questionnaire",
    pattern=r"[a-z][a-z0-9_.-]{0,59}(@[0-9A-Za-z.]{1,20})?",
    wording="the id of a questionnaire, with its version when known, such as esas_r or mst@1",
)
TRIAL = CodeSystem(
    name="trial",
    pattern=r"[0-9A-Za-z][0-9A-Za-z._/-]{0,59}",
    wording="the number of a trial, such as NCT04817956, or the hospital's own id for it",
)
GOAL = CodeSystem(
    name="goal",
    pattern=r"(goal|area):[a-z0-9_]{1,40}",
    wording="a goal or a target area of the strategy, such as goal:7 or area:2",
)
UCUM = CodeSystem(
    name="UCUM", pattern=r"[^\s]{1,40}", wording="a unit as UCUM writes it, such as kg, Cel, mm[Hg] or ug/L"
)
