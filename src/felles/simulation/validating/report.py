"""The simulated country next to the published one, as a page: tables with the deviation of each figure, the worst first."""

from collections.abc import Iterator, Sequence
from dataclasses import fields, is_dataclass
from math import log
from typing import Any

from felles.definitions import Content
from felles.definitions.simulation.figures import Ranged
from felles.definitions.simulation.loading import SimulationDefinitions
from felles.simulation.measuring.against import ROLES, Beside
from felles.simulation.request import Request
from felles.simulation.validating.rungs import PARTS, Rung
from felles.simulation.validating.tables import name_of, table

FIRST_SETS = (
    "cases_2024", "survival_2020_2024", "stage_shares", "attendance", "attendance_by_county", "cervix_coverage",
    "pathway_times", "tobacco_all_adults", "strategy",
)  # fmt: skip
"""What a reader looks for first, in this order; the rest follows."""
_WORST = 20
_STEADY = 0.2
"""A simulated figure whose standard error is more than this part of it is too shaky to be called one of the worst."""
_NOT_OF_LIVES = ("course", "suspicion", "resource", "symptom_course", "policy", "target", "validation")
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
        _worst(rows, definitions.content),
        _summary(rows),
        *_tables(rows, definitions.content),
        _ladder(rungs),
        _not_yet(),
        _assumed(definitions),
    ]
    return "\n\n".join(parts) + "\n"


def _head(request: Request, command: str) -> str:
    return f"""# The simulated country next to the published one

Written by `{command}`:
{request.people:,} made-up persons alive on 1 January 2024 (all of Norway is 5,550,203), counted from {request.first} to
{request.last} and scaled to the country. Do not edit this page: run the command again.

How to read the tables: *simulated* has 95 per cent limits from the number of persons lived, nothing else. *Deviation* is
simulated less published, in per cent of the published; of shares it is in percentage points. *Inside* says whether chance in
both figures explains the difference: with a whole country chance is small, so that a deviation of two per cent can be outside.
A **target** is a figure that the country was fitted to or built on; **validation** figures were used for nothing (see
[what is measured](../reference/simulation/validation.md))."""


def worst(rows: Sequence[Beside]) -> list[Beside]:
    """The largest deviations that chance does not explain, of figures that are steady enough."""
    outside = [row for row in rows if row.inside is False and row.measured.error <= _STEADY * abs(row.simulated)]
    return sorted(outside, key=_distance, reverse=True)[:_WORST]


def _worst(rows: Sequence[Beside], content: Content) -> str:
    found = worst(rows)
    told = table(found, content, mixed=True) if found else "None of the steady figures is outside."
    return f"## The worst deviations\n\nThose that chance does not explain, the furthest off first.\n\n{told}"


def _distance(row: Beside) -> float:
    """How many times too large or too small, as a logarithm, from the nearest end of the published figure."""
    least, most = row.figures.limits(row.figure) or (row.published, row.published)
    nearest = min(max(row.simulated, least), most)
    return abs(log(max(row.simulated, 1e-9) / max(nearest, 1e-9)))


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


def _tables(rows: Sequence[Beside], content: Content) -> Iterator[str]:
    sets = {row.figures.id: row.figures for row in rows}
    first = [id for id in FIRST_SETS if id in sets]
    for id in (*first, *(id for id in sets if id not in first)):
        mine = [row for row in rows if row.figures.id == id]
        role = "target" if mine[0].role == "target" else "validation"
        about = sets[id].about
        beware = f"\n\n{about.en.strip()}" if about is not None else ""
        yield f"## {sets[id].label.en} ({role}){beware}\n\n{table(mine, content)}{_notes(mine, content)}"


def _notes(rows: Sequence[Beside], content: Content) -> str:
    """What the figures' notes say, under their table."""
    lines = [f"- {name_of(row, content)}: {row.figure.note}." for row in rows if row.figure.note]
    return "\n\n" + "\n".join(lines) if lines else ""


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
        "Figures of the lives that have a source, and those that are assumptions with a range. The steps of the services",
        "(`content/simulation/services`) say source or assumption step by step; most are assumptions. They are not counted here.",
        "",
        "| | with a source | assumed |",
        "|---|---:|---:|",
    ]
    for kind, records in definitions.records.items():
        found = [] if kind in _NOT_OF_LIVES else list(_ranged(records))
        if found:
            sourced = sum(each.source is not None for each in found)
            lines.append(f"| {kind.replace('_', ' ')} | {sourced} | {len(found) - sourced} |")
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
