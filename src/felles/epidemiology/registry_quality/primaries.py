"""Which tumours of one person count as one, by the international rules of 2004?

IACR/IARC/ENCR, International rules for multiple primary cancers (ICD-O third edition), 2004: one tumour in an organ or a pair
of organs, whatever the time between; of systemic kinds one in a person; but kinds of different groups are different
tumours. The groups are in content/quality/multiple_primaries.yaml.
"""

from collections.abc import Iterable
from typing import Any

import polars as pl

from felles.definitions.multiple_primaries import HistologyGroup, MultiplePrimaries
from felles.epidemiology.frames import give_back
from felles.epidemiology.registry_quality.conditions import any_holds, numbers, sites
from felles.epidemiology.registry_quality.reading import ROW, Records, read_records

_ANYWHERE = "anywhere"
_OLDEST = ("first diagnosed", "id", ROW)


def multiple_primaries(frame: Any, rules: MultiplePrimaries) -> Any:
    """One row a record, in the order of the table: row (from 1), id, person, organ, kind, same_row, same_as, counts.

    frame: records with person, diagnosed, topography, morphology and, where they have one, id. organ and kind (the groups
    they were compared by) are null where a record is not compared. same_row and same_as: the earlier record that it counts as
    one with. counts: whether it is a tumour of its own; a record that is not compared counts. The result is a table of the
    kind that came in. Raises BadTable.
    """
    found = same_tumours(read_records(frame), rules)
    return give_back(found.with_columns(counts=pl.col("same_row").is_null()), like=frame)


def same_tumours(records: Records, rules: MultiplePrimaries) -> pl.DataFrame:
    """The same for records that are read."""
    table = records.table
    compared = any_holds(rules.counted, given=records.given)
    grouped = table.select(
        ROW, "id", "person", "first diagnosed", organ=_organ(rules), kind=_kind(rules.histologies), compared=compared
    )
    anywhere = [group.id for group in rules.histologies if group.anywhere]
    grouped = grouped.with_columns(
        organ=pl.when(pl.col("kind").is_in(anywhere)).then(pl.lit(_ANYWHERE)).otherwise(pl.col("organ"))
    )
    known = grouped.filter(pl.col("compared") & pl.all_horizontal(pl.col("person", "organ", "kind").is_not_null()))
    for vague in rules.histologies:
        if vague.gives_way_to:
            known = _given_way(known, vague)
    return _joined(grouped, known.sort(_OLDEST, nulls_last=True))


def _organ(rules: MultiplePrimaries) -> pl.Expr:
    organs = {place: group.code for group in rules.sites for place in sites(group.topography)[0]}
    return pl.col("topography place").replace(organs)


def _kind(groups: Iterable[HistologyGroup]) -> pl.Expr:
    kinds = {number: group.id for group in groups for number in numbers(group.morphology)}
    return pl.col("morphology").replace_strict(kinds, default=None, return_dtype=pl.String)


def _given_way(known: pl.DataFrame, vague: HistologyGroup) -> pl.DataFrame:
    """Records of a vague kind take the kind of the oldest specific tumour in the same place, where there is one."""
    specific = (
        known.filter(pl.col("kind").is_in(vague.gives_way_to))
        .sort(_OLDEST, nulls_last=True)
        .group_by("person", "organ", maintain_order=True)
        .agg(specific=pl.col("kind").first())
    )
    beside = known.join(specific, on=["person", "organ"], how="left", maintain_order="left")
    kind = pl.when(pl.col("kind") == vague.id).then(pl.coalesce("specific", "kind")).otherwise(pl.col("kind"))
    return beside.with_columns(kind=kind).drop("specific")


def _joined(grouped: pl.DataFrame, known: pl.DataFrame) -> pl.DataFrame:
    tumour = ["person", "organ", "kind"]
    told = known.select(
        ROW,
        "organ",
        "kind",
        same_row=pl.col(ROW).first().over(tumour),
        same_as=pl.col("id").first().over(tumour),
    )
    repeats = pl.col("same_row") != pl.col(ROW)
    told = told.with_columns(pl.when(repeats).then(pl.col(name)).alias(name) for name in ("same_row", "same_as"))
    return grouped.select(ROW, "id", "person").join(told, on=ROW, how="left", maintain_order="left")
