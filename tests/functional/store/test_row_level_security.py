"""The database itself shows each viewer what they may see and nothing else, whatever is asked of it."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any
from uuid import UUID, uuid4

import psycopg
import pytest
from psycopg import sql

from felles.access import Role, add_viewer, end, give
from felles.access.grants import grants_on
from felles.access.may_see import Reason, sight
from felles.access.viewers import NOBODY
from felles.events import Event
from felles.store import Store
from felles.store.identity import Profile, set_profile

YESTERDAY = datetime.now(UTC) - timedelta(days=1)
EventAt = Callable[..., Event]


@pytest.fixture
def ada(store: Store, event_at: EventAt) -> UUID:
    """A patient with three events and a name."""
    return patient(store, event_at, "ada")


@pytest.fixture
def bo(store: Store, event_at: EventAt) -> UUID:
    """Another one."""
    return patient(store, event_at, "bo")


def patient(store: Store, event_at: EventAt, called: str) -> UUID:
    events = [
        event_at(called, "born", "1960-01-01", code="female"),
        event_at(called, "attended", "2026-03-02", code="first_visit"),
        event_at(called, "diagnosed", "2026-03-16", code="C34.1"),
    ]
    store.append(events)
    with store.connection() as connection:
        set_profile(connection, store.keys, events[0].person, Profile(given=called, family="Prøve"))
    return events[0].person


def viewer_of(store: Store, role: Role, person: UUID | None = None) -> UUID:
    with store.connection() as connection:
        return add_viewer(connection, role=role, name=None if person else "Siri", person=person)


def let_see(store: Store, viewer: UUID, person: UUID, reason: Reason, **grant: Any) -> UUID:
    with store.connection() as connection:
        return give(connection, viewer, person, reason, **grant)


def nurse(store: Store, sees: Iterable[UUID] = (), **grant: Any) -> UUID:
    viewer = viewer_of(store, Role.NURSE)
    for person in sees:
        let_see(store, viewer, person, "treatment", **{"since": YESTERDAY} | grant)
    return viewer


def people(store: Store, viewer: UUID, table: str) -> set[UUID]:
    query = sql.SQL("select distinct person from {}").format(sql.Identifier(*table.split(".")))
    with store.as_viewer(viewer) as connection:
        return {person for (person,) in connection.execute(query).fetchall()}


def types(store: Store, viewer: UUID, person: UUID) -> set[str]:
    with store.as_viewer(viewer) as connection:
        rows = connection.execute("select type from felles.current_event where person = %s", (person,)).fetchall()
    return {type_ for (type_,) in rows}


def tables_about_people(store: Store) -> list[str]:
    """Every table, and every view, with a column `person` that the pages' role may read."""
    with store.connection() as connection:
        rows = connection.execute(
            """
            select format('%s.%s', relnamespace::regnamespace, relname)
            from pg_class join pg_attribute on attrelid = pg_class.oid
            where attname = 'person' and not attisdropped and relkind in ('r', 'v', 'm', 'p')
                and has_table_privilege('felles_web', pg_class.oid, 'select')
            """
        ).fetchall()
    return [table for (table,) in rows]


def test_the_tables_about_people_are_the_log_the_identities_and_what_is_kept(store: Store) -> None:
    named = {f"kept.{projection.name}" for projection in store.projections}

    assert set(tables_about_people(store)) == named | {
        "felles.event",
        "felles.current_event",
        "felles.person_link",
        "identity.person",
        "identity.identifier",
        "identity.profile",
    }


def test_nobody_sees_no_row_of_any_table(store: Store, ada: UUID) -> None:
    assert {table: people(store, NOBODY, table) for table in tables_about_people(store)} == {
        table: set() for table in tables_about_people(store)
    }


def test_a_connection_without_a_viewer_sees_no_row(store: Store, ada: UUID) -> None:
    with psycopg.connect(store.server.url("felles_web")) as connection:
        row = connection.execute("select count(*) from felles.event").fetchone()

    assert row == (0,)


def test_a_professional_sees_the_patients_they_treat_in_every_table_and_no_other(
    store: Store, ada: UUID, bo: UUID
) -> None:
    viewer = nurse(store, sees=[ada])

    seen = {table: people(store, viewer, table) for table in tables_about_people(store)}

    assert all(found <= {ada} for found in seen.values())
    assert {table for table, found in seen.items() if found == {ada}} >= {"felles.event", "identity.profile"}


def test_a_grant_that_ended_shows_nothing(store: Store, ada: UUID) -> None:
    viewer = nurse(store, sees=[ada], until=datetime.now(UTC) - timedelta(seconds=1))

    assert people(store, viewer, "felles.event") == set()


def test_a_grant_that_begins_tomorrow_shows_nothing_today(store: Store, ada: UUID) -> None:
    viewer = nurse(store, sees=[ada], since=datetime.now(UTC) + timedelta(days=1))

    assert people(store, viewer, "felles.event") == set()


def test_ending_a_grant_takes_the_person_away(store: Store, ada: UUID) -> None:
    viewer = viewer_of(store, Role.NURSE)
    grant = let_see(store, viewer, ada, "treatment", since=YESTERDAY)
    before = people(store, viewer, "felles.event")

    with store.connection() as connection:
        end(connection, grant, at=datetime.now(UTC))

    assert (before, people(store, viewer, "felles.event")) == ({ada}, set())


def test_an_analyst_sees_every_course_and_no_identity(store: Store, ada: UUID, bo: UUID) -> None:
    viewer = viewer_of(store, Role.ANALYST)

    seen = {table: people(store, viewer, table) for table in tables_about_people(store)}

    assert seen["felles.current_event"] == {ada, bo}
    assert all(not found for table, found in seen.items() if table.startswith("identity."))


def test_the_authority_sees_no_person_at_all(store: Store, ada: UUID) -> None:
    viewer = viewer_of(store, Role.AUTHORITY)

    assert all(people(store, viewer, table) == set() for table in tables_about_people(store))


def test_a_patient_sees_themself(store: Store, ada: UUID, bo: UUID) -> None:
    viewer = viewer_of(store, Role.PATIENT, ada)
    let_see(store, viewer, ada, "self", since=YESTERDAY)

    assert people(store, viewer, "felles.event") == {ada}
    assert types(store, viewer, ada) == {"born", "attended", "diagnosed"}


def test_a_relative_sees_the_shared_kinds_and_no_kept_table(store: Store, ada: UUID, bo: UUID) -> None:
    viewer = viewer_of(store, Role.RELATIVE, bo)
    let_see(store, viewer, ada, "consent", since=YESTERDAY, kinds=["appointments"])

    assert types(store, viewer, ada) == {"attended"}
    assert all(ada not in people(store, viewer, f"kept.{each.name}") for each in store.projections)


def test_a_relative_does_not_see_a_shared_event_that_was_taken_back(
    store: Store, event_at: EventAt, ada: UUID, bo: UUID
) -> None:
    viewer = viewer_of(store, Role.RELATIVE, bo)
    let_see(store, viewer, ada, "consent", since=YESTERDAY, kinds=["appointments"])
    [attended] = [event for event in store.current_of(ada) if event.type == "attended"]
    assert attended.id is not None

    store.retract(attended.id, source="test", source_id="back")

    assert types(store, viewer, ada) == set()


def test_a_correction_to_a_kind_that_is_not_shared_hides_what_it_corrects(
    store: Store, event_at: EventAt, ada: UUID, bo: UUID
) -> None:
    viewer = viewer_of(store, Role.RELATIVE, bo)
    let_see(store, viewer, ada, "consent", since=YESTERDAY, kinds=["appointments"])
    [attended] = [event for event in store.current_of(ada) if event.type == "attended"]
    assert attended.id is not None

    store.correct(attended.id, replace(event_at("ada", "told", "2026-03-02", code="cancer"), person=ada))

    assert types(store, viewer, ada) == set()


def test_joined_records_are_seen_together_until_they_are_parted(store: Store, ada: UUID, bo: UUID) -> None:
    viewer = nurse(store, sees=[ada])

    joined = store.join(bo, ada, source="test", source_id="join")
    together = people(store, viewer, "felles.event")
    store.part(joined, source="test", source_id="part")

    assert together == {ada, bo}
    assert people(store, viewer, "felles.event") == {ada}


def test_the_role_of_the_pages_gives_itself_no_leave(store: Store, ada: UUID) -> None:
    viewer = nurse(store, sees=[ada])
    statements = [
        'insert into access."grant" (viewer, person, reason, "from") values (gen_random_uuid(), null, \'self\', now())',
        'select * from access."grant"',
        "select * from access.viewer",
        "select * from access.audit",
        "insert into felles.event select * from felles.event",
        "select access.protect('felles.event')",
        "select identity.erase(gen_random_uuid())",
        "set role felles_importer",
        "alter table felles.event disable row level security",
    ]

    assert [each for each in statements if not is_refused(store.server.url("felles_web"), each, viewer)] == []


def test_the_log_of_who_looked_is_never_changed_by_any_role(store: Store) -> None:
    statements = ["update access.audit set reason = 'x'", "delete from access.audit", "truncate access.audit"]

    for role in ("felles_web", "felles_importer", "felles_admin"):
        assert [each for each in statements if not is_refused(store.server.url(role), each)] == []


def is_refused(url: str, statement: str, viewer: UUID = NOBODY) -> bool:
    with psycopg.connect(url) as connection:
        connection.execute("select set_config('felles.viewer', %s, true)", (str(viewer),))
        try:
            connection.execute(statement.encode())
        except psycopg.errors.InsufficientPrivilege:
            return True
    return False


def test_the_viewer_of_one_transaction_is_forgotten_in_the_next(store: Store, ada: UUID) -> None:
    viewer = nurse(store, sees=[ada])
    with psycopg.connect(store.server.url("felles_web"), autocommit=True) as connection:
        with connection.transaction():
            connection.execute("select set_config('felles.viewer', %s, true)", (str(viewer),))
            within = connection.execute("select count(*) from felles.event").fetchone()
        after = connection.execute("select count(*) from felles.event").fetchone()

    assert (within, after) == ((3,), (0,))


def test_a_question_the_database_could_answer_early_does_not_leak_hidden_rows(store: Store, ada: UUID) -> None:
    """Dividing by nothing would tell that a hidden row exists, if the page's own condition were asked first."""
    with (
        store.as_viewer(nurse(store)) as connection,
        connection.transaction(force_rollback=True),
    ):
        rows = connection.execute(
            "select 1 from felles.event where 1 / (case when code = 'C34.1' then 0 else 1 end) = 1"
        )

        assert rows.fetchall() == []


def test_the_subqueries_of_the_policy_are_run_once_a_query(store: Store, ada: UUID) -> None:
    viewer = nurse(store, sees=[ada])
    with store.as_viewer(viewer) as connection:
        lines = connection.execute("explain analyze select * from felles.event").fetchall()
    plan = "\n".join(line for (line,) in lines)

    assert "SubPlan" in plan
    assert all("loops=1)" in line for line in plan.splitlines() if "actual time" in line and "rows=0" not in line)


def test_a_viewer_who_is_not_in_the_list_sees_nothing(store: Store, ada: UUID) -> None:
    assert people(store, uuid4(), "felles.event") == set()


def test_the_plain_rule_and_the_database_agree(store: Store, ada: UUID, bo: UUID) -> None:
    chance, now = Random(7), datetime.now(UTC)
    for role in [role for role in Role if role not in (Role.PATIENT, Role.RELATIVE)] * 3 + [Role.RELATIVE] * 12:
        viewer = viewer_of(store, role, bo if role is Role.RELATIVE else None)
        for _ in range(chance.randrange(4)):
            let_see(store, viewer, ada, "consent", **random_grant(chance, now))
        with store.as_viewer(viewer) as connection:
            plainly = sight(role, grants_on(connection, ada), at=now)

        expected = set() if plainly is None else {each.type for each in store.current_of(ada) if plainly.shows(each)}
        assert types(store, viewer, ada) == expected
        assert (ada in people(store, viewer, "identity.profile")) is (plainly is not None and plainly.identity)


def random_grant(chance: Random, now: datetime) -> dict[str, Any]:
    since = now + timedelta(hours=chance.choice([-48, -24, 24]))
    until = chance.choice([None, since + timedelta(hours=12), since + timedelta(hours=36)])
    kinds = chance.choice([None, ["appointments"], ["plans"], ["messages", "appointments"]])
    return {"since": since, "until": until, "kinds": kinds}
