"""Is the reference page what the definitions say today?"""

from pathlib import Path

from felles.definitions.reference_page import page

PAGE = Path(__file__).parents[3] / "docs/reference/content.md"


def test_the_reference_page_is_current() -> None:
    written = PAGE.read_text(encoding="utf-8")

    assert written == page(), "run: python -m felles.definitions.reference_page > docs/reference/content.md"


def test_the_page_marks_what_must_be_there() -> None:
    assert "| **unit** | the id of a unit | what is counted |" in page()
    assert "| series | a list; each a Point | published points, oldest first |" in page()
