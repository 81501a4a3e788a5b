"""Is docs/reference/events.md what the vocabulary says today?"""

from pathlib import Path

from felles.events import EVENT_TYPES
from felles.events.reference import reference

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "events.md"
HOW = "The page is old. Write it anew: .venv/bin/python -m felles.events.reference > docs/reference/events.md"


def test_the_reference_of_events_is_current():
    assert PAGE.read_text(encoding="utf-8") == reference(), HOW


def test_the_reference_names_every_type_with_its_codes_and_fields():
    page = reference()

    for kind in EVENT_TYPES.values():
        section = page.split(f"\n### {kind.name}\n")[1].split("\n### ")[0]
        assert kind.sentence in section
        assert all(f"| `{code}` |" in section for code in kind.codes)
        assert all(f"| `{name}` |" in section for name in kind.data["properties"])
