"""`felles run`: start everything and serve the pages."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from felles.cli.answer import say

if TYPE_CHECKING:
    from felles.store import Store


def run(
    port: Annotated[
        int | None, typer.Option(min=1, max=65_535, help="The port of the pages. Default: FELLES_PORT, or 8000.")
    ] = None,
    demo: Annotated[bool, typer.Option(help="Load the made-up people when the home is new.")] = True,
    region: Annotated[
        bool, typer.Option(help="Load the simulated region, beside the pages, when the home is new.")
    ] = True,
) -> None:
    """Start the database, bring everything up to date and serve http://127.0.0.1:8000 until Ctrl-C."""
    from felles.access import Access
    from felles.cli.opening import opened
    from felles.definitions import content_folder
    from felles.store import Refused
    from felles.web.serving import serve
    from felles.web.site import make_application

    with opened() as store:
        home, made_up = store.home, store.home.demo and demo
        if made_up:
            _load_made_up(store)
        _refresh_lake(store)
        application = make_application(
            Access(store),
            {
                "secret_key": store.keys.secret_for("web sessions"),
                "database_url": store.server.url("felles_web"),
                "content": content_folder(),
                "node_modules": _node_modules(),
                "demo": home.demo,
            },
        )
        _read_statistics_beside(home.lake)
        chosen = port or home.port
        say(f"Felles: http://127.0.0.1:{chosen}/  (everything is kept in {home.folder})")
        if home.demo:
            say(f"Sign in: http://127.0.0.1:{chosen}/logg-inn/ and choose one of the made-up people. Ctrl-C stops it.")
        beside = _region_beside() if made_up and region else nullcontext()
        try:
            with beside:
                serve(application, port=chosen, threads=max(4, 2 * home.threads))
        except OSError as error:
            raise Refused(
                f"Port {chosen} cannot be used ({os.strerror(error.errno or 0)})."
                " Stop what uses it, or choose another: FELLES_PORT=8001 make run"
            ) from None
    say("Stopped.")


def _load_made_up(store: "Store") -> None:
    """The people and the registry of the demonstration, where they are not in the log already."""
    from datetime import UTC, datetime

    from felles.definitions import content_folder
    from felles.interop.demo import load_demo, load_demo_registry

    if loaded := load_demo(store, content_folder(), at=datetime.now(UTC)):
        say(f"Loaded the made-up people: {loaded}")
    if tumours := load_demo_registry(store, content_folder()):
        say(f"Loaded the made-up registry: {tumours}")


_MOST_AT_START = 2_000_000
"""A first lake of so many events takes seconds; what a refresh adds takes less."""


def _refresh_lake(store: "Store") -> None:
    """Bring what statistics read up to now, unless the first copy of a large log would keep everybody waiting."""
    from felles.store.lake import read_manifest

    if read_manifest(store.home.lake) is not None or store.count_events() <= _MOST_AT_START:
        store.snapshot()
    else:
        say("The statistics have nothing to read yet: run `felles lake` once, beside this.")


def _read_statistics_beside(lake: Path) -> None:
    """So that the first who opens a page of statistics does not wait for the lake to be read."""
    from felles.access.statistics import standing_copy
    from felles.web.portals.analysis.registry import read_beside

    copy = standing_copy(lake)
    if copy is not None:
        read_beside(copy)


@contextmanager
def _region_beside() -> Iterator[None]:
    """The simulated region comes into the log in a process of its own, so that nobody waits for it; it ends with this one."""
    program = [sys.executable, "-c", "from felles.cli import main; main()", "region"]
    # In a session of its own: Ctrl-C is for this process, which ends the other.
    loading = subprocess.Popen(program, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True)
    try:
        yield
    finally:
        loading.terminate()
        loading.wait()


def _node_modules() -> Path:
    return Path(__file__).parents[3] / "node_modules"
