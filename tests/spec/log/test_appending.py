"""The log takes events in whole, once, and never lets go of them."""

from collections.abc import Callable
from dataclasses import replace

import psycopg
import pytest

from felles.events import Event
from felles.store import Refused, Store

Make = Callable[..., Event]


def test_an_appended_event_reads_as_it_was_said(store: Store, event_at: Make) -> None:
    event = event_at("p1", "diagnosed", "2026-03-02", code="C34.1", place="Oslo universitetssykehus")

    store.append([event])

    (read,) = store.events_of(event.person)
    assert replace(read, id=None, recorded=None) == event


def test_one_bad_event_keeps_the_others_out(store: Store, event_at: Make) -> None:
    good, bad = event_at("p1", "referred", "2026-03-02", code="lung"), event_at("p1", "cured", "2026-03-03")

    with pytest.raises(Refused, match="cured"):
        store.append([good, bad])

    assert store.count_events() == 0


def test_what_the_database_refuses_takes_the_whole_append_back(store: Store, event_at: Make) -> None:
    event = event_at("p1", "referred", "2026-03-02", code="lung")
    store.append([event])
    other = event_at("p1", "attended", "2026-03-09", code="consultation")

    with pytest.raises(Refused, match="in the log already"):
        store.append([other, event])

    assert store.count_events() == 1


def test_nothing_happens_before_birth(store: Store, event_at: Make) -> None:
    store.append([event_at("p1", "born", "1960-05-01", code="female")])

    with pytest.raises(Refused, match="before the birth"):
        store.append([event_at("p1", "diagnosed", "1959-05-01", code="C34")])


def test_an_event_known_to_the_year_of_birth_is_not_before_it(store: Store, event_at: Make) -> None:
    store.append([event_at("p1", "born", "1960-05-01", code="female")])

    store.append([event_at("p1", "diagnosed", "1960-01-01", code="C71", precision="year")])

    assert store.count_events() == 2


@pytest.mark.parametrize("role", ["felles_importer", "felles_web", "felles_admin"])
@pytest.mark.parametrize(
    "statement",
    ["update felles.event set code = 'C00'", "delete from felles.event", "truncate felles.event"],
)
def test_the_database_refuses_to_change_an_event_for_every_role(
    store: Store, event_at: Make, role: str, statement: str
) -> None:
    store.append([event_at("p1", "diagnosed", "2026-03-02", code="C34")])

    with (
        psycopg.connect(store.server.url(role)) as connection,  # type: ignore[arg-type]
        pytest.raises(psycopg.Error, match=r"permission denied|never changed"),
    ):
        connection.execute(statement)  # type: ignore[arg-type]


def test_the_owner_of_the_tables_may_not_change_an_event_either(store: Store, event_at: Make) -> None:
    store.append([event_at("p1", "diagnosed", "2026-03-02", code="C34")])

    with psycopg.connect(store.server.url("felles_admin")) as connection:
        connection.execute("set role felles_owner")
        with pytest.raises(psycopg.Error, match=r"permission denied|never changed"):
            connection.execute("update felles.event set code = 'C00'")


def test_free_text_is_sealed_in_the_database_and_read_by_who_may(store: Store, event_at: Make) -> None:
    event = event_at("p1", "message_sent", "2026-03-02", **_MESSAGE)

    store.append([event])

    with store.connection() as connection:
        held = str(connection.execute("select data from felles.event").fetchone())
    assert "vondt" not in held
    assert store.events_of(event.person)[0].data == event.data


def test_erasure_destroys_identity_and_free_text_and_keeps_the_shape(store: Store, event_at: Make) -> None:
    event = event_at("p1", "message_sent", "2026-03-02", **_MESSAGE)
    store.append([event])

    store.erase(event.person)

    assert store.find_person("test", "p1") is None
    (left,) = store.events_of(event.person)
    assert left.type == "message_sent"
    assert "vondt" not in str(left.data)


_MESSAGE = {"code": "from_patient", "data": {"words": "Det gjør vondt om natten."}}
