"""What is a page of statistics made of, and how is it given: as a page, as numbers, or as the figure alone?"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from felles.epidemiology.noting import told
from felles.web.middleware import language_of
from felles.web.portals.analysis.asking import Asked, Select
from felles.web.portals.analysis.registry import Registry

if TYPE_CHECKING:
    import polars as pl

WIDE, NARROW = 760.0, 400.0


@dataclass(frozen=True, kw_only=True)
class Statistic:
    """figure: draws at a width. table: headings, then rows of words, the first of each naming it. rows: what is downloaded.

    splits: (words, address, whether it is this) of each way to split. commands: those that give the same numbers.
    reading: names of the texts that say how to read it. notes: of the calculation. told: what it signals, in sentences.
    """

    kind: str
    heading: str
    lead: str
    selects: Sequence[Select]
    splits: Sequence[tuple[str, str, bool]]
    figure: Callable[[float], str] | None
    headings: Sequence[str]
    table: Sequence[Sequence[str]]
    reading: Sequence[str]
    commands: Sequence[str]
    rows: pl.DataFrame
    notes: Sequence[str]
    some_hidden: bool
    told: Sequence[str] = ()


def answer(request: HttpRequest, registry: Registry, asked: Asked, made: Statistic) -> HttpResponse:
    """The page; or with `som=csv` its numbers, and with `som=svg` its figure, as files."""
    if asked.form == "csv":
        return _file(made.rows.write_csv(), f"{_name(made, asked)}.csv", "text/csv; charset=utf-8")
    if asked.form == "svg" and made.figure is not None:
        return _file(made.figure(WIDE), f"{_name(made, asked)}.svg", "image/svg+xml")
    shown = {
        "made": made,
        "lines": [list(zip(line, made.headings, strict=True)) for line in made.table],
        "asked": asked,
        "wide": made.figure(WIDE) if made.figure else "",
        "narrow": made.figure(NARROW) if made.figure else "",
        "recorded_until": registry.recorded_until,
        "csv": asked.address(som="csv"),
        "svg": asked.address(som="svg"),
        "notes": [told(note, language_of(request)) for note in made.notes],
    }
    return render(request, "analysis/statistic.html", shown)


def nothing_yet(request: HttpRequest) -> HttpResponse:
    """What to do where there is nothing to count."""
    return render(request, "analysis/nothing.html")


def _name(made: Statistic, asked: Asked) -> str:
    return "-".join(part for part in (made.kind, asked.site, asked.split) if part)


def _file(content: str, name: str, kind: str) -> HttpResponse:
    response = HttpResponse(content, content_type=kind)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
