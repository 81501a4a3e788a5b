"""Who is who in the database: found or made, sealed, found again, erased, and shown to nobody who may not see."""

import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from importlib.resources import files
from pathlib import Path
from uuid import UUID, uuid4

import psycopg
import pytest
from psycopg import Connection

from felles.events.ids import number_of
from felles.store import server
from felles.store.home import Home
from felles.store.identity import (
    Erased,
    Keys,
    KeysLost,
    Profile,
    RealNumberRefused,
    SealBroken,
    Sealer,
    anybody,
    erase,
    find_by_name,
    find_person,
    identifiers_of,
    name_of,
    namespace_of,
    people_for,
    profile_of,
    profiles_of,
    set_profile,
    synthetic_number,
)
from felles.store.server import Server

MADE_UP = Profile(given="Kari Marie", family="Oppdiktet", born=date(1958, 3, 9), phone="00000000", town="Andeby")
NUMBER = synthetic_number(date(1958, 3, 9), 0)


@pytest.fixture(scope="module")
def running_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with server.running(Home(folder=tmp_path_factory.mktemp("people") / "home")) as running:
        yield running


@pytest.fixture
def database(running_server: Server) -> Server:
    """The server with nobody in it."""
    with psycopg.connect(running_server.conninfo("felles_admin")) as admin:
        admin.execute("drop schema if exists identity cascade")
        admin.execute("set local role felles_owner")
        admin.execute((files("felles.store.migrations") / "002_identity.sql").read_text(encoding="utf-8"))
    return running_server


@pytest.fixture
def connection(database: Server) -> Iterator[Connection]:
    with psycopg.connect(database.conninfo("felles_importer"), autocommit=True) as connection:
        yield connection


@pytest.fixture
def keys(tmp_path: Path) -> Keys:
    return Keys.of(Home(folder=tmp_path / "keys of the home"), people_there=False)


def made(connection: Connection, keys: Keys, identifier: str = "0001", namespace: str = "registry") -> UUID:
    return people_for(connection, keys, namespace, [identifier])[identifier]


def count(connection: Connection, table: str) -> int:
    row = connection.execute(f"select count(*) from identity.{table}".encode()).fetchone()
    assert row is not None
    return int(row[0])


def test_an_identifier_belongs_to_the_same_person_ever_after(connection: Connection, keys: Keys) -> None:
    first = people_for(connection, keys, "registry", ["0001", "0002", "0001"])
    again = people_for(connection, keys, "registry", ["0002", "0003"])

    assert set(first) == {"0001", "0002"}
    assert first["0002"] == again["0002"]
    assert len({*first.values(), *again.values()}) == 3
    assert count(connection, "person") == count(connection, "identifier") == 3


def test_one_identifier_of_two_sources_belongs_to_two_persons(connection: Connection, keys: Keys) -> None:
    assert made(connection, keys, "0001", "registry") != made(connection, keys, "0001", "another")


def test_a_national_number_is_the_same_person_in_every_source(connection: Connection, keys: Keys) -> None:
    assert namespace_of("registry", NUMBER) == namespace_of("another", f"{NUMBER[:6]} {NUMBER[6:]}") == "no"
    assert namespace_of("registry", "0001") == "registry"

    spaced = f"{NUMBER[:6]} {NUMBER[6:]}"
    people = people_for(connection, keys, "no", [NUMBER, spaced])

    assert people[NUMBER] == people[spaced] == find_person(connection, keys, "no", spaced)
    assert count(connection, "person") == 1


def test_nobody_is_found_who_is_not_there(connection: Connection, keys: Keys) -> None:
    assert find_person(connection, keys, "registry", "0001") is None
    assert anybody(connection) is False

    person = made(connection, keys)

    assert find_person(connection, keys, "registry", "0001") == person
    assert find_person(connection, keys, "another", "0001") is None
    assert anybody(connection) is True


def test_asking_for_nobody_makes_nobody(connection: Connection, keys: Keys) -> None:
    assert people_for(connection, keys, "registry", []) == {}
    assert anybody(connection) is False


def test_two_who_ask_at_once_get_the_same_persons(database: Server, connection: Connection, keys: Keys) -> None:
    identifiers = [str(number) for number in range(500)]
    answers: list[dict[str, UUID]] = []
    together = threading.Barrier(4)

    def ask(order: int) -> None:
        with psycopg.connect(database.conninfo("felles_importer")) as own:
            together.wait()
            answers.append(people_for(own, keys, "registry", identifiers[::order]))

    threads = [threading.Thread(target=ask, args=(order,)) for order in (1, -1, 1, -1)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(answers) == 4
    assert all(answer == answers[0] for answer in answers)
    assert count(connection, "person") == count(connection, "identifier") == 500


def test_persons_of_an_append_that_was_given_up_are_not_there(connection: Connection, keys: Keys) -> None:
    with connection.transaction(force_rollback=True):
        made(connection, keys)

    assert anybody(connection) is False


def test_the_whole_number_of_a_person_is_the_one_that_the_lake_uses(connection: Connection, keys: Keys) -> None:
    people_for(connection, keys, "registry", [str(number) for number in range(50)])

    rows = connection.execute("select person, number from identity.person").fetchall()

    assert [number for _, number in rows] == [number_of(person) for person, _ in rows]


def test_all_identifiers_can_be_read_back_with_the_keys(connection: Connection, keys: Keys) -> None:
    people = people_for(connection, keys, "registry", [str(number) for number in range(100)])
    patient = made(connection, keys, NUMBER, "no")

    everybody = set(identifiers_of(connection, keys))

    assert everybody == {(person, "registry", name) for name, person in people.items()} | {(patient, "no", NUMBER)}
    assert list(identifiers_of(connection, keys, [patient])) == [(patient, "no", NUMBER)]


def test_no_identifier_or_name_can_be_read_in_the_database(connection: Connection, keys: Keys) -> None:
    patient = made(connection, keys, NUMBER, "no")
    set_profile(connection, keys, patient, MADE_UP)

    for table in ("person", "identifier", "profile", "name_digest"):
        rows = connection.execute(f"select t::text from identity.{table} t".encode()).fetchall()
        text = " ".join(row[0] for row in rows).lower()
        assert rows
        for word in (NUMBER, "oppdiktet", "andeby", NUMBER.encode().hex(), b"Oppdiktet".hex()):
            assert word not in text


def test_real_numbers_are_refused_in_a_demo_and_for_made_up_people(connection: Connection, keys: Keys) -> None:
    # Real in kind: the synthetic number with 80 months less, its check digits worked out again by trying.
    start = f"{NUMBER[:2]}{int(NUMBER[2:4]) - 80:02}{NUMBER[4:6]}"
    real = next(text for tail in range(100_000) if namespace_of("x", text := f"{start}{tail:05}") == "no")
    serious = replace(keys, demo=False)

    with pytest.raises(RealNumberRefused):
        people_for(connection, keys, "no", [real])
    with pytest.raises(RealNumberRefused):
        people_for(connection, serious, "no", [real], made_up=True)
    assert anybody(connection) is False

    assert people_for(connection, serious, "no", [real])


def test_made_up_people_are_marked(connection: Connection, keys: Keys) -> None:
    people_for(connection, keys, "demo", ["1"], made_up=True)
    people_for(connection, keys, "demo", ["2"])

    assert connection.execute("select made_up from identity.person order by made_up").fetchall() == [(False,), (True,)]


def test_a_profile_is_kept_found_by_name_and_replaced(connection: Connection, keys: Keys) -> None:
    patient = made(connection, keys)
    set_profile(connection, keys, patient, MADE_UP)

    assert profile_of(connection, keys, patient) == MADE_UP
    assert name_of(connection, keys, patient) == "Kari Marie Oppdiktet"
    for words in ("kari marie oppdiktet", "OPPDIKTET, Kari  Marie", "Kari Oppdiktet"):
        assert find_by_name(connection, keys, words) == [patient]
    for words in ("Oppdiktet", "Kari", "Kari Oppdikt", ""):
        assert find_by_name(connection, keys, words) == []

    set_profile(connection, keys, patient, replace(MADE_UP, family="Diktet"))

    assert name_of(connection, keys, patient) == "Kari Marie Diktet"
    assert find_by_name(connection, keys, "Kari Oppdiktet") == []


def test_somebody_without_a_profile_has_no_name(connection: Connection, keys: Keys) -> None:
    patient, other = made(connection, keys, "1"), made(connection, keys, "2")
    set_profile(connection, keys, patient, MADE_UP)

    assert name_of(connection, keys, other) is None
    assert profiles_of(connection, keys, [patient, other, uuid4()]) == {patient: MADE_UP}


def test_people_of_one_name_are_all_found(connection: Connection, keys: Keys) -> None:
    both = {made(connection, keys, "1"), made(connection, keys, "2")}
    for person in both:
        set_profile(connection, keys, person, MADE_UP)

    assert set(find_by_name(connection, keys, MADE_UP.name)) == both


def test_sealed_text_opens_for_its_own_person(connection: Connection, keys: Keys) -> None:
    patient, other = made(connection, keys, "1"), made(connection, keys, "2")
    sealed = Sealer(connection, keys).seal(patient, "Ønsker å være hjemme.")

    assert Sealer(connection, keys).unseal(patient, sealed) == "Ønsker å være hjemme."
    assert sealed == Sealer(connection, keys).seal(patient, "Ønsker å være hjemme.")
    assert sealed.isascii()
    assert "hjemme" not in sealed
    for wrong in (sealed[:-4], sealed.replace("sealed:", ""), "sealed:?", "sealed:ø"):
        with pytest.raises(SealBroken):
            Sealer(connection, keys).unseal(patient, wrong)
    with pytest.raises(SealBroken):
        Sealer(connection, keys).unseal(other, sealed)


def test_the_keys_of_many_are_fetched_in_one_statement(connection: Connection, keys: Keys) -> None:
    people = list(people_for(connection, keys, "registry", [str(number) for number in range(20)]).values())
    sealer = Sealer(connection, keys)
    sealer.fetch(people)
    connection.close()

    texts = {sealer.seal(person, "the same words") for person in people}

    assert len(texts) == 20
    assert sealer.unseal(people[0], sealer.seal(people[0], "")) == ""


def test_erasure_leaves_the_pseudonym_and_nothing_that_tells_who(connection: Connection, keys: Keys) -> None:
    patient = made(connection, keys, NUMBER, "no")
    set_profile(connection, keys, patient, MADE_UP)
    sealed = Sealer(connection, keys).seal(patient, "a word")

    assert erase(connection, patient) is True

    assert find_person(connection, keys, "no", NUMBER) is None
    assert find_by_name(connection, keys, MADE_UP.name) == []
    assert profile_of(connection, keys, patient) is None
    assert list(identifiers_of(connection, keys)) == []
    assert Sealer(connection, keys).unseal(patient, sealed) is None
    rows = connection.execute("select person, sealed_key, erased_at is not null from identity.person").fetchall()
    assert rows == [(patient, None, True)]
    assert erase(connection, patient) is False


def test_nothing_new_can_be_sealed_for_somebody_erased(connection: Connection, keys: Keys) -> None:
    patient = made(connection, keys)
    erase(connection, patient)

    with pytest.raises(Erased):
        Sealer(connection, keys).seal(patient, "a word")
    with pytest.raises(Erased):
        set_profile(connection, keys, patient, MADE_UP)


def test_a_person_who_is_not_there_has_no_key(connection: Connection, keys: Keys) -> None:
    with pytest.raises(ValueError, match="no such person"):
        Sealer(connection, keys).seal(uuid4(), "a word")


def test_keys_of_another_home_are_noticed_before_anybody_is_made_twice(
    connection: Connection, keys: Keys, tmp_path: Path
) -> None:
    person = made(connection, keys)
    other = Keys.of(Home(folder=tmp_path / "other"), people_there=False)

    with pytest.raises(KeysLost):
        made(connection, other)
    with pytest.raises(SealBroken):
        Sealer(connection, replace(keys, master=other.master)).seal(person, "a word")
    assert count(connection, "person") == 1


@pytest.mark.parametrize(
    "statement",
    [
        "delete from identity.person",
        "update identity.person set sealed_key = ''",
        "truncate identity.person cascade",
        "delete from identity.identifier",
        "update identity.identifier set person = person",
        "update identity.lookup_key set fingerprint = ''",
    ],
)
def test_the_importer_destroys_keys_through_erasure_alone(connection: Connection, keys: Keys, statement: str) -> None:
    made(connection, keys)

    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        connection.execute(statement.encode())


def test_without_a_viewers_right_the_web_sees_nobody(database: Server, connection: Connection, keys: Keys) -> None:
    patient = made(connection, keys)
    set_profile(connection, keys, patient, MADE_UP)

    with psycopg.connect(database.conninfo("felles_web"), autocommit=True) as web:
        for table in ("person", "identifier", "profile"):
            assert count(web, table) == 0
        for statement in (
            "select * from identity.name_digest",
            "insert into identity.profile (person, sealed) values (gen_random_uuid(), '')",
            f"select identity.erase('{patient}')",
        ):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                web.execute(statement.encode())
        assert profile_of(web, keys, patient) is None
        assert find_person(web, keys, "registry", "0001") == patient
        assert find_by_name(web, keys, MADE_UP.name) == [patient]
