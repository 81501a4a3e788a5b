"""Published figures beside simulated ones as tables of a page, in words and with the deviation of each."""

from collections.abc import Sequence

from felles.definitions import Content
from felles.simulation.measuring.against import Beside

_WHOLE_FROM = 200
"""Figures of at least this size are written without decimals."""


def table(rows: Sequence[Beside], content: Content, *, mixed: bool = False) -> str:
    """A row a figure. mixed: of several measures and both kinds, which are then told."""
    kind, bar = (" kind |", "---|") if mixed else ("", "")
    lines = [
        f"| figure | published | simulated | 95 % | deviation |{kind} inside |",
        f"|---|---:|---:|---:|---:|{bar}---|",
    ]
    for row in rows:
        name = ": ".join(filter(None, (row.figures.label.en if mixed else "", name_of(row, content))))
        cells = [name, number(row, row.published), number(row, row.simulated), _limits(row), _deviation(row)]
        lines.append(f"| {' | '.join([*cells, *([row.role] if mixed else []), _inside(row)])} |")
    return "\n".join(lines)


def name_of(row: Beside, content: Content) -> str:
    """What tells a figure from the others of its file, in words; the file's own words where nothing does."""
    about = row.figure.of
    years = f"{about.year}-{about.until}" if about.until else str(about.year or "")
    ages = f"{about.ages[0]}+" if about.ages and about.ages[1] >= 100 else "-".join(map(str, about.ages))
    words = (
        about.programme,
        about.product,
        content.sites[about.site].label.en if about.site else None,
        f"stage {' and '.join(about.stage)}" if about.stage else None,
        {"female": "women", "male": "men", None: None}[about.sex],
        ages,
        about.education,
        content.counties[about.county].label.en if about.county else None,
        content.regions[about.region].label.en if about.region else None,
        f"invited {about.invitations} times" if about.invitations else None,
        f"after {about.after} years" if about.after else None,
        years,
    )
    return ", ".join(word for word in words if word) or row.figures.label.en


def number(row: Beside, value: float) -> str:
    """A figure as it is read: a share in per cent, a number of people whole."""
    if value != value:  # nothing was measured
        return "-"
    if row.is_share:
        return f"{100 * value:.1f} %"
    return f"{value:,.0f}" if abs(value) >= _WHOLE_FROM or row.figures.fit == "poisson" else f"{value:.1f}"


def _limits(row: Beside) -> str:
    return f"{number(row, row.low)} to {number(row, row.high)}" if row.told else "-"


def _deviation(row: Beside) -> str:
    """Per cent; percentage points of shares."""
    if not row.told:
        return "-"
    if row.is_share:
        return f"{100 * (row.simulated - row.published):+.1f} points"
    return f"{100 * row.deviation:+.1f} %"


def _inside(row: Beside) -> str:
    return {True: "yes", False: "no", None: "too few"}[row.inside]
