"""How does a command draw what it answers, with --figure? The same figures as on the pages of the analysis portal."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from felles.cli.written_files import write_file

if TYPE_CHECKING:
    import polars as pl

    from felles.web.components.charts import Axis, Series


def svg_file(text: str) -> Path:
    """The file of --figure, refused before any work is done where it is of another kind. Raises Refused."""
    from felles.store import Refused

    path = Path(text)
    if path.suffix.lower() != ".svg":
        raise Refused(f"--figure draws SVG: name a file such as {path.stem or 'figure'}.svg.")
    return path


FigureOption = Annotated[Path | None, typer.Option(parser=svg_file, help="Also draw the answer, to this SVG file.")]

_UNKNOWN = ("unknown", "X")
_MOST, _MOST_BARS = 12, 60
_NO_SHARES = ("mortality_incidence", "timeliness_months")


def draw_survival(rows: "pl.DataFrame", by: Sequence[str], method: str) -> str:
    """Curves with their bands, one a group. rows: years, survival (or probability), lower, upper."""
    from felles.web.components.charts import Axis, Series, axis_of_shares, line_chart

    value = next(name for name in ("survival", "probability", *rows.columns[-6:]) if name in rows.columns)
    last = float(rows["years"].max())  # type: ignore[arg-type]
    start = 1.0 if value == "survival" else 0.0
    curves = [
        Series(
            name=name,
            x=[0.0, *group["years"]],
            y=[start, *group[value]],
            lower=[start, *group["lower"]],
            upper=[start, *group["upper"]],
            unknown=unknown,
        )
        for name, unknown, group in _groups(rows, by)
    ]
    step = max(1, round(last / 5))
    return line_chart(
        curves,
        across=Axis(low=0, high=last, ticks=range(0, int(last) + 1, step), write="{:.0f}".format, words="years after diagnosis"),
        up=axis_of_shares(lambda share: f"{100 * share:.0f}%"),
        title=f"Survival ({method})",
        told="Shares with 95% limits, by years after diagnosis.",
    )  # fmt: skip


def drawing_rates(path: Path | None, by: Sequence[str], what: str) -> "Callable[[pl.DataFrame], None] | None":
    """What draws age-standardised rates (crude ones by age) to the file: lines over years, or bars."""
    return None if path is None else lambda rows: write_file(path, _rates(rows, by, what))


def _rates(rows: "pl.DataFrame", by: Sequence[str], what: str) -> str:
    from felles.web.components.charts import Bar, Series, axis_of_numbers, axis_of_years, line_chart, ranked_bars

    value = "crude" if "age" in by else "asr"
    rows = rows.filter(rows[value].is_not_null())
    highest = [float(number) for number in rows["upper"].drop_nulls()]
    words = f"{what} per 100,000, {'crude' if value == 'crude' else 'age-standardised'}"
    up = axis_of_numbers(highest, "{:g}".format, words)
    if "year" not in by:
        bars = [
            Bar(name=name, value=group[value][0], lower=group["lower"][0], upper=group["upper"][0])
            for name, _, group in _groups(rows, by)
        ]
        return ranked_bars(bars, across=up, title=words, told="With 95% limits.", hidden="none")
    lines = [
        Series(name=name, x=group["year"].to_list(), y=group[value].to_list(), lower=group["lower"].to_list(),
               upper=group["upper"].to_list(), unknown=unknown)
        for name, unknown, group in _groups(rows, [each for each in by if each != "year"])
    ]  # fmt: skip
    return line_chart(lines, across=_years(lines, words, axis_of_years), up=up, title=words, told="With 95% limits.")


def _years(lines: "Sequence[Series]", words: str, axis: "Callable[..., Axis]") -> "Axis":
    years = [year for line in lines for year in line.x]
    return axis(min(years, default=0), max(years, default=1), words)


def drawing_stages(path: Path | None, by: Sequence[str]) -> "Callable[[pl.DataFrame], None] | None":
    """What draws the shares of the stages to the file, a bar a group."""
    return None if path is None else lambda rows: write_file(path, _stages(rows, by))


def _stages(rows: "pl.DataFrame", by: Sequence[str]) -> str:
    from felles.web.components.charts import ShareRow, share_bars

    stages = sorted({str(each) for each in rows["stage"]}, key=lambda each: (_is_unknown(each), each))
    bars = []
    for name, _, group in _groups(rows, by, most=100):
        shares = dict(zip(group["stage"].cast(str), group["share"], strict=True))
        total = group["total"][0]
        bars.append(
            ShareRow(
                name=name, under="" if total is None else f"n = {total:,}", shares=[shares.get(each) for each in stages]
            )
        )
    parts = [(each, _is_unknown(each)) for each in stages]
    return share_bars(bars, parts, percent="{}%", title="Stage at diagnosis", told="Shares of all cases.")


def draw_projection(periods: "pl.DataFrame", by: Sequence[str]) -> str:
    """Cases a year, by the middle of each period, those to come dotted and with their interval."""
    from felles.web.components.charts import Series, axis_of_numbers, axis_of_years, line_chart

    lines, highest = [], [0.0]
    for name, _, group in _groups(periods, by):
        middle = [
            int(period[:4]) + 2 if period[:4].isdigit() else number for number, period in enumerate(group["period"])
        ]
        seen = group.filter(group["kind"] == "observed").height
        cases = group["cases_per_year"].to_list()
        low, high = ([each if each is None else each / 5 for each in group[end]] for end in ("lower", "upper"))
        low[seen - 1] = high[seen - 1] = cases[seen - 1]
        highest += [each for each in (*cases, *high) if each is not None]
        lines.append(Series(name=name, x=middle, y=cases, lower=low, upper=high, ahead=middle[seen - 1], dots=True))
    title = "Cases a year, seen and projected"
    across = _years(lines, "the middle of each period; cases a year", axis_of_years)
    up = axis_of_numbers(highest, "{:,.0f}".format)
    return line_chart(
        lines, across=across, up=up, title=title, told="With prediction intervals where they were asked for."
    )


def drawing_prevalence(path: Path | None, by: Sequence[str]) -> "Callable[[pl.DataFrame], None] | None":
    """What draws who is alive to the file, a bar a group: per 100,000 where there is a population, else persons."""
    return None if path is None else lambda rows: write_file(path, _prevalence(rows, by))


def _prevalence(rows: "pl.DataFrame", by: Sequence[str]) -> str:
    from felles.web.components.charts import Bar, axis_of_numbers, ranked_bars

    rated = bool(rows["per_100000"].count())
    value, words = ("per_100000", "persons per 100,000") if rated else ("persons", "persons")
    bars = [
        Bar(
            name=name,
            value=group[value][0],
            lower=group["lower"][0] if rated else None,
            upper=group["upper"][0] if rated else None,
        )
        for name, _, group in _groups(rows, by, most=_MOST_BARS)
    ]
    highest = [each for bar in bars for each in (bar.value, bar.upper) if each is not None]
    return ranked_bars(
        bars,
        across=axis_of_numbers(highest, "{:,g}".format, words),
        title="Alive who have had cancer",
        told="With 95% limits." if rated else "Persons.",
        hidden="hidden",
    )


def draw_quality(rows: "pl.DataFrame", by: Sequence[str]) -> str:
    """The indicators that are shares, a bar each and group. rows: by..., indicator, value, lower, upper."""
    from felles.store import Refused
    from felles.web.components.charts import Bar, axis_of_shares, ranked_bars

    shares = rows.filter(~rows["indicator"].is_in(_NO_SHARES))
    if shares.is_empty():
        raise Refused("No indicator that is a share can be measured in these records: there is nothing to draw.")
    bars = [
        Bar(name=name, value=group["value"][0], lower=group["lower"][0], upper=group["upper"][0])
        for name, _, group in _groups(shares, ["indicator", *by], most=_MOST_BARS)
    ]
    across = axis_of_shares(lambda share: f"{100 * share:.0f}%")
    return ranked_bars(bars, across=across, title="Data quality", told="Shares with 95% limits.", hidden="none")


def draw_signals(points: "pl.DataFrame", by: Sequence[str]) -> str:
    """Control charts: the share (or count) of each period with its limits of chance; or, of a funnel, the shares compared."""
    from felles.web.components.charts import Bar, axis_of_shares, ranked_bars

    if "period" in points.columns:
        return _control_charts(points, by)
    bars = [Bar(name=name, value=group["share"][0]) for name, _, group in _groups(points, by, most=_MOST_BARS)]
    across = axis_of_shares(lambda share: f"{100 * share:.0f}%")
    return ranked_bars(bars, across=across, title="Shares compared", told="All periods together.", hidden="none")


def _control_charts(points: "pl.DataFrame", by: Sequence[str]) -> str:
    from felles.web.components.charts import Axis, Series, axis_of_numbers, line_chart

    periods = points["period"].unique().sort().to_list()
    among = points["n"].fill_null(1.0)
    points = points.with_columns(points[name] / among for name in ("events", "lower", "upper"))
    lines = [
        Series(
            name=name,
            x=[float(periods.index(period)) for period in group["period"]],
            y=group["events"].to_list(),
            lower=group["lower"].to_list(),
            upper=group["upper"].to_list(),
            unknown=unknown,
            dots=True,
        )
        for name, unknown, group in _groups(points, by)
    ]
    step = max(1, len(periods) // 6)
    across = Axis(
        low=0, high=max(1, len(periods) - 1), ticks=range(0, len(periods), step),
        write=lambda place: str(periods[int(place)]), words="period; what was seen, and where chance alone would lie",
    )  # fmt: skip
    highest = [float(value) for line in lines for value in (*line.y, *line.upper) if value is not None]
    up = axis_of_numbers(highest, "{:g}".format)
    return line_chart(lines, across=across, up=up, title="Control charts", told="With the limits of chance.")


def draw_differences(rows: "pl.DataFrame", by: Sequence[str], measure: str) -> str:
    """What a policy has changed up to each year, a line a group with its limits. rows: year, the splits, measure, difference."""
    from felles.web.components.charts import Series, axis_of_numbers, axis_of_years, line_chart

    rows = rows.filter(rows["measure"] == measure)
    lines = [
        Series(name=name, x=group["year"].to_list(), y=group["difference"].to_list(),
               lower=[each for each in group["lower"] if each is not None],
               upper=[each for each in group["upper"] if each is not None])
        for name, _, group in _groups(rows, [each for each in by if each != "year"])
    ]  # fmt: skip
    reached = [each for line in lines for each in (*line.y, *line.lower, *line.upper) if each is not None]
    first = min((year for line in lines for year in line.x), default=0)
    words = f"{measure.replace('_', ' ')} from {first:.0f} on, B less A"
    across = _years(lines, words, axis_of_years)
    up = axis_of_numbers(reached, "{:,.4g}".format)
    return line_chart(lines, across=across, up=up, title=words, told="With the limits that hold 95% of parameter sets.")


def _groups(rows: "pl.DataFrame", by: Sequence[str], *, most: int = _MOST) -> list[tuple[str, bool, "pl.DataFrame"]]:
    """Each group with its name and whether it is of what is not known. Raises Refused where there are too many to tell apart."""
    from felles.store import Refused

    if not by:
        return [("All", False, rows)]
    found = [
        (", ".join(map(str, values)), any(map(_is_unknown, values)), group)
        for values, group in rows.group_by(by, maintain_order=True)
    ]
    if len(found) > most:
        raise Refused(
            f"A figure tells {most} groups apart, and there are {len(found)}. Split by less, or choose with --only."
        )
    return found


def _is_unknown(value: Any) -> bool:
    return str(value).rpartition(":")[2] in _UNKNOWN
