"""Survival and what is made of it are the same of patients in one table, in parts that are added up, and on Spark."""

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from felles import epidemiology as epi
from felles.cli import app
from felles.definitions import load_content
from felles.epidemiology.answers import Answer
from felles.epidemiology.errors import BadTable, NobodyLeft
from felles.epidemiology.surviving.cells import survival_cells, survival_of_cells
from felles.epidemiology.surviving.of_site import first_tumours, patients_of_site, without_later
from felles.epidemiology.surviving.parts import Parts

CONTENT = load_content()
TABLE = epi.LifeTable.from_frame(CONTENT.population["life_table"].frame)
WEIGHTS = {"0-54": 0.3, "55-69": 0.3, "70+": 0.4}
QUESTIONS: dict[str, dict[str, Any]] = {
    "net": {"by": ["stage"]},
    "net, exact": {"precision": 0, "product": "fleming-harrington"},
    "ederer1": {"method": "ederer1", "by": ["sex"]},
    "ederer2": {"method": "ederer2", "by": ["sex", "stage"]},
    "hakulinen": {"method": "hakulinen"},
    "observed": {"method": "kaplan-meier", "by": ["stage"], "given": 1.0, "at": [3, 5]},
    "cause-specific": {"method": "cause-specific", "by": ["sex"]},
    "period": {"approach": "period", "period": (2018, 2020)},
    "hybrid": {"approach": "hybrid", "period": (2016, 2018), "by": ["stage"]},
    "cohort": {"approach": "cohort", "period": (2012, 2014), "limits_on": "log-log"},
    "standardised": {"weights": WEIGHTS, "by": ["stage"]},
    "brenner": {"weights": WEIGHTS, "standardise": "brenner", "by": ["sex"]},
    "observed and brenner": {"weights": WEIGHTS, "standardise": "brenner", "method": "kaplan-meier"},
}
OTHERS: dict[str, Callable[[Any], Answer]] = {
    "causes of death": lambda patients: epi.cumulative_incidence(patients, by=["stage"]),
    "causes of death in a period": lambda patients: epi.cumulative_incidence(
        patients, at=[0.5, 3], approach="period", period=(2018, 2020)
    ),
    "crude probabilities": lambda patients: epi.crude_probability(patients, lifetable=TABLE, by=["sex", "stage"]),
    "avoidable against all": lambda patients: epi.avoidable_deaths(
        patients, lifetable=TABLE, between="stage", by=["sex"], at=3
    ),
    "avoidable against the best": lambda patients: epi.avoidable_deaths(
        patients, lifetable=TABLE, between="stage", reference="best"
    ),
}


class InMemory(Parts):
    """Parts of a frame, put together as Spark does."""

    def __init__(self, frames: Sequence[pl.DataFrame]) -> None:
        self.frames = frames

    @property
    def empty(self) -> pl.DataFrame:
        return self.frames[0].clear()

    def added(
        self, work: Callable[[pl.DataFrame], pl.DataFrame], by: Sequence[str], largest: Sequence[str] = ()
    ) -> pl.DataFrame:
        made = pl.concat([work(frame) for frame in self.frames])
        rest = [name for name in made.columns if name not in by]
        measures = [pl.col(name).max() if name in largest else pl.col(name).sum() for name in rest]
        return made.group_by(by).agg(measures) if by else made.select(measures)


def invented(people: int, seed: int) -> pl.DataFrame:
    """One row a patient; some of it cannot be used."""
    chance = np.random.default_rng(seed)
    diagnosed = np.datetime64("2010-01-01") + chance.integers(0, 4000, people)
    days = np.minimum(
        chance.exponential(1500, people).astype(int), (np.datetime64("2021-12-31") - diagnosed).astype(int)
    )
    dead = (np.datetime64("2021-12-31") - diagnosed).astype(int) > days
    status = np.where(dead, chance.choice(["C50", "I21", "dead"], people, p=[0.6, 0.3, 0.1]), "alive")
    return pl.DataFrame(
        {
            "sex": chance.choice(["female", "male", "unknown"], people, p=[0.5, 0.48, 0.02]),
            "stage": chance.choice(["tnm8:I", "tnm8:II", "tnm8:IV"], people, p=[0.5, 0.4, 0.1]),
            "born_on": diagnosed - chance.integers(30 * 365, 95 * 365, people),
            "diagnosed_on": diagnosed,
            "followed_until": diagnosed + days,
            "status": status,
        }
    ).with_columns(stage=pl.when(pl.col("stage") != "tnm8:IV").then(pl.col("stage")))


def same(one: pl.DataFrame, other: pl.DataFrame) -> None:
    assert one.columns == other.columns
    for name in one.columns:
        assert other[name].to_list() == alike(one[name]), name


def alike(values: Iterable[Any]) -> list[Any]:
    """What equals these values: fractions within 1e-9, everything else as it is."""
    return [pytest.approx(value, rel=1e-9, abs=1e-9) if isinstance(value, float) else value for value in values]


@pytest.mark.parametrize("question", QUESTIONS)
def test_parts_add_up_to_the_whole(question: str) -> None:
    people = invented(900, 1)
    parts = InMemory([people[:50], people[50:50], people[50:51], people[51:600], people[600:]])

    whole = epi.survival(people, lifetable=TABLE, **QUESTIONS[question])
    added = epi.survival(parts, lifetable=TABLE, **QUESTIONS[question])

    same(whole.rows, added.rows)
    assert sorted(_without_rows(note) for note in whole.notes) == sorted(added.notes)


@st.composite
def cuts(draw: st.DrawFn, people: int) -> list[int]:
    """Where a table is cut; some parts may be of one person, or of nobody."""
    inner = draw(st.lists(st.integers(0, people), max_size=5))
    return [0, *sorted(inner), people]


def parts_of(people: pl.DataFrame, edges: list[int], seed: int) -> InMemory:
    mixed = people.sample(fraction=1, shuffle=True, seed=seed)
    return InMemory([mixed[start:end] for start, end in pairwise(edges)])


@pytest.mark.parametrize("other", OTHERS)
@settings(max_examples=4)
@given(edges=cuts(900), seed=st.integers(0, 99))
def test_probabilities_and_avoidable_deaths_are_the_same_however_patients_are_parted(
    other: str, edges: list[int], seed: int
) -> None:
    people = invented(900, 1)

    whole, added = OTHERS[other](people), OTHERS[other](parts_of(people, edges, seed))

    same(whole.rows, added.rows)
    assert sorted(_without_rows(note) for note in whole.notes) == sorted(added.notes)


@pytest.mark.parametrize(("strata", "until"), [((), None), (("sex",), 5)])
@settings(max_examples=4)
@given(edges=cuts(900), seed=st.integers(0, 99))
def test_the_test_of_net_survival_is_the_same_however_patients_are_parted(
    strata: tuple[str, ...], until: float | None, edges: list[int], seed: int
) -> None:
    people = invented(900, 1)

    def tested(patients: Any) -> Any:
        return epi.net_survival_test(patients, lifetable=TABLE, between="stage", strata=strata, until=until)

    whole, added = tested(people), tested(parts_of(people, edges, seed))

    assert added.statistic == pytest.approx(whole.statistic, rel=1e-9)
    assert added.p == pytest.approx(whole.p, rel=1e-9)
    assert added.degrees_of_freedom == whole.degrees_of_freedom == 2
    assert sorted(map(_without_rows, whole.notes)) == sorted(added.notes)


@pytest.mark.parametrize("method", ["pohar-perme", "ederer2", "kaplan-meier", "cause-specific"])
@pytest.mark.parametrize(("by", "only"), [(["stage"], {}), ([], {}), (["sex"], {"stage": "tnm8:I"})])
def test_cells_added_up_are_what_a_walk_through_the_patients_gives(
    method: Any, by: list[str], only: dict[str, str]
) -> None:
    people = invented(900, 4)
    followed: dict[str, Any] = {"lifetable": TABLE, "method": method, "approach": "period", "period": (2016, 2020)}
    chosen = people.filter(pl.all_horizontal(pl.lit(True), *(pl.col(name) == value for name, value in only.items())))

    cells = survival_cells(people, by=["sex", "stage"], **followed)

    same(epi.survival(chosen, by=by, **followed).rows, survival_of_cells(cells, by=by, only=only).rows)


def _without_rows(note: str) -> str:
    before, row, _ = note.partition(", row ")
    return f"{before})." if row else note


def test_what_no_part_can_answer_is_said_before_any_is_asked() -> None:
    parts = InMemory([invented(10, 1).drop("status")])

    with pytest.raises(BadTable, match="no column status"):
        epi.survival(parts, lifetable=TABLE)


def test_what_is_wrong_in_one_part_is_said_of_the_whole() -> None:
    women = epi.LifeTable.from_frame(CONTENT.population["life_table"].frame.filter(pl.col("sex") == "female"))
    people = invented(40, 2).filter(pl.col("sex") != "unknown").sort("sex")

    with pytest.raises(BadTable, match="no rows for sex male"):
        epi.survival(InMemory([people[:5], people[5:]]), lifetable=women)


def test_parts_of_patients_whose_causes_nobody_tells_are_refused() -> None:
    people = invented(40, 2).with_columns(
        status=pl.when(pl.col("status") == "alive").then("status").otherwise(pl.lit("dead"))
    )

    with pytest.raises(BadTable, match="needs cancer and other"):
        epi.cumulative_incidence(InMemory([people[:5], people[5:]]))


def test_ages_with_parts_of_years_are_refused_of_parts_for_none_sees_whether_all_are_whole() -> None:
    people = invented(40, 2).drop("born_on").with_columns(age=pl.lit(60.0))

    with pytest.raises(BadTable, match="give born_on or age_days"):
        epi.survival(InMemory([people]), lifetable=TABLE)


def test_parts_with_nobody_to_count_say_why() -> None:
    people = invented(20, 3).with_columns(sex=pl.lit("unknown"))

    with pytest.raises(NobodyLeft, match="Left out: 20 with no sex"):
        epi.survival(InMemory([people[:5], people[5:]]), lifetable=TABLE)


def a_log(people: int, seed: int) -> pl.DataFrame:
    """Events of invented patients, some with two tumours and some who move."""
    chance = np.random.default_rng(seed)
    return pl.DataFrame(
        [event for person in range(people) for event in _life(person, chance)],
        schema=["person", "episode", "type", "time", "code", "place"],
        orient="row",
    )


def _life(person: int, chance: np.random.Generator) -> Iterator[tuple[Any, ...]]:
    who, born = f"p{person}", date(1930 + int(chance.integers(0, 45)), 5, 17)
    yield who, None, "born", born, str(chance.choice(["female", "male"])), str(chance.choice(["0301", "4601", "5501"]))
    first = date(2010, 1, 1) + timedelta(int(chance.integers(0, 3500)))
    for number in range(2 if chance.random() < 0.15 else 1):
        found = first + timedelta(400 * number)
        yield who, f"{who}-{number}", "diagnosed", found, str(chance.choice(["C50.9", "C34.1"])), None
        yield who, f"{who}-{number}", "staged", found, str(chance.choice(["tnm8:I", "tnm8:IV"])), None
    ended = first + timedelta(int(chance.exponential(1200)))
    if ended < date(2021, 12, 31):
        yield who, None, "died", ended, str(chance.choice(["C50", "I21"])), None
    else:
        yield who, None, "moved", date(2021, 12, 31), None, "1103"


def answer(*words: str) -> dict[str, Any]:
    done = CliRunner().invoke(app, ["survival", *words, "--json"])
    if done.exception and not isinstance(done.exception, SystemExit):
        raise done.exception
    made: dict[str, Any] = json.loads(done.stdout)
    return made


@pytest.fixture(scope="module")
def events(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("log") / "events.parquet"
    log = a_log(2_300, 5)
    assert log.height > 9_500
    log.write_parquet(file)
    return file


@pytest.mark.parametrize(
    "words",
    [
        ("--by", "stage,region", "--site", "breast", "--compare", "sex"),
        ("--approach", "period", "--period", "2016-2020", "--weights", "icss1", "--by", "sex"),
        ("--method", "cumulative-incidence", "--by", "sex", "--site", "breast"),
        ("--method", "crude-probability", "--by", "stage"),
        ("--avoidable", "region", "--reference", "best", "--by", "sex", "--at", "5"),
    ],
)
def test_spark_gives_what_duckdb_gives(spark: Any, events: Path, words: tuple[str, ...]) -> None:
    local = answer("--table", str(events), *words)

    on_spark = answer("--table", str(events), *words, "--engine", "spark")

    same(pl.DataFrame(local["rows"]), pl.DataFrame(on_spark["rows"]))
    assert list(on_spark.get("test", {}).values()) == alike(local.get("test", {}).values())
    assert sorted(map(_without_rows, local["notes"])) == sorted(on_spark["notes"])


def test_the_relation_of_first_tumours_is_what_a_frame_in_memory_gives(events: Path) -> None:
    import ibis

    log = pl.read_parquet(events)
    tumours = log.filter(pl.col("type") == "diagnosed").select(
        "person", "episode", icd10="code", diagnosed_on="time", place=pl.lit("0301")
    )

    rule = first_tumours(ibis.memtable(tumours), ["breast"], CONTENT)
    related, said = without_later(rule.to_polars())
    found, told = patients_of_site(tumours, ["breast"], CONTENT)

    order = sorted(found.columns)
    assert related.select(order).sort("episode").equals(found.select(order).sort("episode"))
    assert said == told
