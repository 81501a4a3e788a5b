"""How does a statistic look? Figures as SVG that stand alone in a file and take the page's own font on a page. No Django."""

from felles.web.components.charts.bars import Bar, ranked_bars
from felles.web.components.charts.funnel import FunnelPoint, funnel_plot
from felles.web.components.charts.lines import Series, line_chart
from felles.web.components.charts.scales import Axis, axis_of_numbers, axis_of_shares, axis_of_years
from felles.web.components.charts.shares import ShareRow, share_bars

__all__ = [
    "Axis",
    "Bar",
    "FunnelPoint",
    "Series",
    "ShareRow",
    "axis_of_numbers",
    "axis_of_shares",
    "axis_of_years",
    "funnel_plot",
    "line_chart",
    "ranked_bars",
    "share_bars",
]
