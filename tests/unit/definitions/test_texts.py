"""What does a text say in a language that it is not written in?"""

from felles.definitions import Texts


def test_a_text_without_sami_is_said_in_bokmal() -> None:
    text = Texts(nb="Brystkreft", nn="Brystkreft", en="Breast cancer")

    assert text.in_language("se") == "Brystkreft"
    assert text.in_language("en") == "Breast cancer"
