"""Who is invited to which screening, who comes, and what does the test find of what is there?

`prepare` once; `screen` for each chunk, after the cancers are drawn and before lives are ended.
"""

from felles.simulation.screening.model import ScreeningModel
from felles.simulation.screening.preparing import prepare, tests_of
from felles.simulation.screening.screening import rounds_for, screen

__all__ = ["ScreeningModel", "prepare", "rounds_for", "screen", "tests_of"]
