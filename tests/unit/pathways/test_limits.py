"""Dated values as rows of whole periods, with the shortest of the kinds in each."""

from dataclasses import replace
from datetime import date

import pytest

from felles.definitions import Content, DefinitionError
from felles.pathways import Book, book_of
from felles.pathways.limits import FOREVER


@pytest.fixture(scope="module")
def norway(content: Content) -> Book:
    return book_of("norway", content)


def test_a_value_holds_until_the_next_begins(norway: Book) -> None:
    rows = [row for row in norway.limits if (row.interval, row.pathway) == ("OF2", "breast")]

    assert [(row.begins, row.until, row.days) for row in rows] == [
        (date(2015, 1, 1), date(2021, 5, 1), 7),
        (date(2021, 5, 1), FOREVER, 12),
    ]


def test_the_shortest_of_the_kinds_is_known_for_each_period(norway: Book) -> None:
    rows = [row for row in norway.limits if (row.interval, row.pathway, row.kind) == ("OF3", "testicular", "earliest")]

    assert [(row.begins, row.days) for row in rows] == [(date(2015, 5, 1), 14), (date(2021, 5, 1), 14)]


def test_a_retired_pathway_has_no_limit_from_that_day(norway: Book) -> None:
    untils = {row.until for row in norway.limits if row.pathway == "acute_leukaemia"}

    assert untils == {date(2021, 5, 1)}


def test_a_book_knows_which_events_it_reads(norway: Book, content: Content) -> None:
    assert norway.reads == {
        "referred",
        "attended",
        "decided",
        "treatment_planned",
        "treatment_started",
        "pathway_ended",
    }
    assert "treatment_planned" not in book_of("england", content).reads


def test_a_point_that_is_no_event_type_is_refused_with_a_hint(content: Content) -> None:
    rules = [replace(rule, closes=("atended",)) for rule in content.rule_book("wales")]

    with pytest.raises(DefinitionError, match='Did you mean "attended"'):
        book_of("wales", content, rules)


def test_a_code_that_the_type_does_not_have_is_refused(content: Content) -> None:
    rules = [replace(rule, closes=("decided:treatment",)) for rule in content.rule_book("wales")]

    with pytest.raises(DefinitionError, match="a code of decided"):
        book_of("wales", content, rules)


def test_files_that_start_differently_do_not_make_a_book(content: Content) -> None:
    one, other = content.rule_book("scotland")

    with pytest.raises(DefinitionError, match="the same start in all files"):
        book_of("scotland", content, [one, replace(other, starts=("suspected",))])
