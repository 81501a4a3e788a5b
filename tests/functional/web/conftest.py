"""A running Felles with the made-up people, and a browser to look at it with."""

import html
import json
import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import APIRequestContext, Browser, BrowserContext, Page, sync_playwright
from typer.testing import CliRunner

from felles.cli import app

ROOT = Path(__file__).parents[3]
FELLES = Path(sys.executable).with_name("felles")
AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
CHROMIUM_MISSING = "The browser tests need Chromium: sudo apt-get install chromium-headless-shell (or chromium)."
# Without a window each page takes a sixth of the work: the whole browser draws its own surface even where nobody sees it.
CHROMIUM = ("chromium-headless-shell", "chromium")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]

LAPTOP = {"width": 1280, "height": 900}
PHONE = {"width": 390, "height": 844}

# One made-up patient in the layout of the melanoma file, so that an analyst has a registry's identifier to search for.
REGISTRY_FILE = """id,sex,age,born,diagnosed,stage,subsite,status,exit_date
17,Female,62,1919-04-02,1981-06-15,Localised,Trunk,Dead: other,1992-01-12
"""


@dataclass(frozen=True)
class Running:
    """A Felles that serves pages."""

    address: str
    home: Path
    log: Path

    def felles(self, *words: str) -> str:
        """What the command says on its standard output. In this process: another takes longer to start than to answer."""
        done = CliRunner().invoke(app, words, env=_environment(self.home), catch_exceptions=False)
        assert done.exit_code == 0, done.stderr
        return done.stdout

    def status_of(self, path: str) -> int:
        try:
            with urllib.request.urlopen(self.address + path, timeout=20) as answer:
                return int(answer.status)
        except urllib.error.HTTPError as refused:
            return refused.code


@pytest.fixture(scope="session")
def felles(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    folder = tmp_path_factory.mktemp("felles_web")
    port, log = _free_port(), folder / "log.txt"
    running = Running(f"http://127.0.0.1:{port}", folder / "home", log)
    with log.open("w") as written:
        process = subprocess.Popen(
            [FELLES, "run", "--no-region", "--port", str(port)],
            env=_environment(running.home),
            stdout=written,
            stderr=written,
        )
    try:
        _wait_for(running, process)
        registry_file = folder / "registry.csv"
        registry_file.write_text(REGISTRY_FILE)
        imported = running.felles("import", str(registry_file), "--mapping", "melanoma_finland", "--json")
        assert json.loads(imported)["events_new"] == 4
        yield running
    finally:
        process.terminate()
        assert process.wait(timeout=60) == 0, log.read_text()


def _environment(home: Path) -> dict[str, str]:
    return {**os.environ, "FELLES_HOME": str(home), "FELLES_THREADS": "2"}


def _wait_for(running: Running, process: subprocess.Popen[Any]) -> None:
    for _ in range(240):
        assert process.poll() is None, running.log.read_text()
        try:
            if running.status_of("/") == 200:
                return
        except OSError:
            time.sleep(0.5)
    raise AssertionError("Felles did not answer within two minutes: " + running.log.read_text())


def _free_port() -> int:
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        return int(listening.getsockname()[1])


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    program = next(filter(None, map(shutil.which, CHROMIUM)), None)
    if program is None:
        if os.environ.get("CI"):
            pytest.fail(CHROMIUM_MISSING)
        pytest.skip(CHROMIUM_MISSING)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def visit(chromium: Browser, felles: Running) -> Iterator[Callable[..., Page]]:
    """`visit()` is somebody who is not signed in; `visit("Nora Blåklokke", PHONE)` is, on a phone."""
    contexts: list[BrowserContext] = []

    def open_as(name: str | None = None, screen: dict[str, int] | None = None) -> Page:
        context = chromium.new_context(viewport=screen or LAPTOP, base_url=felles.address)  # type: ignore[arg-type]
        context.set_default_timeout(15_000)
        contexts.append(context)
        page = context.new_page()
        if name:
            page.goto(_first_page_of(name, context.request))
        return page

    yield open_as
    for context in contexts:
        context.close()


def _first_page_of(name: str, asking: APIRequestContext) -> str:
    """Signs in as the button of this name does, and asks for no page on the way: some tests press it themselves."""
    choice = asking.get("/logg-inn/")
    hidden = r'name="csrfmiddlewaretoken" value="([^"]+)"><input type="hidden" name="subject" value="([^"]+)"'
    button = re.search(rf"{hidden}>\s*<button[^>]*>{re.escape(html.escape(name))}<", choice.text())
    assert button, f"Nobody called {name} can sign in."
    form = {"csrfmiddlewaretoken": button[1], "subject": button[2]}
    chosen = asking.post(choice.url, form=form, max_redirects=0)
    signed_in = asking.get(chosen.headers["location"], max_redirects=0)
    assert signed_in.status == 302, signed_in.status_text
    return signed_in.headers["location"]


@pytest.fixture(scope="session")
def faults_of_access() -> Callable[[Page], list[str]]:
    """What axe finds wrong with a page. Run from the tool itself, past the page's own content policy."""
    source = AXE.read_text("utf-8")

    def check(page: Page) -> list[str]:
        page.evaluate(source)
        found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")  # what is in order is not written out
        return [f"{fault['id']}: {node['html'][:160]}" for fault in found["violations"] for node in fault["nodes"]]

    return check
