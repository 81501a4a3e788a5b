"""Which records are wrong or unlikely, by which rule, and what should be done with them?"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

import polars as pl

from felles.definitions.multiple_primaries import MultiplePrimaries
from felles.definitions.registry_checks import RecordRule, RegistryCheck
from felles.definitions.texts import Language
from felles.epidemiology.frames import give_back
from felles.epidemiology.registry_quality.conditions import fields_read, rule_holds
from felles.epidemiology.registry_quality.primaries import same_tumours
from felles.epidemiology.registry_quality.reading import ROW, Records, read_records

FINDINGS = pl.Schema(
    {
        "row": pl.UInt32(),
        "id": pl.String(),
        "person": pl.String(),
        "check": pl.String(),
        "rule": pl.String(),
        "severity": pl.String(),
        "verified": pl.Boolean(),
        "sentence": pl.String(),
        "fields": pl.String(),
    }
)
SUMMARY = pl.Schema(
    {
        "check": pl.String(),
        "rule": pl.String(),
        "severity": pl.String(),
        "verified": pl.Boolean(),
        "records": pl.Int64(),
        "hits": pl.Int64(),
        "unknown": pl.Int64(),
    }
)
_BRACES = re.compile(r"\{([^{}]*)\}")
_NOT_TOLD = "–"


@dataclass(frozen=True)
class Checked:
    """What the checks found.

    findings: one row a record and rule that hit it (FINDINGS), by row; fields: what stands in the fields that the rule reads.
    summary: one row a rule (SUMMARY); unknown: the records of which the rule could not say.
    """

    findings: pl.DataFrame
    summary: pl.DataFrame


def check_records(
    frame: Any,
    checks: Iterable[RegistryCheck],
    *,
    at: date,
    primaries: MultiplePrimaries | None = None,
    language: Language = "nb",
) -> Any:
    """One row a record and rule that hits it, by row: the columns of FINDINGS, as the kind of table that came in.

    frame: one row a tumour, with the columns that `felles.epidemiology.registry_quality.reading` lists. checks: those of
    `load_content().registry_checks`.
    at: the day after which a date lies in the future. primaries: the rules by which tumours of one person are compared; without
    them `same_tumour` is unknown. A rule of which a record leaves it open whether it hits does not hit. Raises BadTable.
    """
    found = checked(read_records(frame, at=at), checks, primaries=primaries, language=language)
    return give_back(found.findings, like=frame)


def checked(
    records: Records,
    checks: Iterable[RegistryCheck],
    *,
    primaries: MultiplePrimaries | None = None,
    language: Language = "nb",
) -> Checked:
    """The same for records that are read, with a summary."""
    table = records.table.with_columns(across(records, primaries))
    rules = [(check, rule) for check in checks for rule in check.rules]
    verdicts = table.select(rule_holds(rule, given=records.given).alias(rule.id) for _, rule in rules)
    findings = [
        _findings(table.filter(verdicts[rule.id]), check, rule, language)
        for check, rule in rules
        if verdicts[rule.id].any()
    ]
    together = pl.concat(findings) if findings else pl.DataFrame(schema=FINDINGS)
    summary = [(*_named(check, rule), table.height, *_counted(verdicts[rule.id])) for check, rule in rules]
    return Checked(together.sort(ROW, maintain_order=True), pl.DataFrame(summary, schema=SUMMARY, orient="row"))


def across(records: Records, primaries: MultiplePrimaries | None) -> list[pl.Series]:
    """What comparing records tells of each; null where there is nothing to compare by."""
    table = records.table
    same = same_tumours(records, primaries)["same_row"].is_not_null() if primaries else pl.Series([None] * table.height)
    several = table.select(
        pl.when(pl.col("id").is_not_null()).then(pl.len().over("id") > 1).alias("id_again"),
        _by_person(_sexes() > 1).alias("sex_differs"),
        *(
            _by_person(
                pl.col(f"first {each}").max().over("person") > pl.col(f"last {each}").min().over("person")
            ).alias(f"{each}_differs")
            for each in ("born", "died")
        ),
    )
    compared = pl.when(pl.col("person").is_not_null()).then(pl.lit(same.cast(pl.Boolean)))
    return [*several.get_columns(), table.select(same_tumour=compared).to_series()]


def _sexes() -> pl.Expr:
    known = pl.when(pl.col("sex").is_in(["female", "male"])).then(pl.col("sex"))
    return known.drop_nulls().n_unique().over("person")


def _by_person(found: pl.Expr) -> pl.Expr:
    return pl.when(pl.col("person").is_not_null()).then(found)


def _findings(hit: pl.DataFrame, check: RegistryCheck, rule: RecordRule, language: Language) -> pl.DataFrame:
    text = (rule.text or check.text).in_language(language)
    check_id, rule_id, severity, verified = _named(check, rule)
    return hit.select(
        ROW,
        "id",
        "person",
        check=pl.lit(check_id),
        rule=pl.lit(rule_id),
        severity=pl.lit(severity),
        verified=pl.lit(verified),
        sentence=_sentence(text),
        fields=_shown(fields_read((*rule.when, *rule.unless))),
    ).cast(FINDINGS)


def _named(check: RegistryCheck, rule: RecordRule) -> tuple[str, str, str, bool]:
    verified = check.verified if rule.verified is None else rule.verified
    return check.id, rule.id, rule.severity or check.severity, verified


def _counted(verdict: pl.Series) -> tuple[int, int]:
    return int(verdict.sum()), verdict.null_count()


def _sentence(text: str) -> pl.Expr:
    """The text, with what stands in the fields that it names."""
    pieces = [
        pl.col(f"written {piece}").fill_null(_NOT_TOLD) if number % 2 else pl.lit(piece)
        for number, piece in enumerate(_BRACES.split(text))
    ]
    return pl.concat_str(pieces)


def _shown(fields: list[str]) -> pl.Expr:
    """`topography=C41.2; morphology=8170/3`, without what is empty."""
    said = [pl.lit(f"{field}=") + pl.col(f"written {field}") for field in fields]
    return pl.concat_str(said, separator="; ", ignore_nulls=True)
