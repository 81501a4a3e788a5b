"""What a run has let go of it has again without asking the system for it."""

import subprocess
import sys

import pytest

FAULTS = """
import resource
import sys
import numpy as np
from felles.simulation.memory import keep_memory

def faults():
    before = resource.getrusage(resource.RUSAGE_SELF).ru_minflt
    for _ in range(5):
        held = [np.ones(1 << 18) for _ in range(64)]  # as many bytes as the columns of a stretch
        del held
    return resource.getrusage(resource.RUSAGE_SELF).ru_minflt - before

kept = keep_memory()
faults()
print(kept, faults())
"""


@pytest.mark.skipif(sys.platform != "linux", reason="how often a page was handed over is asked of Linux")
def test_what_was_let_go_of_is_not_asked_for_again() -> None:
    made = subprocess.run([sys.executable, "-c", FAULTS], check=True, capture_output=True, text=True)
    kept, faults = made.stdout.split()
    if kept != "True":
        pytest.skip("this C library is not told how to keep memory")
    assert int(faults) < 100  # some thousands else


def test_where_the_library_cannot_be_told_nothing_is_changed(monkeypatch: pytest.MonkeyPatch) -> None:
    from felles.simulation import memory

    class Another:
        """A C library without glibc's names."""

    monkeypatch.setattr(memory.ctypes, "CDLL", lambda _: Another())
    assert memory.keep_memory.__wrapped__() is False
