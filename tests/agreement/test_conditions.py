"""Does a condition say the same of one person as of many, and does a vaguer log never claim more?"""

from collections.abc import Callable, Iterator, Sequence
from datetime import date, timedelta
from typing import Any

import ibis
import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from felles.definitions.conditions import Condition, ConditionError, compile_many, evaluate, parse
from felles.definitions.conditions.durations import moved, read_duration
from felles.store import Store

Row = dict[str, Any]

COLUMNS = {
    "person": pa.int64(),
    "type": pa.string(),
    "day": pa.date32(),
    "precision": pa.string(),
    "code": pa.string(),
    "value": pa.float64(),
    "unit": pa.string(),
    "place": pa.string(),
}
TYPES = ("diagnosed", "treated")
CODES = ("C50", "C50.1", "C18")
PREFIXES = ("C5", "C50.1", "C")
NUMBERS = (0, 1, 2, 2.5, 3)
PLACES = ("0301", "4601")
PRECISIONS = ("minute", "day", "day", "month", "year")
DURATIONS = ("1 day", "30 days", "6 weeks", "1 month", "3 months", "1 year", "50 years")
MONTH_ENDS = (date(2024, 2, 29), date(2023, 2, 28), date(2024, 1, 31), date(2024, 3, 31), date(2024, 12, 31))


def pick(values: Sequence[Any]) -> st.SearchStrategy[Any]:
    return st.sampled_from(list(values))


def some_of(values: Sequence[Any]) -> st.SearchStrategy[list[Any]]:
    return st.lists(pick(values), min_size=1, max_size=3, unique=True)


def words(**strategies: st.SearchStrategy[Any]) -> st.SearchStrategy[Row]:
    return st.fixed_dictionaries(strategies)


def perhaps(**strategies: st.SearchStrategy[Any]) -> st.SearchStrategy[Row]:
    return st.fixed_dictionaries({}, optional=strategies)


def seldom(strategy: st.SearchStrategy[Row]) -> st.SearchStrategy[Row]:
    return st.one_of(st.just({}), st.just({}), strategy)


def joined(*strategies: st.SearchStrategy[Row]) -> st.SearchStrategy[Row]:
    return st.tuples(*strategies).map(lambda pieces: {word: value for piece in pieces for word, value in piece.items()})


# Logs: ties, gaps and vague days are frequent.

AT = st.one_of(pick((*MONTH_ENDS, date(2025, 2, 28), date(2025, 3, 1))), st.dates(date(2023, 6, 1), date(2025, 6, 1)))


def days_near(at: date) -> st.SearchStrategy[date]:
    """Days on both sides of the edges of windows, seen from `at` and from an event at such an edge."""
    steps = st.lists(pick(("1 day", "30 days", "6 weeks", "1 month", "3 months", "1 year")), max_size=2)
    edges = steps.map(lambda several: _stepped_back(at, several))
    nudged = st.tuples(edges, pick((-1, 0, 1))).map(lambda pair: pair[0] + timedelta(days=pair[1]))
    return st.one_of(nudged, nudged, nudged, pick(MONTH_ENDS))


def _stepped_back(day: date, steps: list[str]) -> date:
    for step in steps:
        day = moved(day, read_duration(step, "duration"), back=True)
    return day


def birthdays_near(at: date) -> st.SearchStrategy[date]:
    birthday = pick((0, 1, 17, 18, 49, 50, 51, 69, 70)).map(lambda age: date(at.year - age, at.month, min(at.day, 28)))
    nudged = st.tuples(birthday, pick((-31, -1, 0, 0, 1, 2))).map(lambda pair: pair[0] + timedelta(days=pair[1]))
    return st.one_of(nudged, nudged, pick((date(2004, 2, 29), date(1974, 2, 28), date(1974, 3, 1))))


def births(at: date) -> st.SearchStrategy[Row]:
    return words(
        type=st.just("born"),
        day=birthdays_near(at),
        precision=pick(PRECISIONS),
        code=pick(("female", "male", "unknown", None)),
        value=st.none(),
        unit=st.none(),
        place=pick((*PLACES, None)),
    )


def happenings(at: date) -> st.SearchStrategy[Row]:
    return words(
        type=pick((*TYPES, *TYPES, *TYPES, "moved", "died", "follow_up_ended")),
        day=days_near(at),
        precision=pick(PRECISIONS),
        code=pick((*CODES, *CODES, None)),
        value=pick((*NUMBERS, None, float("nan"))),
        unit=pick(("g", "g", "mg", None)),
        place=pick((*PLACES, None)),
    )


def logs(at: date) -> st.SearchStrategy[list[Row]]:
    born = pick((1, 1, 1, 0, 2)).flatmap(lambda number: st.lists(births(at), min_size=number, max_size=number))
    others = st.lists(happenings(at), min_size=1, max_size=6)
    return st.tuples(born, others).map(lambda pair: pair[0] + pair[1])


# Conditions, as an author would write them.

MISSING = perhaps(missing=pick(("fails", "unknown")))
KIND = st.one_of(st.just({}), st.just({}), words(code=some_of(CODES)), words(code_starts_with=some_of(PREFIXES)))


def equals(values: Sequence[Any]) -> st.SearchStrategy[Row]:
    return st.one_of(
        words(is_not=pick(values)),
        words(**{"is": pick(values)}),
        words(**{"in": some_of(values)}),
        words(not_in=some_of(values)),
    )


def bounds(values: Sequence[Any]) -> st.SearchStrategy[Row]:
    middle = len(values) // 2
    lower = st.one_of(words(at_least=pick(values[:middle])), words(above=pick(values[:middle])))
    upper = st.one_of(words(at_most=pick(values[middle:])), words(below=pick(values[middle:])))
    return st.one_of(lower, upper, joined(lower, upper))


def anchors(*types: str) -> st.SearchStrategy[Row]:
    which = st.one_of(words(first=pick(types)), words(latest=pick(types)))
    return joined(which, KIND, perhaps(within=pick(DURATIONS)))


AGES = (0, 1, 17, 18, 49, 50, 51, 70)
FACTS = st.one_of(
    joined(words(fact=st.just("age")), st.one_of(bounds(AGES), bounds(AGES), equals(AGES)), MISSING),
    joined(words(fact=st.just("sex")), equals(("female", "male")), MISSING),
    joined(
        words(fact=st.just("place")), st.one_of(equals(PLACES), words(starts_with=some_of(("03", "4", "46")))), MISSING
    ),
    joined(words(fact=st.just("alive")), words(**{"is": st.booleans()}), MISSING),
)
LATEST = joined(
    words(latest=pick(TYPES)),
    KIND,
    seldom(words(within=pick(DURATIONS))),
    MISSING,
    st.one_of(
        equals(CODES),
        words(starts_with=some_of(PREFIXES)),
        joined(st.one_of(bounds(NUMBERS), equals(NUMBERS)), perhaps(unit=st.just("g"))),
    ),
)
EVENT = joined(
    words(event=pick(TYPES)),
    KIND,
    seldom(perhaps(at_least_times=pick((2, 3)), complete=st.booleans())),
    st.one_of(st.just({}), perhaps(within=pick(DURATIONS), longer_ago_than=pick(("1 day", "30 days", "1 month")))),
    st.one_of(st.just({}), perhaps(after=anchors(*TYPES), before=anchors(*TYPES))),
    seldom(joined(st.one_of(bounds(NUMBERS), equals(NUMBERS)), perhaps(unit=st.just("g")))),
)


# Only an event beside another one, or at the edge of a window: the finest part of the language.
FOLLOWED = joined(
    words(event=st.just("treated"), after=anchors("diagnosed")), KIND, seldom(words(before=anchors("diagnosed")))
)
PRECEDED = joined(words(event=st.just("treated"), before=anchors("diagnosed")), KIND)
WINDOWED = joined(words(event=st.just("treated"), within=pick(DURATIONS)), KIND, seldom(words(complete=st.just(False))))


def combined(parts: st.SearchStrategy[Row]) -> st.SearchStrategy[Row]:
    several = st.lists(parts, min_size=1, max_size=3)
    counted = several.flatmap(lambda of: words(of=st.just(of), at_least=st.integers(1, len(of))))
    return st.one_of(words(all=several), words(any=several), words(**{"not": parts}), counted)


def readable(raw: Row) -> bool:
    """Contradictory windows and events that are their own anchor are refused, and tested elsewhere."""
    try:
        parse(raw, "condition")
    except ConditionError:
        return False
    return True


# Picked first, then drawn: `one_of` would give each kind of fact as much room as all events.
LEAVES = (
    pick((FACTS, LATEST, LATEST, EVENT, FOLLOWED, FOLLOWED, PRECEDED, WINDOWED))
    .flatmap(lambda strategy: strategy)
    .filter(readable)
)
CONDITIONS = st.recursive(LEAVES, combined, max_leaves=3)


@st.composite
def questions(draw: st.DrawFn) -> tuple[date, list[list[Row]], list[Row]]:
    """A date, ninety logs dealt from one hand of events, and conditions to ask of all of them."""
    at = draw(AT)
    born = draw(st.lists(births(at), min_size=6, max_size=6))
    others = draw(st.lists(happenings(at), min_size=30, max_size=30))
    dealt = st.tuples(st.lists(pick(born), max_size=2), st.lists(pick(others), min_size=1, max_size=4))
    people = draw(st.lists(dealt.map(lambda pair: pair[0] + pair[1]), min_size=90, max_size=90))
    alone = st.lists(LEAVES, min_size=4, max_size=4)
    return at, people, draw(alone) + draw(st.lists(CONDITIONS, min_size=2, max_size=2))


# Properties.


def table_of(people: list[list[Row]]) -> pa.Table:
    rows = [{"person": number, **row} for number, log in enumerate(people) for row in log]
    return pa.table({name: pa.array([row[name] for row in rows], kind) for name, kind in COLUMNS.items()})


Engine = Callable[[list[Condition], list[list[Row]], date], dict[int, list[str]]]


def on_duckdb(conditions: list[Condition], people: list[list[Row]], at: date) -> dict[int, list[str]]:
    compiled = compile_many({f"q{n}": c for n, c in enumerate(conditions)}, ibis.memtable(table_of(people)), at)
    rows = ibis.duckdb.connect(threads=1).to_pyarrow(compiled).to_pylist()
    return {row.pop("person"): list(row.values()) for row in rows}


def on_postgresql(store: Store) -> Engine:
    def ask(conditions: list[Condition], people: list[list[Row]], at: date) -> dict[int, list[str]]:
        table = table_of(people)
        events = ibis.table(ibis.memtable(table).schema(), name="current_event")
        query = ibis.to_sql(
            compile_many({f"q{n}": c for n, c in enumerate(conditions)}, events, at), dialect="postgres"
        )
        with store.connection() as connection, connection.transaction():
            connection.execute(_RELATION)
            with connection.cursor().copy("copy current_event from stdin") as copy:
                for row in table.to_pylist():
                    copy.write_row(tuple(row.values()))
            return {person: verdicts for person, *verdicts in connection.execute(query).fetchall()}

    return ask


_RELATION = """
    create temporary table current_event (person bigint, type text, day date, "precision" text, code text,
        value double precision, unit text, place text) on commit drop
"""


@pytest.fixture(scope="module", params=["duckdb", "postgresql"])
def engine(request: pytest.FixtureRequest) -> Iterator[Engine]:
    if request.param == "duckdb":
        yield on_duckdb
    else:
        with request.getfixturevalue("new_store")() as store:
            yield on_postgresql(store)


@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(question=questions())
def test_a_condition_says_the_same_of_one_person_as_of_many(
    engine: Engine, question: tuple[date, list[list[Row]], list[Row]]
) -> None:
    at, people, raw = question
    conditions = [parse(one, "condition") for one in raw]

    of_many = engine(conditions, people, at)

    of_each = {n: [evaluate(one, log, at).value for one in conditions] for n, log in enumerate(people)}
    assert of_many == of_each


@st.composite
def sharpened(draw: st.DrawFn, row: Row, at: date) -> Row:
    """The same event with its day known exactly and its code and number known: one of the ways it may have been."""
    days = [row["day"]]
    if row["precision"] in ("month", "year") and row["day"] <= at:
        first = row["day"].replace(day=1) if row["precision"] == "month" else date(row["day"].year, 1, 1)
        days = [day for day in (first + timedelta(days=n) for n in range(366)) if day <= at and _same_period(day, row)]
    sharp = {**row, "day": draw(pick(days)), "precision": "day"}
    if row["type"] in TYPES:
        sharp["code"] = row["code"] or draw(pick(CODES))
        number = row["value"]
        sharp["value"] = draw(pick(NUMBERS)) if number is None or number != number else number
    return sharp


def _same_period(day: date, row: Row) -> bool:
    return day.year == row["day"].year and (row["precision"] == "year" or day.month == row["day"].month)


@settings(max_examples=500, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_what_is_said_of_a_vague_log_stays_so_when_the_log_is_sharpened(data: st.DataObject) -> None:
    at = data.draw(AT)
    vague = data.draw(logs(at))
    condition = parse(data.draw(st.one_of(LEAVES, LEAVES, CONDITIONS)), "condition")
    sharp = [data.draw(sharpened(row, at)) for row in vague]

    said = evaluate(condition, vague, at).value

    assert said in ("unknown", evaluate(condition, sharp, at).value)
