"""Which parts of an event's number and data are worth a reader's eye, and in which words?"""

from collections.abc import Iterator

from felles.events import Event
from felles.web.figures import NO_BREAK_SPACE, write_number
from felles.web.wording import Language, say

# Units as UCUM writes them, where people write them otherwise.
_UNITS = {
    "Cel": "°C", "mm[Hg]": "mmHg", "ug/L": "µg/L", "ug": "µg", "[IU]": "IE", "kg/m2": "kg/m²", "mg/m2": "mg/m²",
    "mg/m3": "mg/m³", "ug/m3": "µg/m³", "Bq/m3": "Bq/m³", "f/cm3": "f/cm³",
}  # fmt: skip
# Units that people say in words.
_SAID_UNITS = {"/d": "course.per_day", "/mo": "course.per_month"}
# Fields whose value is a name or a code that says it all.
_CODES_OF_OTHERS = ("morphology", "topography", "protein")
_EXPLAINED = ("morphology", "topography")
_SAID_AS_IS = ("regimen", "subsite")
# Fields whose values are few and have words in names.yaml.
_NAMED = {"intent": "names.intent_", "laterality": "names.laterality_", "extent": "names.extent_"}
_GRADED = frozenset({"side_effect_noted"})


def details_of(event: Event, language: Language, *, plain: bool) -> Iterator[str]:
    """The number with its unit, then what matters of `data`; with `plain` no codes of others, and no number without a
    unit, such as the share of a gene variant or a grade. Never free text."""
    if event.value is not None and (event.unit or not plain):
        yield _number(event, language)
    data = event.data
    yield from (str(data[name]) for name in _SAID_AS_IS if name in data)
    if not plain:
        yield from (_explained(name, data[name], language) for name in _CODES_OF_OTHERS if _says_more(event, name))
    yield from (
        say(language, words + data[name]) for name, words in _NAMED.items() if data.get(name, "unknown") != "unknown"
    )
    tnm = [f"{letter.upper()}{data[letter]}" for letter in "tnm" if letter in data]
    if tnm and not plain:
        yield " ".join(tnm)
    if "cycle" in data:
        yield say(language, "course.cycle", cycle=data["cycle"])


def _says_more(event: Event, name: str) -> bool:
    """Whether a code is there and is not the event's own over again, as topography C61.9 is of C61."""
    return name in event.data and not str(event.data[name]).startswith(event.code or "-")


def _explained(name: str, code: object, language: Language) -> str:
    return say(language, f"course.code_{name}", code=code) if name in _EXPLAINED else str(code)


def stage_words(code: str, language: Language, *, plain: bool = False) -> str:
    """`tnm8:IIIB` is `IIIB (TNM8)`, `seer:regional` is `regional spredning (SEER)`; with `plain` without the system."""
    system, _, stage = code.partition(":")
    known = stage in ("localised", "regional", "distant", "unknown")
    words = say(language, f"names.stage_{stage}") if known else stage
    return words if plain else f"{words} ({system.upper()})"


def _number(event: Event, language: Language) -> str:
    number = write_number(event.value or 0.0, language)
    if event.type in _GRADED:
        return say(language, "course.grade", grade=number)
    if event.unit in _SAID_UNITS:
        return say(language, _SAID_UNITS[event.unit], number=number)
    unit = _UNITS.get(event.unit or "", event.unit or "")
    return f"{number}{NO_BREAK_SPACE}{unit}" if unit else number
