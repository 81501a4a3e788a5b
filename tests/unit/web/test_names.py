"""What are places called where the log tells only what kind of place it was?"""

import pytest

from felles.definitions import Content
from felles.web.components.names import place_name, within_a_sentence

KINDS = ("hospital", "municipality", "gp", "home", "nursing_home", "other", "ZZ:abroad")


@pytest.mark.parametrize("kind", KINDS)
def test_a_place_that_is_told_by_its_kind_is_said_in_words_in_every_language(kind: str, content: Content) -> None:
    words = [place_name(content, language, kind) for language in ("nb", "nn", "en")]

    assert all(word[0].isupper() and "_" not in word for word in words)


def test_within_a_sentence_a_kind_of_place_is_no_name_and_a_name_stays_one() -> None:
    assert within_a_sentence("gp", "Fastlegen") == "fastlegen"
    assert within_a_sentence("3405", "Kommunen der pasienten bor (3405)") == "kommunen der pasienten bor (3405)"
    assert within_a_sentence("innlandet", "Innlandet") == "Innlandet"
