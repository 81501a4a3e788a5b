"""A kept table is made anew when its rule says something else, whether code or content changed, and not otherwise."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date

import psycopg

from felles.definitions import load_content
from felles.events import Event
from felles.pathways import book_of
from felles.pathways.book import Book
from felles.projections import PROJECTIONS
from felles.store import Projection, Store, Told
from felles.store.projecting import make_current

EventAt = Callable[..., Event]
BOOK = book_of("norway", load_content())


def stricter(book: Book) -> Book:
    """The same book with one day less everywhere."""
    return replace(book, limits=tuple(replace(row, days=row.days - 1) for row in book.limits))


def told(book: Book, digest: str) -> tuple[Projection, ...]:
    """The projections, two of them with this book in place of the content folder's."""
    (intervals,) = (each for each in PROJECTIONS if each.name == "intervals")
    (pathways,) = (each for each in PROJECTIONS if each.name == "pathways")
    intervals = replace(intervals, told=Told(digest=lambda: digest, load=lambda: (book,)))
    pathways = replace(
        pathways, after=(intervals,), told=Told(digest=lambda: digest, load=lambda: (book, {"innlandet": "innlandet"}))
    )
    changed = {each.name: each for each in (intervals, pathways)}
    return tuple(changed.get(each.name, each) for each in PROJECTIONS)


def make(store: Store, projections: Sequence[Projection]) -> list[str]:
    with psycopg.connect(store.server.url("felles_admin"), autocommit=True) as administrator:
        return make_current(administrator, projections)


def due(store: Store) -> list[date]:
    with store.connection() as connection:
        return [day for (day,) in connection.execute("select due from kept.pathways").fetchall()]


def test_changed_limits_make_the_tables_that_follow_from_them_anew(store: Store, event_at: EventAt) -> None:
    store.append([event_at("p1", "referred", "2026-03-02", code="lung", place="innlandet")])
    make(store, told(BOOK, "as it was"))
    before = due(store)

    made = make(store, told(stricter(BOOK), "stricter"))

    assert made == ["intervals", "pathways"]
    assert (before, due(store)) == ([date(2026, 3, 9)], [date(2026, 3, 8)])


def test_content_that_changed_without_changing_the_rule_makes_nothing_anew(store: Store) -> None:
    make(store, told(BOOK, "as it was"))

    made = make(store, told(BOOK, "a comment was added"))

    assert made == []


def test_unchanged_content_is_not_even_read(store: Store) -> None:
    make(store, told(BOOK, "as it was"))

    def unread() -> tuple[Book]:
        raise AssertionError

    again = Told(digest=lambda: "as it was", load=unread)
    projections = [replace(each, told=again) if each.name == "intervals" else each for each in told(BOOK, "as it was")]

    assert make(store, projections) == []


def test_an_append_after_the_limits_changed_follows_the_new_ones(store: Store, event_at: EventAt) -> None:
    make(store, told(stricter(BOOK), "stricter"))

    store.append([event_at("p1", "referred", "2026-03-02", code="lung", place="innlandet")])

    assert due(store) == [date(2026, 3, 8)]


def test_a_kept_table_stands_in_time_with_the_one_it_reads(store: Store, event_at: EventAt) -> None:
    store.append([event_at("p1", "referred", "2026-03-02", code="lung", place="innlandet")])
    store.append([event_at("p1", "attended", "2026-03-05", code="first_visit")])
    appended = due(store)

    rebuilt = store.rebuild()

    assert (rebuilt["intervals"], rebuilt["pathways"]) == (4, 1)
    assert appended == due(store) == [date(2026, 3, 26)]
