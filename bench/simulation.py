"""A whole country with its log; how time grows with people and falls with workers; one cancer alone; against HPVsim.

Person-years are those lived within the window. Every run is a process of its own, as a person starts it, so that the
processor time of its workers is counted and its memory is its own.
"""

import json
import math
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any

from bench.measure import Result

COUNTRY = 5_550_203
PEOPLE = int(os.environ.get("FELLES_BENCH_PEOPLE", COUNTRY))
"""Fewer for a short run; the rows say how many they were."""
AGENTS = int(os.environ.get("FELLES_BENCH_AGENTS", 100_000))
TURNS = 5
"""So often are one cancer alone and HPVsim run, one after the other."""
WORKER_TURNS = 3
"""So often is the whole country run with two workers and with one, one after the other."""
CMOST = 4_000_000
"""Person-years a second and core of the compiled peer CMOST, as its authors' papers let one reckon; not run here."""


@dataclass(frozen=True, slots=True)
class Ran:
    """What a command answered, how long it took, how much of the processors it used and how much memory at most (bytes).

    peak: of its largest process.
    """

    answer: dict[str, Any]
    seconds: float
    cpu: float
    peak: int


def run() -> list[Result]:
    with TemporaryDirectory(prefix="felles-bench-") as temporary:
        folder = Path(temporary)
        cold = _simulated(folder, 1_000, 2023, 2024, cache=folder / "compiled")
        warm = _simulated(folder, 1_000, 2023, 2024, cache=folder / "compiled")
        some = _simulated(folder, 400_000, 2015, 2026, cache=folder / "compiled")
        few = _simulated(folder, 100_000, 2015, 2040)
        policy = _felles(folder, *_COMPARE)
        countries = [
            tuple(_simulated(folder, PEOPLE, 2015, 2040, "--workers", str(workers)) for workers in (2, 1))
            for _ in range(WORKER_TURNS)
        ]
        whole = sorted((two for two, _ in countries), key=lambda ran: ran.seconds)[WORKER_TURNS // 2]
        pairs = [(_cervix(folder), _hpvsim()) for _ in range(TURNS)]
    return [
        *_whole(whole, few),
        Result(
            "400,000 people, 2015-2026, log written, kernels from cache", f"{some.seconds:.1f} s", "", "", "under 30 s",
            some.seconds < 30,
        ),
        Result(
            "a policy against none, 100,000 people, the same luck (central set)", f"{policy.seconds:.1f} s", "", "",
            "under 10 s", policy.seconds < 10,
        ),
        _workers([(two.seconds, one.seconds) for two, one in countries], whole),
        *_compiling(cold, warm),
        *_one_cancer(),
        *_against_hpvsim(whole, pairs),
    ]  # fmt: skip


def _compiling(cold: Ran, warm: Ran) -> list[Result]:
    """The first command on a machine, and what reading the compiled kernels costs every later one."""
    extra, reading = cold.seconds - warm.seconds, _warming()
    return [
        Result(
            "compiling the kernels, once on a machine", f"{extra:.1f} s", f"{warm.seconds:.1f} s the same command from cache",
            "", "under 30 s", extra < 30,
        ),
        Result("reading the compiled kernels", f"{reading:.1f} s", "", "", "under 2 s", reading < 2),
    ]  # fmt: skip


_COMPARE = (
    "compare", "base", "tobacco_free_generation", "--people", "100000", "--from", "2015", "--to", "2040", "--sets", "0",
)  # fmt: skip


def _whole(whole: Ran, few: Ran) -> list[Result]:
    events, years = whole.answer["events"], whole.answer["person_years"]
    growth = (whole.cpu / whole.answer["person_years"]) / (few.cpu / few.answer["person_years"])
    memory = 2 * whole.peak / 2**30
    return [
        Result(f"{whole.answer['alive_2024']:,} people, 2015-2040, {events / 1e6:.0f} M events written, two workers",
               f"{whole.seconds:.0f} s", f"{years / whole.cpu / 1e6:.2f} M person-years a CPU second", "", "under 300 s",
               whole.seconds < 300),
        Result("memory of that, two workers", f"at most {memory:.1f} GiB", "", "", "under 6 GiB", memory < 6),
        Result("CPU time a person-year, that against 100,000 people", "", "", f"{growth:.2f}x", "at most 1.1x", growth < 1.1),
    ]  # fmt: skip


def _workers(seconds: list[tuple[float, float]], whole: Ran) -> Result:
    """seconds: with two workers and with one, in turn."""
    ratios = sorted(one / two for two, one in seconds)
    two, one = (median(times) for times in zip(*seconds, strict=True))
    job, ratio = (
        f"{whole.answer['alive_2024']:,} people, 2015-2040: two workers against one; medians, run in turn",
        median(ratios),
    )
    said = ", ".join(f"{each:.2f}" for each in ratios)
    return Result(job, f"{two:.0f} s", f"{one:.0f} s", f"{ratio:.2f}x ({said})", "at least 1.7x", ratio >= 1.7)


def _one_cancer() -> list[Result]:
    """Colon cancer alone, counts only: latent lives of people who are drawn already, in one thread."""
    measured = _alone(
        "import json, time; from bench.simulation_parts import one_cancer; print(json.dumps(one_cancer(1_000_000)))"
    )
    speed = measured["person_years"] / measured["seconds"]
    return [
        Result("colon cancer alone, counts only, a million people, one core", f"{speed / 1e6:.0f} M person-years/s",
               f"{CMOST / 1e6:.0f} M CMOST, as published", f"{speed / CMOST:.1f}x", "at least 10 M", speed >= 10e6),
    ]  # fmt: skip


def _warming() -> float:
    """Seconds that reading the compiled kernels takes in a new process."""
    return float(_alone("import json; from bench.simulation_parts import warming; print(json.dumps(warming()))"))


def _cervix(folder: Path) -> float:
    """Person-years a CPU second of the cervix alone, the log written."""
    ran = _simulated(folder, PEOPLE, 2015, 2040, "--workers", "1", "--cancer", "cervix")
    return float(ran.answer["person_years"]) / ran.cpu


def _hpvsim() -> float:
    """Person-years a CPU second of HPVsim; not a number where it is not installed."""
    if find_spec("hpvsim") is None:
        return math.nan
    ran = _alone(f"import json; from bench.simulation_parts import hpvsim_run; print(json.dumps(hpvsim_run({AGENTS})))")
    return float(ran["person_years"]) / float(ran["cpu"])


def _against_hpvsim(whole: Ran, pairs: list[tuple[float, float]]) -> list[Result]:
    """Different models: HPVsim follows every infection between people and writes no log; ours writes one and knows no infections.

    The aim is set beside what HPVsim lives, one disease. pairs: of ours and theirs, in turn, for the machine is not the same
    from one minute to the next.
    """
    ours, theirs = (median(speeds) for speeds in zip(*pairs, strict=True))
    if math.isnan(theirs):
        print("HPVsim is not installed: make bench has it. Its rows are left out.", file=sys.stderr)
        return []
    lives = _alone(
        "import json; from bench.simulation_parts import lives_alone; print(json.dumps(lives_alone(1_000_000)))"
    )
    ratios = ", ".join(f"{one / other:.1f}" for one, other in sorted(pairs, key=lambda pair: pair[0] / pair[1]))
    logged, alone = whole.answer["person_years"] / whole.cpu, lives["person_years"] / lives["cpu"]
    bare = f"{theirs / 1e3:,.0f} k"
    return [
        Result(
            "person-years a CPU second: the cervix alone (its cancer, screening, vaccine and services, all people's lives), "
            f"the log written, against HPVsim's default run of {AGENTS:,} agents (different models: HPV alone, no log); "
            "medians, run in turn",
            f"{ours / 1e3:,.0f} k", bare, f"{ours / theirs:.1f}x ({ratios})", "at least 20x", ours >= 20 * theirs,
        ),
        Result(
            "the same of all 37 cancers and all services, the whole run with the log written",
            f"{logged / 1e3:,.0f} k", bare, f"{logged / theirs:.1f}x", "no aim", True,
        ),
        Result(
            "the same of lives alone, no log here either, kernels read: all cancers and screening of a million people",
            f"{alone / 1e3:,.0f} k", bare, f"{alone / theirs:.1f}x", "no aim", True,
        ),
    ]  # fmt: skip


def _simulated(folder: Path, people: int, first: int, last: int, *more: str, cache: Path | None = None) -> Ran:
    out = folder / "country"
    words = ("simulate", "--people", str(people), "--from", str(first), "--to", str(last), "--out", str(out), *more)
    ran = _felles(folder, *words, cache=cache)
    shutil.rmtree(out)
    return ran


def _felles(folder: Path, *words: str, cache: Path | None = None) -> Ran:
    """A command in a process of its own, with what it took of the machine."""
    # As a person runs it: with the modules compiled, which some build machines turn off.
    environment = {**os.environ, "FELLES_HOME": str(folder / "home")}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    if cache is not None:
        environment["NUMBA_CACHE_DIR"] = str(cache)
    program = [sys.executable, "-m", "bench.measured", *words, "--json"]
    made = subprocess.run(program, check=True, capture_output=True, text=True, env=environment)
    told = json.loads(made.stderr.strip().splitlines()[-1])
    return Ran(json.loads(made.stdout), told["seconds"], told["cpu"], told["peak"])


def _alone(program: str) -> Any:
    made = subprocess.run([sys.executable, "-c", program], check=True, capture_output=True, text=True)
    return json.loads(made.stdout.strip().splitlines()[-1])
