"""How does a command get at the log of this home?"""

from collections.abc import Iterator
from contextlib import contextmanager

from felles.cli.answer import say
from felles.projections import PROJECTIONS
from felles.store import Home, Store


@contextmanager
def opened() -> Iterator[Store]:
    """The store of the home that the environment names, its server started and its tables current."""
    with Store.open(Home.from_environment(), projections=PROJECTIONS, say=say) as store:
        yield store
