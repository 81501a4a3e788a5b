"""`felles --help` answers at once: what is heavy is loaded by the command that needs it."""

import subprocess
import sys

HEAVY = ("django", "duckdb", "ibis", "numba", "numpy", "polars", "pyarrow", "scipy")


def test_the_command_line_starts_without_its_heavy_parts():
    program = f"import sys, felles.cli; print([name for name in {HEAVY} if name in sys.modules])"

    loaded = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout

    assert loaded.strip() == "[]"
