"""How is a signal said in a sentence that a person reads?"""

from __future__ import annotations

from typing import Any, Literal

Language = Literal["nb", "nn", "en"]

_SAID: dict[str, dict[str, str]] = {
    "cusum": {
        "nb": "{what}: {direction} nivå {when}. {events} mot ventet {expected}{among}.",
        "nn": "{what}: {direction} nivå {when}. {events} mot venta {expected}{among}.",
        "en": "{what}: a {direction} level {when}. {events} against {expected} expected{among}.",
    },
    "p_chart": {
        "nb": "{what}: {direction} enn tilfeldigheter forklarer {when}. {events} mot ventet {expected}{among}.",
        "nn": "{what}: {direction} enn tilfelle forklarer {when}. {events} mot venta {expected}{among}.",
        "en": "{what}: {direction} than chance explains {when}. {events} against {expected} expected{among}.",
    },
    "funnel": {
        "nb": "{what}: {direction} enn de andre {when}. {events} mot ventet {expected}{among}.",
        "nn": "{what}: {direction} enn dei andre {when}. {events} mot venta {expected}{among}.",
        "en": "{what}: {direction} than the others {when}. {events} against {expected} expected{among}.",
    },
}
_DIRECTION = {"nb": ("høyere", "lavere"), "nn": ("høgare", "lågare"), "en": ("higher", "lower")}
_WHEN = {
    "nb": ("i {since}", "siden {since}", "fra {since} til {until}"),
    "nn": ("i {since}", "sidan {since}", "frå {since} til {until}"),
    "en": ("in {since}", "since {since}", "from {since} to {until}"),
}
_AMONG = {"nb": " blant {n}", "nn": " blant {n}", "en": " among {n}"}
_SURE = {
    "nb": " Uten noen endring ville så mye skje i {times} av 1000 slike målinger.",
    "nn": " Utan noka endring ville så mykje skje i {times} av 1000 slike målingar.",
    "en": " Without any change this much would happen in {times} of 1000 such measurements.",
}


def sentence(row: dict[str, Any], what: str, language: Language) -> str:
    """What, where, since when, how large and how sure. row: method, direction, since, until, events, expected, n, p_value."""
    number = f"{row['expected']:.1f}"
    said = _SAID[row["method"]][language].format(
        what=what,
        direction=_DIRECTION[language][row["direction"] == "down"],
        when=_when(row, language),
        events=f"{row['events']:.0f}",
        expected=number if language == "en" else number.replace(".", ","),
        among="" if row["n"] is None else _AMONG[language].format(n=f"{row['n']:.0f}"),
    )
    times = 1000 * row["p_value"]
    few = {"nb": "færre enn 1", "nn": "færre enn 1", "en": "fewer than 1"}[language]
    return said + _SURE[language].format(times=few if times < 1 else f"{times:.0f}")


def _when(row: dict[str, Any], language: Language) -> str:
    one, lasting, ended = _WHEN[language]
    if row["since"] == row["until"] or row["method"] == "p_chart":
        return one.format(since=row["since"])
    return (lasting if row["until"] is None else ended).format(since=row["since"], until=row["until"])
