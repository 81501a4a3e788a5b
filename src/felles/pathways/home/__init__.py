"""Which conversation of the home pathway is due, for whom, by whom; which needs are open; who has the person now?

points = touchpoints_of(load_content())
rows = touchpoints(events, points, at=date(2026, 11, 21))
"""

from felles.pathways.home.children import children
from felles.pathways.home.coverage import BREAKDOWNS, coverage
from felles.pathways.home.handovers import given_over, handovers, handovers_standing
from felles.pathways.home.needs import found_needs, needs, needs_standing
from felles.pathways.home.oddities import ODDITIES, oddities
from felles.pathways.home.places import placed
from felles.pathways.home.points import touchpoints_of
from felles.pathways.home.spans import spans
from felles.pathways.home.touchpoints import COLUMNS, DUE_STATES, STATES, standing, touchpoints

__all__ = [
    "BREAKDOWNS",
    "COLUMNS",
    "DUE_STATES",
    "ODDITIES",
    "STATES",
    "children",
    "coverage",
    "found_needs",
    "given_over",
    "handovers",
    "handovers_standing",
    "needs",
    "needs_standing",
    "oddities",
    "placed",
    "spans",
    "standing",
    "touchpoints",
    "touchpoints_of",
]
