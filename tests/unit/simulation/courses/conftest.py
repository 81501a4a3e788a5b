"""Courses written out in a test, told of a few people of whom the test knows everything."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pytest

from felles.definitions.nodes import read_nodes
from felles.definitions.places import Findings, Place
from felles.definitions.records import Record
from felles.definitions.simulation.courses import Course
from felles.simulation.calendar import first_day
from felles.simulation.courses.country_words import CountryWords
from felles.simulation.courses.preparing import prepare
from felles.simulation.courses.running import run
from felles.simulation.courses.tumour_codes import TumourCodes
from felles.simulation.courses.writing import joined
from felles.simulation.parameters import Draw
from felles.simulation.structs import Events, People, Words, people_of

SEED = 3
SAID = "why: A test.\nof: people\nassumption: A test.\ngive_or_take: 0\n"

COUNTRY = CountryWords(
    municipalities=("0391", "1191"), counties=("03", "11"), regions=("south_east", "west"), trusts=("oslo", "stavanger"),
    county_of=np.array([0, 1]), region_of=np.array([0, 1]), trust_of=np.array([0, 1]), receiving_of=np.array([0, 1]),
    sites=(), tumour_codes=TumourCodes([], []), agents=("none", "quartz"), start=2010.0,
)  # fmt: skip


@dataclass(frozen=True)
class Told:
    """Events in words, one entry for each column."""

    events: Events
    words: Words

    def of(self, type: str) -> "Told":
        """The events of one type."""
        kept = self.events.type == self.words.type.index(type)
        return Told(Events(*(column[kept] for column in self.events)), self.words)

    @property
    def day(self) -> Any:
        return self.events.day

    @property
    def person(self) -> Any:
        return self.events.person

    def worded(self, column: str) -> list[str | None]:
        """A column of words."""
        listed = (*getattr(self.words, column), None)
        return [listed[number] for number in getattr(self.events, column)]


def read(tmp_path: Any, files: Mapping[str, str]) -> dict[str, Course]:
    """Courses by id; each text begins after `id`, `why`, `of` and the source, which are added."""
    courses, findings = {}, Findings()
    for name, text in files.items():
        path = tmp_path / f"{name}.yaml"
        path.write_text(f"id: {name}\n{text if 'of: ' in text else SAID + text}", encoding="utf-8")
        courses[name] = Record(Course).read(read_nodes(path, path.name), Place(path.name, findings))
    assert not findings.errors, "\n".join(map(str, findings.errors))
    return courses


def people(count: int, **columns: Any) -> People:
    """Women born on 1 January 1960 who live in Oslo for ever, but for what is said."""
    made = people_of(np.arange(count, dtype=np.uint32))
    made.born[:], made.entered[:] = 1960.0, 2010.0
    for name, values in columns.items():
        getattr(made, name)[:] = values
    return made


@pytest.fixture
def tell(tmp_path: Any) -> Callable[..., Told]:
    """Steps as YAML (or several files by name), and people -> what is written from 2015 to 2020."""

    def told(files: str | Mapping[str, str], rows: People, draw: Draw = Draw(0), **more: Any) -> Told:
        courses = read(tmp_path, {"course": files} if isinstance(files, str) else files)
        model = prepare(courses, COUNTRY, draw)
        return Told(
            joined(run(model, SEED, {"people": rows, **more}, first_day(2015), first_day(2021) - 1)), model.words
        )

    return told
