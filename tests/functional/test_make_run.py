"""The README's first command, as a newcomer gives it: a page, a clean stop, and the same data the second time."""

import os
import shutil
import signal
import socket
import subprocess
import time
import urllib.request
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.mark.skipif(shutil.which("make") is None, reason="make is not installed.")
def test_make_run_serves_stops_cleanly_and_keeps_its_data(tmp_path: Path) -> None:
    first = _one_run(tmp_path)
    second = _one_run(tmp_path)

    assert "17" in first["page"]
    assert "made-up people" in first["said"]
    assert "Loaded" not in second["said"]
    assert second["page"].count("Tiårsmål") == first["page"].count("Tiårsmål")


def _one_run(home: Path) -> dict[str, str]:
    port = _free_port()
    environment = os.environ | {"FELLES_HOME": str(home), "FELLES_PORT": str(port)}
    process = subprocess.Popen(
        ["make", "run"], cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
        start_new_session=True,
    )  # fmt: skip
    try:
        page = _page(port, process)
    finally:
        os.killpg(process.pid, signal.SIGINT)
        said, _ = process.communicate(timeout=60)
    assert "Traceback" not in said
    left = subprocess.run(["pgrep", "-f", str(home)], capture_output=True, text=True, check=False).stdout
    assert left == "", "something of this home is still running"
    return {"page": page, "said": said}


def _page(port: int, process: subprocess.Popen[str]) -> str:
    for _ in range(240):
        if process.poll() is not None:
            pytest.fail(f"make run ended: {process.stdout.read() if process.stdout else ''}")
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=5) as answer:
                text: str = answer.read().decode()
                return text
        except OSError:
            time.sleep(0.5)
    pytest.fail("no page after two minutes")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
