"""`python -m bench [NAME ...]`: run the measurements and print the table; with --write, put the rows into bench/README.md."""

import os
import platform
import sys
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path

from bench.measure import HEAD, Result, row

BENCHES = (
    "append", "bulk_import", "timeline", "lake", "melanoma", "intervals", "board", "survival", "incidence", "projection",
    "page", "simulation",
)  # fmt: skip
README = Path(__file__).with_name("README.md")
START, END = "<!-- results -->", "<!-- end of results -->"


def main(words: list[str]) -> None:
    names = [word for word in words if not word.startswith("--")] or list(BENCHES)
    strangers = [name for name in names if name not in BENCHES]
    if strangers:
        sys.exit(f"No bench called {', '.join(strangers)}. There are: {', '.join(BENCHES)}.")
    today = datetime.now(UTC).date().isoformat()
    measured: dict[str, list[str]] = {}
    for name in names:
        print(f"{name} ...", file=sys.stderr)
        results: list[Result] = import_module(f"bench.{name}").run()
        measured[name] = [row(name, today, result) for result in results]
        print("\n".join([*HEAD, *measured[name]]), flush=True)
        if "--write" in words:
            _write(measured)


def _write(measured: dict[str, list[str]]) -> None:
    """Put these rows into the table, where the rows of the benches that were not run stay."""
    before, _, rest = README.read_text(encoding="utf-8").partition(START)
    standing, _, after = rest.partition(END)
    rows = {name: [line for line in standing.splitlines() if line.startswith(f"| {name} |")] for name in BENCHES}
    lines = [line for name in BENCHES for line in (rows | measured)[name]]
    machine = f"{os.cpu_count()} cores, {platform.machine()}, Python {platform.python_version()}"
    text = "\n".join([machine, "", *HEAD, *lines])
    README.write_text(f"{before}{START}\n{text}\n{END}{after}", encoding="utf-8")


main(sys.argv[1:])
