"""Which tables are kept ready in the database, from which rule, and for whom?

The store is handed this list at start; it knows no engine. A projection names the event types it reads, so that an
event touches few of them.
"""

from felles.epidemiology import lives, tumours
from felles.store import Projection

PROJECTIONS: tuple[Projection, ...] = (
    # Read by search, by the head of a person's page, by `felles person`.
    Projection(name="lives", rule="felles.epidemiology.lives:lives", reads=lives.READS),
    # Read by the head of a person's page and by `felles person`.
    Projection(name="tumours", rule="felles.epidemiology.tumours:tumours", reads=tumours.READS),
)
