"""YAML without a schema is read as plain values, by the rules of YAML 1.2."""

from datetime import date

import pytest
from yaml import YAMLError

from felles.definitions.plain_values import plain_values


@pytest.mark.parametrize("word", ["no", "yes", "on", "off", "12:30", "1_000", "0123", "1e3", "1.2.3"])
def test_what_looks_like_a_word_is_one(word: str) -> None:
    assert plain_values(f"said: {word}") == {"said": word}


def test_true_numbers_days_and_nothing_are_what_they_are() -> None:
    said = plain_values("[true, false, 12, -3, 0, 2.5, .5, 2026-03-02, ~, '12']")

    assert said == [True, False, 12, -3, 0, 2.5, 0.5, date(2026, 3, 2), None, "12"]


@pytest.mark.parametrize("text", ["a: 1\nb: 2\na: 3\n", "a: {b: 1, b: 2}", "a: [1", "a: !!python/object:os.system {}"])
def test_a_key_that_stands_twice_and_what_is_no_plain_yaml_are_refused(text: str) -> None:
    with pytest.raises(YAMLError):
        plain_values(text)
