"""By which spellings is somebody found, and what does a digest give away?"""

from hypothesis import given
from hypothesis import strategies as st

from felles.store.identity.lookup import digester, normal_name, searched_names


def test_capitals_spaces_and_order_do_not_matter_to_a_name() -> None:
    assert normal_name("  KARI\tBerg  Ås ") == normal_name("Kari Berg Ås")
    assert normal_name("Ås, Kari Berg") == normal_name("Kari Berg Ås")


def test_letters_do_matter_however_they_are_put_together() -> None:
    assert normal_name("Ka\u030are") == normal_name("K\u00e5re")
    assert normal_name("Kåre") != normal_name("Kare")


@given(st.text())
def test_a_normal_name_stays_as_it_is(name: str) -> None:
    once = normal_name(name.replace(",", ""))

    assert normal_name(once) == once


def test_somebody_is_found_with_and_without_the_middle_name() -> None:
    assert searched_names("Kari Marie", "Ås") == {"kari marie ås", "kari ås"}
    assert searched_names("Kari", "Ås") == {"kari ås"}
    assert searched_names("", "") == set()


def test_a_digest_depends_on_key_namespace_and_identifier() -> None:
    digest = digester(b"k" * 64, "registry")("1")

    assert len(digest) == 32
    assert digest == digester(b"k" * 64, "registry")("1")
    assert digest != digester(b"l" * 64, "registry")("1")
    assert digest != digester(b"k" * 64, "another")("1")
    assert digest != digester(b"k" * 64, "registry")("2")


def test_a_namespace_never_runs_into_the_identifier() -> None:
    assert digester(b"k" * 64, "a")("b1") != digester(b"k" * 64, "ab")("1")
    assert digester(b"k" * 64, "a:")("1") != digester(b"k" * 64, "a")(":1")
