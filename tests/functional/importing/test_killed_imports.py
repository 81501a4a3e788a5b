"""An import that is killed anywhere and run again ends as if it had never been killed."""

import json
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

FELLES = Path(sys.executable).with_name("felles")
PATIENTS = 30_000


@pytest.fixture(scope="module")
def registry_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Made-up patients in the layout of the Finnish melanoma file, so many that an import takes its time."""
    draw = random.Random(3)
    path = tmp_path_factory.mktemp("registry") / "patients.csv"
    lines = ["id,sex,born,diagnosed,age,stage,subsite,status,exit_date"]
    for number in range(PATIENTS):
        sex, stage = draw.choice(("Female", "Male")), draw.choice(("Localised", "Regional", "Distant", "Unknown"))
        year, status = draw.randrange(1975, 1995), draw.choice(("Alive", "Dead: cancer", "Dead: other"))
        lines.append(f"{number},{sex},1940-02-03,{year}-05-01,{year - 1940},{stage},Trunk,{status},1995-12-31")
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def _felles(home: Path, *words: str) -> dict[str, object]:
    done = subprocess.run(
        [FELLES, *words, "--json"], env=_environment(home), capture_output=True, text=True, check=True
    )
    found: dict[str, object] = json.loads(done.stdout)
    return found


def _environment(home: Path) -> dict[str, str]:
    return os.environ | {"FELLES_HOME": str(home)}


def test_a_killed_import_run_again_gives_the_same_log(registry_file: Path, tmp_path: Path) -> None:
    unbroken, killed = tmp_path / "unbroken", tmp_path / "killed"
    words = ("import", str(registry_file), "--mapping", "melanoma_finland")
    start = time.monotonic()
    _felles(unbroken, *words)
    whole = time.monotonic() - start

    for part in (0.5, 0.7, 0.85):  # of the time it takes: while reading, while appending
        process = subprocess.Popen([FELLES, *words], env=_environment(killed), stderr=subprocess.DEVNULL)
        time.sleep(part * whole)
        process.send_signal(signal.SIGKILL)
        process.wait()
    finished = _felles(killed, *words)

    assert finished["rejects"] == 0
    one, other = _felles(unbroken, "status"), _felles(killed, "status")
    for name in ("persons", "events", "log_hash", "projections_hash"):
        assert one[name] == other[name]
    assert one["persons"] == PATIENTS
