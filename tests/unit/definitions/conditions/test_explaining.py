"""Is a condition told so that the person it is about can follow it?"""

from datetime import date
from typing import Any

import pytest

from felles.definitions.conditions import evaluate, explain, explain_reason, parse
from felles.definitions.conditions.phrases import PHRASES

LABELS = {
    ("treatment_started", None, "nb"): "Behandling startet",
    ("treatment_started", "surgery", "nb"): "kirurgi",
    ("diagnosed", None, "nb"): "Diagnose",
    ("place", "0301", "nb"): "Oslo",
    ("answer", "pain", "nb"): "smerte",
}


def labels(kind: str, code: str | None, language: str) -> str | None:
    return LABELS.get((kind, code, language))


def told(raw: Any, language: str = "nb") -> str:
    return explain(parse(raw, "criterion", answers={"pain"}), language, labels)


@pytest.mark.parametrize(
    ("raw", "sentence"),
    [
        ({"fact": "age", "at_least": 50, "below": 70}, "Alderen er minst 50 og under 70 år."),
        ({"fact": "age", "in": [50, 60]}, "Alderen er 50 år eller 60 år."),
        ({"fact": "sex", "is": "female"}, "Kjønnet er kvinne."),
        ({"fact": "alive", "is": False}, "Personen er død."),
        ({"fact": "place", "in": ["0301", "4601"]}, "Bostedskommunen er Oslo eller 4601."),
        ({"answer": "pain", "above": 6.5}, "Svaret på smerte er over 6,5."),
        ({"latest": "measured", "code": "cea", "above": 5, "unit": "µg/L"}, "Siste «measured» (cea) er over 5 µg/L."),
        (
            {"event": "treatment_started", "code": "surgery", "within": "90 days"},
            "«Behandling startet» (kirurgi) er registrert for høyst 90 dager siden.",
        ),
        (
            {"event": "treatment_started", "after": {"first": "diagnosed", "within": "6 weeks"}},
            "«Behandling startet» er registrert fra samme dag som til høyst 6 uker etter første «Diagnose».",
        ),
        ({"not": {"event": "diagnosed", "code_starts_with": "C50"}},
         "«Diagnose» (kode som begynner med C50) er ikke registrert."),
        (
            {"any": [{"all": [{"fact": "age", "is": 1}, {"fact": "sex", "is": "male"}]}, {"fact": "age", "above": 70}]},
            "(alderen er 1 år og kjønnet er mann) eller alderen er over 70 år.",
        ),
    ],
)  # fmt: skip
def test_a_condition_is_told_in_one_sentence(raw: Any, sentence: str) -> None:
    assert told(raw) == sentence


def test_a_condition_is_told_in_nynorsk_and_english() -> None:
    raw = {"not": {"event": "diagnosed", "within": "3 months", "at_least_times": 2}}

    assert told(raw, "nn") == "«diagnosed» er ikkje registrert minst 2 gonger for høgst 3 månader sidan."
    assert told(raw, "en") == "«diagnosed» is not recorded at least 2 times at most 3 months ago."


def test_the_words_of_the_author_come_first() -> None:
    raw = {"not": {"fact": "age", "below": 18, "label": {"nb": "Hun er under 18 år.", "se": "Vuollel 18"}}}

    assert told(raw["not"]) == "Hun er under 18 år."
    assert told(raw) == "Det stemmer ikke at Hun er under 18 år."
    assert told(raw["not"], "se") == "Vuollel 18."
    assert told(raw["not"], "en") == "The age is below 18 years."


def test_a_reason_tells_the_verdict_and_why_it_is_open() -> None:
    condition = parse({"all": [{"fact": "age", "at_least": 50}, {"latest": "staged", "is": "I"}]}, "criterion")
    events = [{"type": "born", "day": date(1976, 6, 1), "precision": "month"}]

    reasons = evaluate(condition, events, date(2026, 6, 15)).reasons

    assert [explain_reason(reason, "nb") for reason in reasons] == [
        "Alderen er minst 50 år: ikke kjent (det som er registrert, avgjør det ikke).",
        "Siste «staged» er I: ikke kjent (ikke registrert).",
    ]


def test_a_language_that_conditions_are_not_told_in_is_refused() -> None:
    with pytest.raises(ValueError, match='nb, nn, en and se; got "no"'):
        told({"fact": "age", "is": 1}, "no")


def test_every_language_has_the_same_phrases_with_the_same_gaps() -> None:
    gaps = {
        language: {name: sorted(piece.split("}")[0] for piece in text.split("{")[1:]) for name, text in phrases.items()}
        for language, phrases in PHRASES.items()
    }

    assert gaps["nb"] == gaps["nn"] == gaps["en"]
