"""What is sealed for a person opens for that person, with that key, in that place, and nowhere else."""

from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from felles.store.identity.keys import Keys
from felles.store.identity.sealing import PERSON_KEY_BYTES, PersonKey, SealBroken, Wrapping, new_person_keys

KEY = PersonKey(bytes(range(PERSON_KEY_BYTES)))
OTHER_KEY = PersonKey(bytes(reversed(range(PERSON_KEY_BYTES))))
KEYS = Keys(master=b"m" * 64, lookup=b"l" * 64)
PERSON = UUID("5d1c46c5-1c0f-4a39-8f0f-0d9d1c2f3a4b").bytes


@given(st.binary())
def test_what_is_sealed_opens_again(plain: bytes) -> None:
    assert KEY.unseal(KEY.seal(plain, b"text"), b"text") == plain


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"])))
def test_an_identifier_that_is_sealed_opens_again(identifier: str) -> None:
    assert KEY.unseal_identifier(KEY.seal_identifier(identifier, "no"), "no") == identifier


@given(st.binary(min_size=4))
def test_what_is_sealed_does_not_show_what_it_was(plain: bytes) -> None:
    assert plain not in KEY.seal(plain, b"text")


@given(st.binary())
def test_equal_text_of_one_person_is_equal_when_sealed_and_of_two_persons_is_not(plain: bytes) -> None:
    assert KEY.seal(plain, b"text") == KEY.seal(plain, b"text")
    assert KEY.seal(plain, b"text") != OTHER_KEY.seal(plain, b"text")
    assert KEY.seal(plain, b"text") != KEY.seal(plain, b"profile")


def test_an_identifier_is_never_sealed_the_same_way_twice() -> None:
    assert KEY.seal_identifier("registry-0001", "registry") != KEY.seal_identifier("registry-0001", "registry")


@given(st.binary(max_size=40), st.data())
def test_any_changed_bit_is_noticed(plain: bytes, data: st.DataObject) -> None:
    sealed = bytearray(KEY.seal(plain, b"text"))
    bit = data.draw(st.integers(0, 8 * len(sealed) - 1))
    sealed[bit // 8] ^= 1 << bit % 8

    with pytest.raises(SealBroken):
        KEY.unseal(bytes(sealed), b"text")


@given(st.text(alphabet="0123456789", max_size=11), st.data())
def test_any_changed_bit_of_an_identifier_is_noticed(identifier: str, data: st.DataObject) -> None:
    sealed = bytearray(KEY.seal_identifier(identifier, "no"))
    bit = data.draw(st.integers(0, 8 * len(sealed) - 1))
    sealed[bit // 8] ^= 1 << bit % 8

    with pytest.raises(SealBroken):
        KEY.unseal_identifier(bytes(sealed), "no")


def test_what_is_cut_short_is_noticed() -> None:
    for short in (b"", b"x" * 15):
        with pytest.raises(SealBroken):
            KEY.unseal(short, b"text")
        with pytest.raises(SealBroken):
            KEY.unseal_identifier(short, "no")


def test_another_persons_key_another_context_or_namespace_opens_nothing() -> None:
    with pytest.raises(SealBroken):
        OTHER_KEY.unseal(KEY.seal(b"a word", b"text"), b"text")
    with pytest.raises(SealBroken):
        KEY.unseal(KEY.seal(b"a word", b"text"), b"profile")
    with pytest.raises(SealBroken):
        KEY.unseal_identifier(KEY.seal_identifier("1", "one registry"), "another registry")


def test_a_wrapped_key_opens_for_its_own_person_with_its_own_master_key_alone() -> None:
    wrapped = Wrapping(KEYS).wrap(PERSON, KEY)

    assert Wrapping(KEYS).unwrap(PERSON, wrapped) == KEY
    with pytest.raises(SealBroken):
        Wrapping(KEYS).unwrap(uuid4().bytes, wrapped)
    with pytest.raises(SealBroken):
        Wrapping(Keys(master=b"n" * 64, lookup=b"l" * 64)).unwrap(PERSON, wrapped)


def test_every_new_person_has_a_key_of_their_own() -> None:
    keys = new_person_keys(1000)

    assert len({key.secret for key in keys}) == 1000
    assert {len(key.secret) for key in keys} == {PERSON_KEY_BYTES}


def test_keys_are_not_shown_where_they_are_printed() -> None:
    assert "mmm" not in repr(KEYS)
    assert "lll" not in repr(KEYS)
    assert repr(KEY) == "PersonKey()"
