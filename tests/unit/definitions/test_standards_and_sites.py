"""What is said to the author of a standard population or a site that cannot be used?"""

from collections.abc import Callable
from pathlib import Path

import pytest

from felles.definitions import ContentErrors, load_content

Spoil = Callable[..., Path]


@pytest.mark.parametrize(
    ("passage", "other", "said"),
    [
        ('"0-4": 2', '"0-5": 2', 'got "0-5"; allowed is "0-4": five years a group, in order, the last open'),
        ('"5+": 1', '"10+": 1', 'got "10+"; allowed is "5+"'),
        ('"0-4": 2', '"0-4": -2', "got -2 for 0-4; allowed is 0 or more"),
        ('"0-4": 2, "5+": 1', '"0-4": 0, "5+": 0', "got weights that sum to nothing"),
    ],
)
def test_weights_that_cannot_be_used_are_refused(spoil: Spoil, passage: str, other: str, said: str) -> None:
    folder = spoil("standards/young.yaml", passage, other)

    with pytest.raises(ContentErrors) as refused:
        load_content(folder)

    assert said in str(refused.value)


@pytest.mark.parametrize(
    ("other", "said"),
    [("C34-C33", "lowest first"), ("C33-C34.1", "lowest first"), ("34", "a code of ICD-10 in quotes")],
)
def test_a_range_of_codes_that_is_none_is_refused(spoil: Spoil, other: str, said: str) -> None:
    folder = spoil("sites.yaml", "C33-C34", other)

    with pytest.raises(ContentErrors) as refused:
        load_content(folder)

    assert said in str(refused.value)
