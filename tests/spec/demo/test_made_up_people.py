"""The made-up people of the demonstration: all made up, all speaking the vocabulary, and loaded once."""

from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from ruamel.yaml import YAML

from felles.access import Access, NotAllowed, Role, Viewer
from felles.definitions.errors import DefinitionError
from felles.events import EVENT_TYPES, day_of, problems
from felles.interop.demo import load_demo
from felles.interop.demo.files import DemoPerson, demo_people, demo_viewers
from felles.interop.demo.loading import demo_events
from felles.store import Store
from felles.store.identity import is_national, is_real

CONTENT = Path(__file__).parents[3] / "content"
PEOPLE = demo_people(CONTENT / "demo")
VIEWERS = demo_viewers(CONTENT / "demo")
MORNING = datetime(2026, 3, 2, 6, tzinfo=UTC)
NEW_YEAR = datetime(2028, 12, 31, 23, 30, tzinfo=UTC)


@pytest.mark.parametrize("at", [MORNING, NEW_YEAR], ids=["a morning", "the first half hour of a year"])
@pytest.mark.parametrize("person", PEOPLE, ids=[person.id for person in PEOPLE])
def test_every_event_passes_the_checks_of_the_vocabulary(person: DemoPerson, at: datetime) -> None:
    events = demo_events(person, uuid4(), at=at)

    found = [(event.source_id, str(problem)) for event in events for problem in problems(event, today=day_of(at))]

    assert found == []


@pytest.mark.parametrize("person", PEOPLE, ids=[person.id for person in PEOPLE])
def test_nothing_happens_before_birth_and_only_plans_lie_ahead(person: DemoPerson) -> None:
    events = demo_events(person, uuid4(), at=MORNING)
    [born] = [event for event in events if event.type == "born"]

    assert all(event.time >= born.time for event in events)
    assert [
        event.source_id for event in events if event.time > MORNING and not EVENT_TYPES[event.type].may_lie_ahead
    ] == []


def test_every_number_is_a_valid_synthetic_one_and_belongs_to_one_person() -> None:
    numbers = [person.number for person in PEOPLE]

    assert all(is_national(number) and not is_real(number) for number in numbers)
    assert len(set(numbers)) == len(numbers)


def test_a_number_carries_the_birthday_of_its_person() -> None:
    for person in PEOPLE:
        born = datetime.fromisoformat(next(event["time"] for event in person.events if event["type"] == "born"))

        assert person.number[:6] == f"{born.day:02}{born.month + 80:02}{born.year % 100:02}", person.id


def test_every_name_and_every_sign_in_is_there_once() -> None:
    names = Counter([person.name for person in PEOPLE] + [viewer.name for viewer in VIEWERS if viewer.name])

    assert names.most_common(1)[0][1] == 1
    assert len({viewer.id for viewer in VIEWERS}) == len(VIEWERS)


def test_every_role_can_be_tried() -> None:
    assert {viewer.role for viewer in VIEWERS} == set(Role)


def test_a_file_that_is_not_marked_as_made_up_is_refused(tmp_path: Path) -> None:
    (tmp_path / "people").mkdir()
    (tmp_path / "people" / "x.yaml").write_text("id: x\nname: X Y\nnumber: ''\nstory: ''\nevents: []\n", "utf-8")

    with pytest.raises(DefinitionError, match="only made-up people may stand here"):
        demo_people(tmp_path)


def signed_in(access: Access, called: str) -> Viewer:
    viewer = access.viewer(f"demo:{called}")
    assert viewer is not None
    return viewer


def test_a_second_load_adds_nothing_and_keeps_what_happened_since(store: Store) -> None:
    first = load_demo(store, CONTENT, at=MORNING)
    [kari] = [person for person in PEOPLE if person.id == "kari"]
    patient = store.find_person("no", kari.number)
    assert patient is not None
    before = store.current_of(patient)

    second = load_demo(store, CONTENT, at=MORNING + timedelta(days=30))

    assert (first, second) == (sum(len(person.events) for person in PEOPLE), 0)
    assert store.current_of(patient) == before
    assert store.count_events() == first


def test_the_demonstration_shows_who_sees_what(store: Store) -> None:
    load_demo(store, CONTENT, at=datetime.now(UTC))
    access, now = Access(store), datetime.now(UTC)
    nurse, vilde = signed_in(access, "nurse"), signed_in(access, "relative-vilde")
    [kari] = access.search(nurse, "Kari Nordlys", at=now)
    [solveig] = access.search(nurse, "Solveig Sommereng", at=now)
    [aili] = access.search(nurse, "Aili Viddevind", at=now)

    assert (kari.relation, kari.made_up, aili.relation) == (True, True, False)
    assert "relapsed" in {event.type for event in access.open_person(nurse, kari.person, at=now).events}
    shared = access.open_person(vilde, solveig.person, at=now)
    assert {"attended"} <= {event.type for event in shared.events} <= {"referred", "attended", "imaged"}
    with pytest.raises(NotAllowed):
        access.open_person(nurse, aili.person, at=now)
    assert access.audit_of(signed_in(access, "patient-solveig"), solveig.person) != []


def test_everyone_who_can_sign_in_has_a_name(store: Store) -> None:
    load_demo(store, CONTENT, at=MORNING)

    listed = Access(store).viewers()

    named = {person.id: person.name for person in PEOPLE}
    assert {viewer.subject: viewer.name for viewer in listed} == {
        f"demo:{viewer.id}": viewer.name or named[str(viewer.person)] for viewer in VIEWERS
    }


def test_a_load_that_was_cut_off_before_the_viewers_is_finished_by_the_next(store: Store, tmp_path: Path) -> None:
    (tmp_path / "demo").mkdir()
    (tmp_path / "demo" / "people").symlink_to(CONTENT / "demo" / "people")
    with pytest.raises(FileNotFoundError):
        load_demo(store, tmp_path, at=MORNING)

    again = load_demo(store, CONTENT, at=MORNING)

    assert again == 0
    assert len(Access(store).viewers()) == len(VIEWERS)


def test_hospitals_and_pathways_are_those_of_the_content_and_other_places_are_said_in_words() -> None:
    trusts = YAML(typ="safe").load((CONTENT / "country" / "norway" / "hospital_trusts.yaml").read_text("utf-8"))
    pathways = {path.stem for path in (CONTENT / "pathways").glob("*.yaml")}
    written = [event for person in PEOPLE for event in person.events]

    places = {str(event["place"]) for event in written if "place" in event}
    assert {place for place in places if place.islower()} <= set(trusts)
    assert {event["code"] for event in written if event["type"] in ("referred", "suspected")} <= pathways
