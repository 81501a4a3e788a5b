"""Compiled code is kept for the sources it was made from, and for no others."""

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from felles.simulation import kept_code
from felles.simulation.kept_code import UNUSED_SECONDS, digest

PART = "from felles.simulation.compiling import part\n\n\n@part\ndef added(number):\n    return number + {by}\n"
KERNEL = """from felles.simulation.compiling import kernel
from felles.simulation.numbers import FACTOR
from felles.simulation.parts import added


@kernel
def answer(number):
    return FACTOR * added(number)
"""
ASK = "from felles.simulation.asking import answer; print(answer(10), answer.stats.cache_hits[answer.signatures[0]])"


@pytest.fixture
def package(tmp_path: Path) -> Path:
    """A tiny package in the place of ours: a kernel, a part and a number, each in a file of its own."""
    made = tmp_path / "src" / "felles" / "simulation"
    made.mkdir(parents=True)
    (made.parent / "__init__.py").touch()
    (made / "__init__.py").touch()
    for name in ("compiling.py", "kept_code.py"):
        (made / name).write_text((kept_code.SOURCES / name).read_text())
    (made / "parts.py").write_text(PART.format(by=1))
    (made / "numbers.py").write_text("FACTOR = 2\n")
    (made / "asking.py").write_text(KERNEL)
    return made


def ask(package: Path, **environment: str) -> tuple[int, bool]:
    """What the kernel answers in a new process, and whether it was compiled before."""
    kept_away = {name: value for name, value in os.environ.items() if not name.startswith("NUMBA_")}
    told = subprocess.run(
        [sys.executable, "-c", ASK], check=True, capture_output=True, text=True, cwd=package.parents[1],
        env={**kept_away, "PYTHONPATH": str(package.parents[1]), **environment},
    ).stdout.split()  # fmt: skip
    return int(told[0]), told[1] == "1"


def folders(root: Path) -> list[str]:
    return sorted(path.name for path in root.glob("felles-*"))


def test_a_change_of_a_part_in_another_file_is_compiled(package: Path):
    first = ask(package)
    again = ask(package)

    (package / "parts.py").write_text(PART.format(by=5))

    assert (first, again) == ((22, False), (22, True))
    assert ask(package) == (30, False)


def test_a_change_of_a_number_that_a_kernel_takes_from_another_file_is_compiled(package: Path):
    before = digest(package)

    (package / "numbers.py").write_text("FACTOR = 3\n")

    assert digest(package) != before


def test_a_change_of_a_file_that_no_kernel_reads_compiles_nothing(package: Path):
    before = digest(package)

    (package / "reports.py").write_text("TITLE = 'Lives'\n")

    assert digest(package) == before


def test_the_folder_that_the_user_names_is_used(package: Path, tmp_path: Path):
    ask(package, NUMBA_CACHE_DIR=str(tmp_path / "kept"))

    assert len(folders(tmp_path / "kept")) == 1
    assert folders(package / "__pycache__") == []


def test_sources_that_nobody_may_write_beside_are_kept_in_the_cache_of_the_user(package: Path, tmp_path: Path):
    (package / "__pycache__").touch()  # not even root makes a folder in a file

    first = ask(package, PYTHONDONTWRITEBYTECODE="1", XDG_CACHE_HOME=str(tmp_path / "users"))
    again = ask(package, PYTHONDONTWRITEBYTECODE="1", XDG_CACHE_HOME=str(tmp_path / "users"))

    assert (first, again) == ((22, False), (22, True))
    assert len(folders(tmp_path / "users" / "numba")) == 1


def test_folders_of_earlier_sources_go_when_nobody_has_used_them_for_a_while_and_only_those(package: Path):
    ask(package)
    cache = package / "__pycache__"
    [earlier] = folders(cache)
    recent, foreign = f"{earlier[:16]}{'0' * 24}", "felles-of-somebody-else"
    for name in (recent, foreign):
        (cache / name).mkdir()
    long_ago = time.time() - 2 * UNUSED_SECONDS
    for name in (earlier, foreign):
        os.utime(cache / name, (long_ago, long_ago))
    (package / "parts.py").write_text(PART.format(by=5))

    ask(package)

    left = folders(cache)
    assert earlier not in left
    assert {recent, foreign} <= set(left)
    assert len(left) == 3
