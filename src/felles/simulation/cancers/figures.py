"""Which figures does a cancer have in a parameter set?"""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from felles.definitions.simulation.cancers import BOTH, STAGES, Cancer
from felles.simulation.cancers.model import Floats
from felles.simulation.parameters import Draw


@dataclass(frozen=True)
class Figures:
    """A cancer's figures by their path in its file, such as `survival.rs5.female`."""

    cancer: Cancer
    draw: Draw

    def __call__(self, path: str) -> float:
        return self._drawn(self._at(path), path)

    def of_sex(self, path: str, sex: str) -> float:
        """A figure by sex, or the one that holds for both; 0 for the sex that cannot have the cancer."""
        known = self._at(path)
        told = sex if sex in known else BOTH
        return self._drawn(known[told], f"{path}.{told}") if told in known else 0.0

    def time(self, path: str) -> tuple[float, float]:
        """Scale and shape of a Weibull time."""
        shape = self(f"{path}.shape")
        return self(f"{path}.mean") / math.gamma(1 + 1 / shape), shape

    def stages(self, part: str) -> Floats:
        """`share`, `found`, `rs5` or `dwell` by stage, shares adding up to one; NaN for a cancer without stages."""
        if not self.cancer.stages:
            return np.full(len(STAGES), np.nan)
        if part == "found" and any(stage.found is None for stage in self.cancer.stages):
            return self.stages("share")
        drawn = np.array(
            [
                self._drawn(getattr(stage, part), f"stages.{name}.{part}")
                for name, stage in zip(STAGES, self.cancer.stages, strict=True)
            ]
        )
        return drawn / drawn.sum() if part in ("share", "found") else drawn

    def _at(self, path: str) -> Any:
        found: Any = self.cancer
        for part in path.split("."):
            found = found[part] if isinstance(found, Mapping) else getattr(found, part)
        return found

    def _drawn(self, figure: Any, path: str) -> float:
        return self.draw(figure, f"cancers/{self.cancer.id}.{path}")
