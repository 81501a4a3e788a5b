"""Survival is the same of patients in one table, in parts that are added up, and in the partitions of Spark."""

import json
from collections.abc import Callable, Iterator, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
import pytest
from typer.testing import CliRunner

from felles import epidemiology as epi
from felles.cli import app
from felles.cli.answer import explain
from felles.definitions import load_content
from felles.epidemiology.errors import BadTable, NobodyLeft
from felles.epidemiology.surviving.cells import survival_cells, survival_of_cells
from felles.epidemiology.surviving.of_site import first_tumours, patients_of_site, without_later
from felles.epidemiology.surviving.parts import survival_of_parts

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


class InMemory:
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
        close = one[name].to_list() if one[name].dtype != pl.Float64 else pytest.approx(one[name].to_list(), abs=1e-9)
        assert other[name].to_list() == close, name


@pytest.mark.parametrize("question", QUESTIONS)
def test_parts_add_up_to_the_whole(question: str) -> None:
    people = invented(900, 1)
    parts = InMemory([people[:50], people[50:50], people[50:51], people[51:600], people[600:]])

    whole = epi.survival(people, lifetable=TABLE, **QUESTIONS[question])
    added = survival_of_parts(parts, lifetable=TABLE, **QUESTIONS[question])

    same(whole.rows, added.rows)
    assert sorted(_without_rows(note) for note in whole.notes) == sorted(added.notes)


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
        survival_of_parts(parts, lifetable=TABLE)


def test_what_is_wrong_in_one_part_is_said_of_the_whole() -> None:
    women = epi.LifeTable.from_frame(CONTENT.population["life_table"].frame.filter(pl.col("sex") == "female"))
    people = invented(40, 2).filter(pl.col("sex") != "unknown").sort("sex")

    with pytest.raises(BadTable, match="no rows for sex male"):
        survival_of_parts(InMemory([people[:5], people[5:]]), lifetable=women)


def test_parts_with_nobody_to_count_say_why() -> None:
    people = invented(20, 3).with_columns(sex=pl.lit("unknown"))

    with pytest.raises(NobodyLeft, match="Left out: 20 with no sex"):
        survival_of_parts(InMemory([people[:5], people[5:]]), lifetable=TABLE)


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
        ("--by", "stage,region", "--site", "breast"),
        ("--approach", "period", "--period", "2016-2020", "--weights", "icss1", "--by", "sex"),
    ],
)
def test_spark_gives_what_duckdb_gives(spark: Any, events: Path, words: tuple[str, ...]) -> None:
    local = answer("--table", str(events), *words)

    on_spark = answer("--table", str(events), *words, "--engine", "spark")

    same(pl.DataFrame(local["rows"]), pl.DataFrame(on_spark["rows"]))
    assert sorted(map(_without_rows, local["notes"])) == sorted(on_spark["notes"])


def test_what_spark_does_not_add_up_is_refused_in_a_sentence(
    spark: Any, events: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(Exception, match="adds up survival by any --method but") as stopped:
        answer("--table", str(events), "--engine", "spark", "--method", "crude-probability")

    assert explain(stopped.value) == 2


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
