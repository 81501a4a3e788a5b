"""Which answer does a pathway wait for: of which image or sample has nobody yet read the report?

A report answers everything of its class that was taken up to its day. What a camera shows is seen at once, so an
endoscopy waits for nothing; the tissue that was taken with it is a sample.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from felles.pathways.latest import day_of, day_text, latest, rest_of

if TYPE_CHECKING:
    from ibis.expr import types as ir

# What is taken -> the reports that answer it. Assumption: which laboratory reads what.
_ANSWERED_BY: dict[str, tuple[tuple[str, tuple[str, ...]], tuple[str, ...]]] = {
    "imaging": (("imaged", ("ct", "mri", "pet", "ultrasound", "x_ray", "mammography", "scintigraphy")), ("imaging",)),
    "pathology": (
        ("sampled", ("biopsy", "cytology", "bone_marrow", "surgical_specimen")),
        ("pathology", "molecular"),
    ),
    "laboratory": (("sampled", ("blood", "urine", "stool")), ("laboratory",)),
}

ANSWERS = tuple(_ANSWERED_BY)


def taken_and_read(since: ir.Table, after: ir.BooleanValue) -> dict[str, Any]:
    """Aggregates for each class: the last day something was taken, with its place, and the last day it was read."""
    found: dict[str, Any] = {}
    for answer, ((type_, codes), reports) in _ANSWERED_BY.items():
        taken = after & (since.type == type_) & since.code.isin(codes)
        found[f"taken_{answer}"] = latest(since, taken, since.place.fill_null(""))
        found[f"read_{answer}"] = since.day.max(where=(since.type == "report_ready") & since.code.isin(reports))
    return found


def awaited(rows: ir.Table) -> dict[str, Any]:
    """From those: the class of the answer that has been waited for longest, since when, and where it was taken.

    Columns awaited, awaited_since and awaited_at; null where every answer has come.
    """
    import ibis

    missing = []
    for number, answer in enumerate(ANSWERS):
        taken, read = rows[f"taken_{answer}"], rows[f"read_{answer}"]
        waits = read.isnull() | (read < day_of(taken))
        missing.append(ibis.ifelse(waits, day_text(taken) + str(number) + rest_of(taken), ibis.null("string")))
    longest = ibis.least(*missing)
    number = rest_of(longest).substr(0, 1)
    return {
        "awaited": ibis.cases(*((number == str(each), answer) for each, answer in enumerate(ANSWERS))),
        "awaited_since": day_of(longest),
        "awaited_at": rest_of(longest).substr(1).nullif(""),
    }
