"""Days, numbers, figures and pseudonyms as a reader sees them."""

from datetime import UTC, date, datetime
from uuid import UUID

import pytest

from felles.definitions import Figure, Texts, Unit
from felles.web.components.pseudonyms import short_pseudonym
from felles.web.dates import age_on, write_day, write_moment, write_short_day
from felles.web.figures import write_number
from felles.web.portals.public.figure_words import write_figure, write_period, write_qualifier
from felles.web.wording import Language

PERCENT = Unit(id="percent", label=Texts(nb="prosent", nn="prosent", en="percent"), symbol="%")
CASES = Unit(id="cases", label=Texts(nb="tilfeller", nn="tilfelle", en="cases"))


@pytest.mark.parametrize(
    ("precision", "words"),
    [("minute", "3. mars 2026"), ("day", "3. mars 2026"), ("month", "mars 2026"), ("year", "2026")],
)
def test_a_day_is_written_as_exactly_as_it_is_known(precision: str, words: str) -> None:
    assert write_day(date(2026, 3, 3), "nb", precision) == words


def test_english_days_have_no_full_stop() -> None:
    assert write_day(date(2026, 3, 3), "en") == "3 March 2026"
    assert write_short_day(date(2026, 3, 3), "en") == "3 March"


def test_a_moment_is_written_by_the_clock_in_oslo() -> None:
    assert write_moment(datetime(2026, 7, 1, 22, 5, tzinfo=UTC), "nb") == "2. juli 2026 kl. 00.05"


def test_an_age_changes_on_the_birthday() -> None:
    born = date(1968, 9, 5)

    assert age_on(born, date(2026, 9, 4)) == 57
    assert age_on(born, date(2026, 9, 5)) == 58


@pytest.mark.parametrize(
    ("number", "language", "words"),
    [
        (325000.0, "nb", "325\u00a0000"),
        (16.2, "nn", "16,2"),
        (16.2, "en", "16.2"),
        (5.0, "nb", "5"),
        (-0.4, "nb", "−0,4"),
    ],
)
def test_numbers_follow_the_language(number: float, language: Language, words: str) -> None:
    assert write_number(number, language) == words


def test_a_figure_carries_its_symbol() -> None:
    assert write_figure(Figure(value=7, source="ssb"), PERCENT, "nb") == "7\u00a0%"
    assert write_figure(Figure(value=7, source="ssb"), PERCENT, "en") == "7%"
    assert write_figure(Figure(value=600, source="ssb"), CASES, "nb") == "600"


def test_a_figure_may_be_a_range_or_by_sex_or_a_multiple() -> None:
    by_sex = Figure(by_sex={"female": 77.4, "male": 77.6}, source="crn")

    assert write_figure(Figure(value=30, up_to=50, source="who"), PERCENT, "nb") == "30–50\u00a0%"
    assert write_figure(by_sex, PERCENT, "nb") == "kvinner 77,4\u00a0%, menn 77,6\u00a0%"
    assert write_figure(Figure(times_baseline=2, source="strategy"), CASES, "nb") == "2 × utgangspunktet"


def test_a_figure_that_nobody_published_is_no_words_at_all() -> None:
    assert write_figure(Figure(note="nothing published was found"), PERCENT, "nb") == ""


def test_how_exactly_a_source_says_it_is_a_word_of_its_own() -> None:
    assert write_qualifier(Figure(value=5, qualifier="below", source="strategy"), "nb") == "under"
    assert write_qualifier(Figure(value=5, source="strategy"), "nb") == ""


def test_a_span_of_years_has_a_dash_and_no_period_is_empty() -> None:
    assert write_period("2019-2023") == "2019–2023"
    assert write_period("2017T1") == "2017T1"
    assert write_period(None) == ""


def test_a_short_pseudonym_is_its_beginning() -> None:
    assert short_pseudonym(UUID("05b7c224-e0dd-4cf0-ac0d-d8532bb346ea")) == "05b7c224"
