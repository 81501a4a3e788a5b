"""The edges of the site: what the log says, what an address hides, how files are found and how serving stops."""

import io
import logging
import signal
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest

from felles.web.assets import MissingAssets, files_of_others
from felles.web.quiet_log import QuietFormatter
from felles.web.settings import database

ROOT = Path(__file__).parents[3]
SERVE = """
import sys
from felles.web.serving import serve
def application(environ, start):
    start("200 OK", [("Content-Type", "text/plain")])
    return [b"here"]
serve(application, port=int(sys.argv[1]), threads=2)
print("stopped")
"""


def test_a_fault_is_logged_with_where_and_what_kind_but_not_with_its_message() -> None:
    written = io.StringIO()
    log = logging.Logger("felles.web.test")
    handler = logging.StreamHandler(written)
    handler.setFormatter(QuietFormatter())
    log.addHandler(handler)

    try:
        raise ValueError("Kari Nordlys, 05896810040")
    except ValueError:
        log.exception("Something went wrong.")

    assert "ValueError" in written.getvalue()
    assert "test_a_fault_is_logged" in written.getvalue()
    assert "Kari" not in written.getvalue()
    assert "05896810040" not in written.getvalue()


def test_missing_style_sheets_are_told_with_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(MissingAssets, match="Run `make`"):
        files_of_others(tmp_path)


def test_the_style_sheets_and_fonts_of_others_are_where_make_puts_them() -> None:
    files = files_of_others(ROOT / "node_modules")

    assert "designsystemet/index.css" in files
    assert any(name.endswith(".woff2") for name in files)


def test_the_address_of_the_database_becomes_djangos_settings_with_the_schema_of_the_web() -> None:
    settings = database("postgresql:///?host=/tmp/here&port=5433&dbname=felles&user=felles_web&password=p%20w")

    assert (settings["NAME"], settings["USER"], settings["PASSWORD"]) == ("felles", "felles_web", "p w")
    assert (settings["HOST"], settings["PORT"]) == ("/tmp/here", "5433")
    assert settings["OPTIONS"]["options"] == "-c search_path=web"


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_serving_stops_within_a_few_seconds_when_asked(number: signal.Signals, free_port: int) -> None:
    serving = subprocess.Popen([sys.executable, "-c", SERVE, str(free_port)], stdout=subprocess.PIPE, text=True)
    answered = answer_of(f"http://127.0.0.1:{free_port}/")

    serving.send_signal(number)
    said, _ = serving.communicate(timeout=8)

    assert answered == b"here"
    assert said == "stopped\n"
    assert serving.returncode == 0


def answer_of(address: str) -> bytes:
    for _ in range(100):
        try:
            with urllib.request.urlopen(address, timeout=1) as answer:
                return bytes(answer.read())
        except OSError:
            time.sleep(0.1)
    raise AssertionError("Nothing answered.")
