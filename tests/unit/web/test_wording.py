"""The catalogue of texts: each is there in every language, says the same things, and is used."""

import re
from pathlib import Path
from string import Formatter

import pytest

import felles.web
from felles.web.wording import LANGUAGES, Language, Text, UnknownText, in_language, say, texts_in

WEB = Path(felles.web.__file__).parent
CODE = "\n".join(file.read_text("utf-8") for kind in ("py", "html") for file in sorted(WEB.rglob(f"*.{kind}")))


def forms(text: Text) -> list[str]:
    return [text] if isinstance(text, str) else list(text.values())


def placeholders(text: Text) -> set[str]:
    return {name for form in forms(text) for _, name, _, _ in Formatter().parse(form) if name}


def named_in_code() -> set[str]:
    files = "|".join({name.split(".")[0] for name in texts_in("nb")})
    return set(re.findall(rf'["\']((?:{files})\.(?!html)[a-z_0-9]*[a-z0-9])["\']', CODE))


def families_in_code() -> tuple[str, ...]:
    by_tag = {f"names.{family}_" for family in re.findall(r'{% name "([a-z_]+)"', CODE)}
    by_name = set(re.findall(r'["\']([a-z_]+\.[a-z_]+_)[{"\']', CODE))
    return tuple(by_tag | by_name)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_the_same_texts(language: Language) -> None:
    assert texts_in(language).keys() == texts_in("nb").keys()


@pytest.mark.parametrize("name", sorted(texts_in("nb")))
def test_a_text_has_the_same_values_and_forms_in_every_language(name: str) -> None:
    texts = [texts_in(language)[name] for language in LANGUAGES]

    assert len({frozenset(placeholders(text)) for text in texts}) == 1
    assert len({len(forms(text)) for text in texts}) == 1
    assert all(form.strip() == form and form for text in texts for form in forms(text))


def test_every_text_that_a_page_asks_for_is_there() -> None:
    assert named_in_code() <= texts_in("nb").keys()


def test_no_text_is_unused() -> None:
    used = named_in_code()

    unused = {name for name in texts_in("nb") if name not in used and not name.startswith(families_in_code())}

    assert unused == set()


def test_a_number_chooses_between_one_and_many() -> None:
    assert say("nb", "search.hits", n=1) == "Ett treff"
    assert say("nb", "search.hits", n=3) == "3 treff"


def test_an_unknown_text_is_told_with_where_to_put_it() -> None:
    with pytest.raises(UnknownText, match=r'"public\.nowhere" in texts/nn'):
        say("nn", "public.nowhere")


def test_words_fall_back_to_the_nearest_language() -> None:
    assert in_language({"nb": "kreft", "en": "cancer"}, "nn") == "kreft"
    assert in_language({"nb": "", "en": "cancer"}, "nb") == "cancer"
