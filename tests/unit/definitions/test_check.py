"""What does `felles check` find that reading the files does not?"""

from collections.abc import Callable
from pathlib import Path

from felles.definitions import content_folder
from felles.definitions.check import check

BREAST = "pathways/breast.yaml"
LATER_LIMIT = '"2021-05-01": {value: 12, source: strategy'


def said_of(file: str, folder: Path) -> list[str]:
    return [sentence for sentence in check(folder) if sentence.startswith(f"content/{file}")]


def test_the_content_that_ships_is_sound() -> None:
    assert check(content_folder()) == []


def test_load_errors_are_told(spoil: Callable[..., Path]) -> None:
    folder = spoil(BREAST, "status: active", "status: activ")

    assert check(folder) == [
        'content/pathways/breast.yaml, line 4, "status": got activ; allowed is one of "active", "retired". '
        'Did you mean "active"?'
    ]


def test_a_source_that_nothing_names_is_told(spoil: Callable[..., Path]) -> None:
    folder = spoil("sources.yaml", "memory:", "other: {title: O, publisher: O, kind: web, mark: read}\nmemory:")

    assert said_of("sources.yaml", folder) == [
        'content/sources.yaml, "other": got a source that no figure names; allowed is only sources that are named.'
    ]


def test_missing_goals_are_told_by_number(folder: Path) -> None:
    told = said_of("goals,", folder)

    assert 'content/goals, "number": got 2 in 0 goals; allowed is each of 1 to 17 once.' in told
    assert 'content/goals, "number": got 1 in 1 goals; allowed is each of 1 to 17 once.' not in told


def test_an_indicator_that_no_goal_lists_is_told(folder: Path) -> None:
    text = (folder / "indicators/smoking.yaml").read_text(encoding="utf-8")
    (folder / "indicators/snus.yaml").write_text(text.replace("id: smoking", "id: snus"), encoding="utf-8")

    assert said_of("indicators", folder) == [
        'content/indicators/snus.yaml, "goal": got "01_tobacco", but it is listed by no goal; '
        "allowed is the one goal that lists it."
    ]


def test_a_remembered_baseline_is_told(spoil: Callable[..., Path]) -> None:
    folder = spoil("indicators/smoking.yaml", "  source: strategy", "  source: memory")

    assert said_of("indicators", folder) == [
        'content/indicators/smoking.yaml, "baseline": got "memory"; '
        "allowed is a source that was read, for the figure is shown as official."
    ]


def test_a_limit_verified_from_memory_is_told(spoil: Callable[..., Path]) -> None:
    folder = spoil(BREAST, LATER_LIMIT, LATER_LIMIT.replace("strategy", "memory"))

    assert said_of(BREAST, folder) == [
        'content/pathways/breast.yaml, "limits.first_attendance_to_decision.2021-05-01": '
        'got verified, with the source "memory"; allowed is verified only with a source that was read.'
    ]


def test_a_code_verified_without_a_source_is_told(spoil: Callable[..., Path]) -> None:
    folder = spoil(BREAST, "verified: false, source: memory", "verified: true")

    assert said_of(BREAST, folder) == [
        'content/pathways/breast.yaml, "prefix": got verified, without a source; '
        "allowed is verified only with a source that was read."
    ]
