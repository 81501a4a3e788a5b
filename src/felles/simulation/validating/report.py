"""The simulated country next to the published one, as a page: tables with the deviation of each figure, the worst first."""

from collections.abc import Iterator, Sequence
from dataclasses import fields, is_dataclass
from math import log
from typing import Any

from felles.definitions.simulation.figures import Ranged
from felles.definitions.simulation.loading import SimulationDefinitions
from felles.simulation.measuring.against import ROLES, Beside
from felles.simulation.request import Request
from felles.simulation.validating.rungs import PARTS, Rung

FIRST_SETS = (
    "cases_2024", "survival_2020_2024", "stage_shares", "attendance", "attendance_by_county", "cervix_coverage",
    "pathway_times", "tobacco_all_adults", "strategy",
)  # fmt: skip
"""What a reader looks for first, in this order; the rest follows."""
_WORST = 15
_STEADY = 0.1
"""A simulated figure whose standard error is more than this part of it is too shaky to be called one of the worst."""
NOT_YET = (
    "PSA testing of the prostate (ERSPC, the Karolinska model): there is no course of PSA in the lives.",
    "Adenomas of the bowel (CRC-AIM, MISCAN, NordICC, NORCCAP): a precancer is a time before onset, not a growth with a size.",
    "Lung screening trials (NELSON, NLST): no such programme is described yet; PLCOm2012 is checked by its reference person.",
    "The trials of HPV vaccination (Lei, Falcaro): their effects are what the lives are made with, so that they prove nothing.",
    "UKCTOCS (ovary): no screening of the ovary is described.",
    "NORDPRED's hindcast is tested with `felles projection --hindcast`, on published figures, not on simulated ones.",
)


def report(
    definitions: SimulationDefinitions, request: Request, rows: Sequence[Beside], rungs: Sequence[Rung], command: str
) -> str:
    """The page, in Markdown."""
    parts = [
        _head(request, command),
        _worst(rows),
        _summary(rows),
        *_tables(rows),
        _ladder(rungs),
        _not_yet(),
        _assumed(definitions),
    ]
    return "\n\n".join(parts) + "\n"


def _head(request: Request, command: str) -> str:
    return f"""# The simulated country next to the published one

Written by `{command}`: {request.people:,} made-up persons alive on 1 January 2024 (all of Norway is 5,550,203), counted from
{request.first} to {request.last} and scaled to the country. Do not edit this page: run the command again.

How to read the tables: *simulated* has 95 per cent limits from the number of persons lived, nothing else. *Deviation* is
simulated less published, in per cent of the published; of shares it is in percentage points. *Inside* says whether chance in
both figures explains the difference: with a whole country chance is small, so that a deviation of two per cent can be outside.
A **target** is a figure that the country was fitted to or built on; **validation** figures were used for nothing (see
[what is measured](../reference/simulation/validation.md))."""


def worst(rows: Sequence[Beside]) -> list[Beside]:
    """The largest deviations that chance does not explain, of figures that are steady enough."""
    outside = [row for row in rows if row.inside is False and row.measured.error <= _STEADY * abs(row.simulated)]
    return sorted(outside, key=_distance, reverse=True)[:_WORST]


def _worst(rows: Sequence[Beside]) -> str:
    found = worst(rows)
    table = _table(found, with_role=True) if found else "None of the steady figures is outside."
    return f"## The worst deviations\n\n{table}"


def _distance(row: Beside) -> float:
    return abs(log(max(row.simulated, 1e-9) / max(row.published, 1e-9)))


def _summary(rows: Sequence[Beside]) -> str:
    lines = [
        "## How many are inside",
        "",
        "| | figures | inside | within 5 per cent | within 10 per cent | too few to tell |",
        "|---|---:|---:|---:|---:|---:|",
    ]
    for role in ROLES:
        mine = [row for row in rows if row.role == role]
        told = [row for row in mine if row.told]
        near = [_within(told, part) for part in (0.05, 0.10)]
        inside = sum(row.inside is True for row in told)
        lines.append(f"| {role} | {len(mine)} | {inside} | {near[0]} | {near[1]} | {len(mine) - len(told)} |")
    return "\n".join(lines)


def _within(rows: Sequence[Beside], part: float) -> int:
    return sum(abs(row.deviation) <= part for row in rows)


def _tables(rows: Sequence[Beside]) -> Iterator[str]:
    sets = {row.figures.id: row.figures for row in rows}
    first = [id for id in FIRST_SETS if id in sets]
    for id in (*first, *(id for id in sets if id not in first)):
        mine = [row for row in rows if row.figures.id == id]
        role = "target" if mine[0].role == "target" else "validation"
        about = sets[id].about
        beware = f"\n\n{about.en.strip()}" if about is not None else ""
        yield f"## {sets[id].label.en} ({role}){beware}\n\n{_table(mine)}"


def _table(rows: Sequence[Beside], *, with_role: bool = False) -> str:
    head = "| figure | published | simulated | 95 % | deviation | inside |"
    lines = [
        head.replace("| inside", "| kind | inside") if with_role else head,
        "|---|---:|---:|---:|---:|---|" + ("---|" if with_role else ""),
    ]
    for row in rows:
        name = row.id if with_role else row.id.removeprefix(f"{row.figures.id}.").replace(".", ", ")
        cells = [name, _number(row, row.published), _number(row, row.simulated), _limits(row), deviation_of(row)]
        lines.append("| " + " | ".join([*cells, *([row.role] if with_role else []), inside_of(row)]) + " |")
    return "\n".join(lines)


def _number(row: Beside, value: float) -> str:
    if value != value:
        return "-"
    if row.is_share:
        return f"{100 * value:.1f} %"
    return f"{value:,.0f}" if abs(value) >= 200 or row.figures.fit == "poisson" else f"{value:.1f}"


def _limits(row: Beside) -> str:
    return f"{_number(row, row.low)} to {_number(row, row.high)}" if row.told else "-"


def deviation_of(row: Beside) -> str:
    """The deviation in words: per cent, and percentage points of shares."""
    if not row.told:
        return "-"
    if row.is_share:
        return f"{100 * (row.simulated - row.published):+.1f} points"
    return f"{100 * row.deviation:+.1f} %"


def inside_of(row: Beside) -> str:
    """yes, no, or too few to tell."""
    return {True: "yes", False: "no", None: "too few"}[row.inside]


def _ladder(rungs: Sequence[Rung]) -> str:
    lines = ["## What must hold", "", "| | expected | found | holds |", "|---|---:|---:|---|"]
    for part, title in PARTS.items():
        mine = [rung for rung in rungs if rung.part == part]
        if mine:
            lines.append(f"| **{title}** | | | |")
        for rung in mine:
            holds = "told" if rung.only_told else "yes" if rung.holds else "**no**"
            lines.append(f"| {rung.holds_that} | {rung.expected:.6g} | {rung.found:.6g} | {holds} |")
    return "\n".join(lines)


def _not_yet() -> str:
    return "## What cannot be validated yet\n\n" + "\n".join(f"- {line}" for line in NOT_YET)


def _assumed(definitions: SimulationDefinitions) -> str:
    """How many figures of each part are assumptions."""
    lines = [
        "## What is assumed",
        "",
        "Figures of the description that have a source, and those that are assumptions with a range:",
        "",
        "| | with a source | assumed |",
        "|---|---:|---:|",
    ]
    total = [0, 0]
    for kind, records in definitions.records.items():
        found = list(_ranged(records))
        sourced, assumed = sum(each.source is not None for each in found), sum(each.source is None for each in found)
        if found and kind not in ("target", "validation"):
            lines.append(f"| {kind.replace('_', ' ')} | {sourced} | {assumed} |")
            total = [total[0] + sourced, total[1] + assumed]
    lines.append(f"| **all** | {total[0]} | {total[1]} |")
    return "\n".join(lines)


def _ranged(value: Any) -> Iterator[Ranged]:
    if isinstance(value, Ranged):
        yield value
    elif is_dataclass(value):
        for field in fields(value):
            yield from _ranged(getattr(value, field.name))
    elif hasattr(value, "values"):
        for each in value.values():
            yield from _ranged(each)
    elif isinstance(value, tuple | list):
        for each in value:
            yield from _ranged(each)
