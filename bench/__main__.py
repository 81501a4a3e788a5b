"""`python -m bench [NAME ...]`: run the measurements and print the table; with --write, put it into bench/README.md."""

import os
import platform
import sys
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path

from bench.measure import Result, table

BENCHES = ("append", "bulk_import", "timeline", "lake", "melanoma", "intervals")
README = Path(__file__).with_name("README.md")
START, END = "<!-- results -->", "<!-- end of results -->"


def main(words: list[str]) -> None:
    names = [word for word in words if not word.startswith("--")] or list(BENCHES)
    strangers = [name for name in names if name not in BENCHES]
    if strangers:
        sys.exit(f"No bench called {', '.join(strangers)}. There are: {', '.join(BENCHES)}.")
    results: list[Result] = []
    for name in names:
        print(f"{name} ...", file=sys.stderr)
        results += import_module(f"bench.{name}").run()
    text = table(results)
    print(text)
    if "--write" in words:
        before, _, rest = README.read_text(encoding="utf-8").partition(START)
        after = rest.partition(END)[2]
        machine = f"{datetime.now(UTC).date()}, {os.cpu_count()} cores, {platform.machine()}, Python {platform.python_version()}"
        README.write_text(f"{before}{START}\n{machine}\n\n{text}\n{END}{after}", encoding="utf-8")


main(sys.argv[1:])
