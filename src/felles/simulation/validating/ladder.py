"""Every rung in turn, from formulas to the nation: what is asked, and what came out.

The ladder: analytic; determinism; coupling; a published formula; national figures. `report.NOT_YET` says what is missing.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from felles.definitions.simulation.loading import SimulationDefinitions
from felles.simulation.cancers import cancers_in_order
from felles.simulation.country import make_country
from felles.simulation.measuring.against import Beside, all_beside, asking
from felles.simulation.measuring.registers import Progress, live_and_count
from felles.simulation.request import Request
from felles.simulation.running import run_country
from felles.simulation.settling import settled
from felles.simulation.validating.analytic import analytic
from felles.simulation.validating.coupling import coupling
from felles.simulation.validating.lung_risk import lung_risk
from felles.simulation.validating.rungs import Rung
from felles.simulation.validating.sameness import determinism

FIRST, LAST = 2000, 2040
"""The years that are counted: those of every published figure."""
WRITTEN_FIRST, WRITTEN_LAST = 2015, 2025
"""The years of the log that the shares within time are counted from."""
MOST_WRITTEN, COUPLED_PEOPLE, SMALL = 300_000, 20_000, 20_000
_LUNG = "lung"


def national(
    definitions: SimulationDefinitions, request: Request, *, workers: int = 1, on_progress: Progress | None = None
) -> list[Beside]:
    """Every published figure that the lives alone can answer."""
    registers = live_and_count(definitions, request, workers=workers, on_progress=on_progress)
    return all_beside(asking(registers), definitions)


def rungs(definitions: SimulationDefinitions, seed: int, *, workers: int = 1) -> Iterator[Rung]:
    """What must hold of any country, tried on small ones."""
    yield from analytic(seed)
    lung = [cancer.id for cancer in cancers_in_order(definitions)].index(_LUNG)
    small = settled(make_country(definitions, Request(people=SMALL, first=2015, last=2025, seed=seed)), workers=workers)
    yield from determinism(definitions, small, workers)
    yield from coupling(definitions, COUPLED_PEOPLE, seed)
    yield from lung_risk(small, lung)


@contextmanager
def written(
    definitions: SimulationDefinitions, people: int, seed: int, *, workers: int = 1, on_progress: Progress | None = None
) -> Iterator[Path]:
    """A log of some years, in a folder that is taken away afterwards."""
    request = Request(people=people, first=WRITTEN_FIRST, last=WRITTEN_LAST, seed=seed)
    with TemporaryDirectory(prefix="felles_validate_") as folder:
        lake = Path(folder) / "lake"
        run_country(make_country(definitions, request), lake, workers=workers, on_progress=on_progress)
        yield lake
