"""A rule book with a gap or an overlap of dates is refused, and so is what cannot be meant."""

from collections.abc import Callable
from pathlib import Path

import pytest

from felles.definitions import ContentErrors, load_content
from felles.definitions.rule_folders import read_rule_folder

RULE = "rulebooks/elsewhere/wait.yaml"
FIRST = '"2020-01-01": {value: 7, source: strategy, verified: true, start: stated}'
SECOND = '"2024-01-01": {value: 5, source: strategy, verified: true, start: stated}'
Spoil = Callable[[str, str, str], Path]


def test_a_rule_is_known_by_its_folder_and_name(folder: Path) -> None:
    content = load_content(folder)

    assert list(content.rules) == ["elsewhere/wait"]
    assert content.rule_books == ("elsewhere",)
    assert [rule.id for rule in content.rule_book("elsewhere")] == ["wait"]


@pytest.mark.parametrize(
    ("passage", "other", "sentence"),
    [
        (FIRST, FIRST.replace("stated}", 'stated, until: "2023-06-01"}'), "a gap: one value until 2023-06-01"),
        (FIRST, FIRST.replace("stated}", 'stated, until: "2024-06-01"}'), "an overlap: one value until 2024-06-01"),
        (SECOND, SECOND.replace("stated}", 'stated, until: "2023-01-01"}'), "allowed is an end after the beginning"),
        (SECOND, SECOND.replace("2024-01-01", "2019-01-01"), "the oldest comes first"),
        (SECOND, SECOND.replace("2024-01-01", "2020-01-01"), "each key once"),
        (f"      {SECOND}\n", f"  - days:\n      {SECOND}\n", "an overlap: all pathways twice"),
        ("limits:\n", "step: referral_to_first_attendance\nlimits:\n", "limits beside a step"),
        (f"      {SECOND}\n", f"  - pathway: lung\n    days:\n      {SECOND}\n", "some limits with a pathway"),
        ("opens: [referred]", "opens: [Referred]", "an event type"),
    ],
)
def test_what_cannot_be_meant_is_refused(spoil: Spoil, passage: str, other: str, sentence: str) -> None:
    with pytest.raises(ContentErrors) as refused:
        load_content(spoil(RULE, passage, other))

    assert sentence in str(refused.value)
    assert "wait.yaml" in str(refused.value)


def test_an_end_that_the_next_value_follows_is_sound(spoil: Spoil) -> None:
    content = load_content(spoil(RULE, FIRST, FIRST.replace("stated}", 'stated, until: "2024-01-01"}')))

    assert content.rules["elsewhere/wait"].limits[0].days.latest.value == 5


def test_a_folder_of_ones_own_is_a_rule_book_with_its_own_sources(folder: Path) -> None:
    content = load_content(folder)
    own = folder / "rulebooks" / "elsewhere"
    text = (own / "wait.yaml").read_text(encoding="utf-8").replace("source: strategy", "source: ours")
    (own / "wait.yaml").write_text(text, encoding="utf-8")
    (own / "sources.yaml").write_text(
        "ours: {title: Our law, publisher: We, kind: official, mark: read}\n", encoding="utf-8"
    )

    assert [rule.id for rule in read_rule_folder(own, content)] == ["wait"]


def test_a_folder_that_names_an_unknown_source_or_holds_nothing_is_refused(folder: Path, tmp_path: Path) -> None:
    content = load_content(folder)
    own = folder / "rulebooks" / "elsewhere"
    (own / "wait.yaml").write_text(
        (own / "wait.yaml").read_text(encoding="utf-8").replace("source: strategy", "source: heresay")
    )
    (tmp_path / "empty").mkdir()

    with pytest.raises(ContentErrors, match="the id of a known source"):
        read_rule_folder(own, content)
    with pytest.raises(ContentErrors, match="a file for each interval"):
        read_rule_folder(tmp_path / "empty", content)
