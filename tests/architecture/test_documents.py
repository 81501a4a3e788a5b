"""What the documents say is there, is there; what must not be in the tree, is not."""

import re
import subprocess
from pathlib import Path

import pytest
from typer.main import get_command

from felles.cli import app

ROOT = Path(__file__).parents[2]
FILES = [
    ROOT / name
    for name in subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout.splitlines()
]
DOCUMENTS = sorted(path for path in FILES if path.suffix == ".md" and path.exists())
COMMANDS = set(get_command(app).commands)  # type: ignore[attr-defined]


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_link_of_a_document_leads_somewhere(document: Path) -> None:
    prose = re.sub(r"```.*?```|`[^`\n]*`", "", document.read_text(encoding="utf-8"), flags=re.S)
    links = re.findall(r"\]\((?!https?:|#|mailto:)([^)#\s]+)", prose)

    assert [link for link in links if not (document.parent / link).exists()] == []


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_command_that_a_document_names_exists(document: Path) -> None:
    text = document.read_text(encoding="utf-8")
    named = set(
        re.findall(r"(?:^|[`$ /])felles ([a-z]+)(?=[ `\n])", "\n".join(re.findall(r"```.*?```|`[^`\n]+`", text, re.S)))
    )

    assert named - COMMANDS == set()


def test_the_readme_names_every_command() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")

    assert [name for name in COMMANDS - {"run"} if f"felles {name}" not in readme] == []
    assert len(readme.splitlines()) < 80


def test_no_file_names_a_package_registry_or_a_path_of_one_machine() -> None:
    hosts = "|".join(
        ("pythonhosted" + r"\.org", "//pypi" + r"\.org", "registry" + r"\.npmjs", "deb" + r"\.debian\.org")
    )
    found = []
    for path in FILES:
        if path.exists() and path.stat().st_size < 2_000_000 and path.suffix not in (".png", ".woff2", ".parquet"):
            text = path.read_text(encoding="utf-8", errors="replace")
            if re.search(hosts, text) or re.search(r"(?<![\w.])/(?:work|farm)/\w", text):
                found.append(str(path.relative_to(ROOT)))

    assert found == []
