"""What does the death certificate say that a life ended of? Not always what ended it.

Survival is measured against that of other people, so the deaths that a cancer brings are those beyond what others of the age
die of. A certificate names one cause: of those who live healthier than others it names the cancer more often than that, of those
who smoke less often; and of men it may say another thing than of women.
"""

from collections import namedtuple

import numpy as np
from numpy.typing import NDArray

from felles.simulation.cancers.model import CancerModel, Floats
from felles.simulation.compiling import kernel, narrow
from felles.simulation.luck import uniform
from felles.simulation.purposes import CERTIFICATES
from felles.simulation.structs import OTHER_CAUSE, People, Tumours

Certified = namedtuple("Certified", "index sex died cause certified")
Found = namedtuple("Found", "row site diagnosed")


def certify(model: CancerModel, seed: int, people: People, tumours: Tumours) -> None:
    """Fill `certified` of the people, from `died` and `cause`; changes nobody's life.

    Of the deaths that a cancer brings, a share is given to other causes; of deaths of other causes of those with a cancer that
    was found, a share is given to it (to the first that takes it).
    """
    people.certified[:] = people.cause
    _fill(model.numbers, model.certified, seed, narrow(Certified, people), narrow(Found, tumours))


@kernel
def _fill(numbers: NDArray[np.uint8], shares: Floats, seed: int, people: Certified, tumours: Found) -> None:
    for at in range(len(tumours.row)):
        row, site = tumours.row[at], tumours.site[at]
        if not (people.died[row] < np.inf and tumours.diagnosed[at] <= people.died[row]):
            continue
        elsewhere, ascribed = shares[site, people.sex[row]]
        of_it = people.cause[row] == site + 1
        if not of_it and (people.cause[row] != OTHER_CAUSE or people.certified[row] != OTHER_CAUSE):
            continue
        luck = uniform(seed, people.index[row], CERTIFICATES, numbers[site])
        if of_it and luck < elsewhere:
            people.certified[row] = OTHER_CAUSE
        elif not of_it and luck < ascribed:
            people.certified[row] = site + 1
