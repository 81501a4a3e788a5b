"""The import of the melanoma file into an empty home, the start of the home included, as a person runs it."""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from bench.measure import Result, once


def run() -> list[Result]:
    folder = os.environ.get("FELLES_REFERENCE")
    if not folder:
        print("melanoma: skipped, FELLES_REFERENCE does not name the folder with the reference data.", file=sys.stderr)
        return []
    path = Path(folder) / "data" / "melanoma_finland_1975_1995.csv"
    with tempfile.TemporaryDirectory(prefix="felles-bench-") as home:
        command = [
            str(Path(sys.executable).with_name("felles")),
            "import",
            str(path),
            "--mapping",
            "melanoma_finland",
            "--json",
        ]
        seconds = once(
            lambda: subprocess.run(command, check=True, env=os.environ | {"FELLES_HOME": home}, capture_output=True)
        )
    return [
        Result(
            "import of the melanoma file, start of an empty home included",
            f"{seconds:.1f} s",
            "",
            "",
            "at most 15 s",
            seconds <= 15,
        )
    ]
