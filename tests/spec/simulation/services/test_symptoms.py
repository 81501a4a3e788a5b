"""How do patients feel, what do they answer, and does triage find those who are worst?"""

import json

import numpy as np
import pytest

from felles.simulation.calendar import NO_DAY
from felles.simulation.parameters import Draw
from felles.simulation.services.made import BEGINS, answer_numbers, answer_words, last_treatment
from felles.simulation.services.symptoms import (
    GREEN,
    KINDS,
    LEFT_OUT,
    RED,
    YELLOW,
    Weeks,
    answers,
    felt,
    prepare,
    triage,
    true_levels,
)

SEED, NEVER = 3, np.inf
NO_REPORT = np.full((1, 5), LEFT_OUT, np.int8)


@pytest.fixture(scope="module")
def model(simulation):
    return prepare(simulation.records["symptom_course"]["felles_weekly"], Draw())


def weeks(count, kind="none", since=0.0, until=NEVER):
    """The first report of as many patients."""
    return Weeks(
        person=np.arange(count, dtype=np.uint32),
        tumour=np.ones(count, np.int64),
        week=np.zeros(count, np.int64),
        kind=np.full(count, KINDS.index(kind), np.uint8),
        since=np.full(count, since),
        until=np.full(count, until),
    )


def given(*row):
    return np.array([row], np.int8)


def test_a_course_of_medicine_is_felt_less_as_the_days_pass(model):
    fresh = felt(model, SEED, weeks(500, "systemic", since=1.0)).mean(axis=0)

    later = felt(model, SEED, weeks(500, "systemic", since=20.0)).mean(axis=0)

    assert (later < fresh).all()


def test_a_disease_that_comes_back_is_felt_in_the_weeks_before_it_is_found(model):
    far, near = (felt(model, SEED, weeks(500, until=days)).mean() for days in (400.0, 7.0))

    assert near > far + 0.5


def test_the_same_person_feels_the_same_when_asked_again_alone(model):
    crowd = felt(model, SEED, weeks(50))

    alone = felt(model, SEED, Weeks(*(column[20:21] for column in weeks(50))))

    assert (alone[0] == crowd[20]).all()


def test_answers_are_on_the_scale_and_at_most_one_is_left_out(model):
    made = answers(model, SEED, weeks(5000, "systemic"), felt(model, SEED, weeks(5000, "systemic")))

    assert set(np.unique(made)) == {LEFT_OUT, 0, 1, 2, 3, 4}
    assert (made == LEFT_OUT).sum(axis=1).max() == 1
    assert (made == LEFT_OUT).any(axis=1).mean() == pytest.approx(model.left_out, abs=0.01)


def test_triage_finds_most_of_those_who_are_worst_but_not_all(model):
    ill = weeks(20_000, "systemic", since=2.0, until=30.0)
    levels = felt(model, SEED, ill)
    made = answers(model, SEED, ill, levels)

    colour, truth = triage(made, np.full_like(made, LEFT_OUT)), true_levels(model, levels)

    found = (colour[truth == RED] >= YELLOW).mean()
    assert 0.9 < found <= 1.0
    assert 0 < (colour[truth == GREEN] >= YELLOW).mean() < 0.5


@pytest.mark.parametrize(
    ("now", "before", "colour"),
    [
        (given(0, 1, 2, 0, 0), NO_REPORT, GREEN),
        (given(0, 3, 0, 0, 0), NO_REPORT, YELLOW),
        (given(4, 0, 0, 0, 0), NO_REPORT, RED),
        (given(0, 2, 0, 0, 0), given(0, 0, 0, 0, 0), YELLOW),
        (given(0, 2, 0, 0, 0), given(0, 1, 0, 0, 0), GREEN),
        (given(0, LEFT_OUT, 0, 0, 0), given(0, 0, 0, 0, 0), YELLOW),
        (given(2, 0, 0, 0, 0), given(LEFT_OUT, 0, 0, 0, 0), GREEN),
    ],
)
def test_the_rule_gives_each_report_its_colour(now, before, colour):
    assert triage(now, before).tolist() == [colour]


@pytest.mark.parametrize(
    "row", [(0, 0, 0, 0, 0), (4, 3, 2, 1, 0), (4, 4, 4, 4, 4), (LEFT_OUT, 1, 2, 3, 4), (1, 2, 3, 4, LEFT_OUT)]
)
def test_an_answer_is_written_as_it_was_given(row):
    items = ("pain", "fatigue", "nausea", "breath", "mood")

    word = answer_words(items, "1")[int(answer_numbers(given(*row))[0])]

    assert json.loads(word)["answers"] == {
        item: None if answer == LEFT_OUT else answer for item, answer in zip(items, row, strict=True)
    }


def test_what_is_felt_is_the_latest_treatment(simulation):
    begins = {name: np.full(1, NO_DAY, np.int32) for name in BEGINS}
    begins["reports_from_home.surgery_on"][:] = 100
    begins["reports_from_home.later_systemic_on"][:] = 140

    days = {day: last_treatment(np.array([day]), begins, np.array([200], np.int32)) for day in (90, 130, 165, 230)}

    assert {day: (KINDS[kind[0]], since[0]) for day, (kind, since) in days.items()} == {
        90: ("none", 0.0),
        130: ("surgery", 30.0),
        165: ("systemic", 4.0),
        230: ("systemic", 30.0),
    }
