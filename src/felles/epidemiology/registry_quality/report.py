"""How good are these records, told in one go: what is wrong in each, and the indicators?"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import polars as pl

from felles.definitions import Content
from felles.definitions.texts import Language
from felles.epidemiology.asking import shipped
from felles.epidemiology.frames import give_back
from felles.epidemiology.registry_quality.checking import checked
from felles.epidemiology.registry_quality.conditions import fields_read
from felles.epidemiology.registry_quality.indicators import measured
from felles.epidemiology.registry_quality.reading import Records, read_records

_EITHER = (frozenset({"born", "age"}), frozenset({"topography", "icd10"}), frozenset({"died", "last_seen"}))
"""Fields of which one is enough for most records."""


@dataclass(frozen=True, kw_only=True)
class QualityReport:
    """findings: one row a record and rule that hit it. summary: one row a rule. indicators: one row a stratum and indicator.

    records: how many there are; errors, warnings: how many records at least one rule of that severity hit. notes: what could not
    be judged.
    """

    findings: Any
    summary: Any
    indicators: Any
    records: int
    errors: int
    warnings: int
    notes: tuple[str, ...]


def quality(
    frame: Any,
    *,
    at: date,
    by: Sequence[str] = (),
    deaths: Any = None,
    language: Language = "nb",
    content: Content | None = None,
) -> QualityReport:
    """Check records of tumours and measure their quality.

    frame: one row a tumour (Polars, pandas, PyArrow or a dict of columns), with the columns that
    `felles.epidemiology.registry_quality.reading` lists; the tables of the report are of the same kind. at: the day after
    which a date lies in the future. by: what the indicators are told apart by, and deaths for the mortality:incidence ratio,
    as in `quality_indicators`. language: of the sentences. content: checks and indicators; default those that came with
    Felles. Raises BadTable.
    """
    content = content or shipped()
    records = read_records(frame, at=at)
    found = checked(
        records,
        content.registry_checks.values(),
        primaries=content.multiple_primaries,
        language=language,
    )
    made = measured(records, content.quality_indicators.values(), by=by, deaths=deaths)
    return QualityReport(
        findings=give_back(found.findings, like=frame),
        summary=give_back(found.summary, like=frame),
        indicators=give_back(made, like=frame),
        records=records.table.height,
        errors=_hit(found.findings, "E"),
        warnings=_hit(found.findings, "W"),
        notes=tuple(_notes(records, content)),
    )


def _hit(findings: pl.DataFrame, severity: str) -> int:
    return findings.filter(pl.col("severity") == severity)["row"].n_unique()


def _notes(records: Records, content: Content) -> Iterator[str]:
    rules = [rule for check in content.registry_checks.values() for rule in check.rules]
    read = {field for rule in rules for field in fields_read((*rule.when, *rule.unless))}
    others = {field for pair in _EITHER if pair & records.given for field in pair}
    absent = sorted(read - records.given - others)
    if absent:
        yield f"The table has no {', '.join(absent)}: what needs them was not judged."
    unconfirmed = sum(
        (check.verified if rule.verified is None else rule.verified) is False
        for check in content.registry_checks.values()
        for rule in check.rules
    )
    if unconfirmed:
        yield f"Rules that nobody has read in a source, marked verified: false: {unconfirmed} of {len(rules)}."
