"""Does a condition hold of each record: yes, no, or is it not known?

Three-valued, as the project's other conditions: what is missing makes a part unknown, and `and`, `or` and `not` go on from
there (Kleene). One Polars expression a condition, whatever the number of records.
"""

from collections.abc import Iterable, Iterator, Sequence
from functools import reduce
from operator import and_, or_

import polars as pl

from felles.definitions.registry_checks import RecordRule
from felles.definitions.registry_terms import Bounds, Earlier, RecordTerms


def rule_holds(rule: RecordRule, *, given: frozenset[str]) -> pl.Expr:
    """Whether a rule hits a record; null where that is not known. given: the fields that the table has at all."""
    hits = any_holds(rule.when, given=given)
    return hits & ~any_holds(rule.unless, given=given) if rule.unless else hits


def any_holds(conditions: Sequence[RecordTerms], *, given: frozenset[str]) -> pl.Expr:
    """Whether one of several conditions holds."""
    return reduce(or_, (holds(condition, given=given) for condition in conditions))


def holds(terms: RecordTerms, *, given: frozenset[str]) -> pl.Expr:
    """Whether everything that is said of a record holds."""
    return reduce(and_, _parts(terms, given))


def fields_read(conditions: Iterable[RecordTerms]) -> list[str]:
    """The fields that conditions look at, in the order in which they name them."""
    found: list[str] = []
    for terms in conditions:
        found += [name for name in _CODES if getattr(terms, name)]
        found += ["born", "age", "diagnosed"] if terms.age else []
        found += [*terms.missing, *terms.present, *terms.unreadable]
        found += [name for name in (terms.earlier.date, terms.earlier.than) if name != "today"] if terms.earlier else []
        found += _ACROSS.get(terms.across or "", [])
    return list(dict.fromkeys(found))


_CODES = ("sex", "topography", "icd10", "morphology", "behaviour", "grade", "basis", "laterality", "stage", "notified")
_ACROSS = {
    "id_again": ["id"],
    "same_tumour": ["person", "diagnosed", "topography", "morphology"],
    "sex_differs": ["person", "sex"],
    "born_differs": ["person", "born"],
    "died_differs": ["person", "died"],
}


def _parts(terms: RecordTerms, given: frozenset[str]) -> Iterator[pl.Expr]:
    for field in ("sex", "laterality", "stage", "notified"):
        if words := getattr(terms, field):
            yield pl.col(field).is_in(list(words))
    for field in ("behaviour", "grade", "basis"):
        if digits := getattr(terms, field):
            yield pl.col(field).is_in([str(number) for number in sorted(numbers(digits))])
    if terms.morphology:
        yield pl.col("morphology").is_in(sorted(numbers(terms.morphology)))
    for field in ("topography", "icd10"):
        if codes := getattr(terms, field):
            yield site_is(field, codes)
    if terms.age:
        yield from _age(terms.age)
    yield from _filled(terms, given)
    if terms.earlier:
        yield _earlier(terms.earlier)
    if terms.across:
        yield pl.col(terms.across)


def numbers(codes: Iterable[str]) -> set[int]:
    """The numbers that codes and ranges of codes, such as `8140-8149`, name."""
    ends = [code.partition("-")[::2] for code in codes]
    return {number for first, last in ends for number in range(int(first), int(last or first) + 1)}


def site_is(field: str, codes: Iterable[str]) -> pl.Expr:
    """Whether a site is one of the codes. A site told to three characters is unknown where only a part of it is meant."""
    places, parts = sites(codes)
    place, part = pl.col(f"{field} place"), pl.col(f"{field} part")
    whole = place.is_in(sorted(places))
    if not parts:
        return whole
    perhaps = {each[:3] for each in parts} - places
    return whole | pl.when(place.is_in(sorted(perhaps))).then(part.is_in(sorted(parts))).otherwise(
        pl.when(place.is_not_null()).then(pl.lit(False))
    )


def sites(codes: Iterable[str]) -> tuple[set[str], set[str]]:
    """The places (`C50`) and the parts of places (`C501`) that codes and ranges name."""
    places: set[str] = set()
    parts: set[str] = set()
    for code in codes:
        first, _, last = code.replace(".", "").partition("-")
        last = last or first
        if len(first) == len(last) == 3:
            places |= {f"{first[0]}{number:02}" for number in range(int(first[1:]), int(last[1:]) + 1)}
        else:
            span = range(int(first[1:].ljust(3, "0")), int(last[1:].ljust(3, "9")) + 1)
            parts |= {f"{first[0]}{number:03}" for number in span}
    return places, parts


def _age(bounds: Bounds) -> Iterator[pl.Expr]:
    least, most = pl.col("age at least"), pl.col("age at most")
    if bounds.at_least is not None:
        yield _surely(least >= bounds.at_least, most < bounds.at_least)
    if bounds.below is not None:
        yield _surely(most < bounds.below, least >= bounds.below)


def _earlier(order: Earlier) -> pl.Expr:
    surely = pl.col(f"last {order.date}") < pl.col(f"first {order.than}")
    surely_not = pl.col(f"first {order.date}") >= pl.col(f"last {order.than}")
    return _surely(surely, surely_not)


def _surely(yes: pl.Expr, no: pl.Expr) -> pl.Expr:
    return pl.when(yes).then(pl.lit(True)).when(no).then(pl.lit(False))


def _filled(terms: RecordTerms, given: frozenset[str]) -> Iterator[pl.Expr]:
    """A column that the table does not have is no news about one record: what misses it is unknown."""
    if terms.missing:
        empty = [pl.col(f"written {field}").is_null() for field in terms.missing]
        yield pl.all_horizontal(empty) if given & set(terms.missing) else pl.lit(None, pl.Boolean)
    for field in terms.present:
        yield pl.col(f"written {field}").is_not_null() & ~pl.col(f"unreadable {field}")
    if terms.unreadable:
        yield pl.any_horizontal(pl.col(f"unreadable {field}") for field in terms.unreadable)
