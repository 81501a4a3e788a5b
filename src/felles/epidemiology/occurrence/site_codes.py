"""Which ICD-10 codes make up a site, and which site does a diagnosis belong to?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from felles.definitions import Site

if TYPE_CHECKING:
    from ibis.expr import types as ir

DEFAULT = "all"
OTHER = "other"
CANCER = "cance"
"""A death of `cancer`, where no more is known of the cause: it counts among all sites and in none of them. The first
five letters, as many as with_site looks at."""

_SUBCATEGORIES = "0123456789X"


def codes_of(site: Site) -> frozenset[str]:
    """Every category and subcategory of a site, without the dot: C34, C340, ... C349."""
    return _all_of(site.icd10) - _all_of(site.excluding)


def categories_in(ranges: Iterable[str]) -> list[str]:
    """The categories of codes and ranges: C00, C03, C04 for "C00" and "C03-C04"."""
    return sorted(code for code in _all_of(ranges) if len(code) == len("C00"))


def _all_of(ranges: Iterable[str]) -> frozenset[str]:
    return frozenset(code for each in ranges for code in _expanded(each.replace(".", "")))


def _expanded(codes: str) -> Iterator[str]:
    first, _, last = codes.partition("-")
    if len(first) == 4:
        yield from (_code(number, 1000) for number in range(_number(first), _number(last or first) + 1))
        return
    for number in range(_number(first), _number(last or first) + 1):
        category = _code(number, 100)
        yield category
        yield from (category + fourth for fourth in _SUBCATEGORIES)


def _number(code: str) -> int:
    digits = code[1:]
    return ord(code[0]) * int(10 ** len(digits)) + int(digits)


def _code(number: int, letters: int) -> str:
    letter, digits = divmod(number, letters)
    return f"{chr(letter)}{digits:0{len(str(letters)) - 1}d}"


@dataclass(frozen=True, slots=True)
class CodeRow:
    """A code that belongs to a site, and the lowest and highest morphology that does not (both empty: all do)."""

    code: str
    site: str
    first: str = ""
    last: str = ""


def rows_for(sites: Sequence[Site], within: Site | None = None) -> list[CodeRow]:
    """The codes of each site. within: then the sites are its parts, and its codes in none of them are of the site `other`."""
    rows = [CodeRow(code, site.id, *_morphologies(site)) for site in sites for code in sorted(codes_of(site))]
    if within is None:
        return rows
    inside = codes_of(within)
    taken = {row.code for row in rows}
    rows = [row for row in rows if row.code in inside]
    return [*rows, *(CodeRow(code, OTHER, *_morphologies(within)) for code in sorted(inside - taken))]


def _morphologies(site: Site) -> tuple[str, str]:
    first, _, last = (site.excluding_morphology or "").partition("-")
    return first, last or first


def names_of(rows: Iterable[CodeRow]) -> list[str]:
    """The sites of the rows, each once; with_site tells a site by its number here."""
    return list(dict.fromkeys(row.site for row in rows))


def with_site(table: ir.Table, rows: Sequence[CodeRow]) -> ir.Table:
    """The table with `site`: the number of the site (names_of), null where a diagnosis belongs to none of them.

    A diagnosis that belongs to several has a row for each. table: icd10 in capitals, with or without its dot; and morphology
    where it is known (8140 or 8140/3).
    """
    import ibis

    codes = _relation(rows)
    keyed = table.mutate(_code=table.icd10.substr(0, len("C50.9")))
    joined = keyed.join(codes, keyed._code == codes.code, how="left")
    site = joined.site
    if "morphology" in table.columns:
        four = joined.morphology.substr(0, 4)
        left_out = (joined.first_out != "") & four.between(joined.first_out, joined.last_out)
        site = ibis.cases((left_out.fill_null(False), ibis.null("int16")), else_=site)
    return joined.mutate(site=site).drop("_code", "code", "first_out", "last_out")


def _relation(rows: Sequence[CodeRow]) -> ir.Table:
    """The rows as a relation that stands in the SQL itself, so that every engine has it; sites by number, for speed."""
    import ibis

    numbers = {name: number for number, name in enumerate(names_of(rows))}
    said = (f"{code},{numbers[row.site]},{row.first},{row.last}" for row in rows for code in _as_written(row.code))
    table = ibis.literal(";".join(said)).split(";").unnest().name("said").as_table()
    part = table.said.split(",")
    return table.select(code=part[0], site=part[1].cast("int16"), first_out=part[2], last_out=part[3])


def _as_written(code: str) -> tuple[str, ...]:
    return (code, f"{code[:3]}.{code[3:]}") if len(code) == 4 and code[3] in _SUBCATEGORIES else (code,)
