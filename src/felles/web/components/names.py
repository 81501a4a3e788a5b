"""What are units, places, pathways, plans and diagnoses called, by the definitions?"""

from functools import partial

from felles.definitions import Content
from felles.web.components.telling import Names
from felles.web.wording import Language, say

_PLACES_BY_KIND = ("hospital", "municipality", "gp", "home", "nursing_home", "other")
_ABROAD = "ZZ:abroad"


def names_in(content: Content, language: Language, *, plain: bool = False) -> Names:
    """The names that a course needs; `plain` for readers without use for codes."""
    called = {pathway.id: pathway.label for pathway in content.pathways.values()}
    called |= {plan.id: plan.label for plan in content.follow_up_plans.values()}
    return Names(
        place=partial(place_name, content, language),
        pathways={id_: label.in_language(language) for id_, label in called.items()},
        diagnosis=partial(diagnosis_name, content, language),
        plain=plain,
    )


def unit_names(content: Content) -> dict[str, str]:
    return {trust.id: trust.short or trust.name for trust in content.trusts.values()}


def place_names(content: Content, language: Language) -> dict[str, str]:
    """The units, and the words for places that are told by their kind alone."""
    kinds = {kind: say(language, f"names.place_{kind}") for kind in _PLACES_BY_KIND}
    return unit_names(content) | kinds | {_ABROAD: say(language, "names.place_abroad")}


def within_a_sentence(place: str, words: str) -> str:
    """What a place is called after other words: `til kommunen`, and `til Innlandet`, which is a name."""
    told_by_kind = place in _PLACES_BY_KIND or place == _ABROAD or place.isdecimal()
    return words[:1].lower() + words[1:] if told_by_kind else words


def place_name(content: Content, language: Language, place: str) -> str:
    """A place as it is called; a municipality, which has only a number here, by its county."""
    county = content.counties.get(place[:2]) if place.isdecimal() else None
    if county is not None:
        return say(language, "names.place_in_county", county=county.label.in_language(language))
    return place_names(content, language).get(place, place)


def diagnosis_name(content: Content, language: Language, code: str) -> str:
    """The name of the pathway whose diagnoses hold the ICD-10 code most narrowly; empty where none does, or several."""
    fitting = [
        (_breadth(listed), pathway.label.in_language(language))
        for pathway in content.pathways.values()
        for listed in pathway.icd10.codes
        if pathway.group == "organ_specific" and _covers(listed, code)
    ]
    narrowest = {name for breadth, name in fitting if breadth == min(fitting)[0]}
    return narrowest.pop() if len(narrowest) == 1 else ""


def _covers(listed: str, code: str) -> bool:
    """Whether `C18-C20` or `C34` takes in `C18.7`."""
    first, _, last = listed.partition("-")
    return first <= code[: len(first)] <= (last or first)


def _breadth(listed: str) -> int:
    """How many of ICD-10's three-character codes are listed."""
    first, _, last = listed.partition("-")
    return int(last[1:3]) - int(first[1:3]) if last else 0
