"""For many persons: what is known of a fact, or of the latest event of a kind, and does it compare?"""

from collections.abc import Callable, Mapping
from typing import cast

import ibis
import ibis.expr.types as ir

from felles.definitions.conditions.compiled_log import UNKNOWN, compares, number_of, of_kind, within
from felles.definitions.conditions.facts import FACTS
from felles.definitions.conditions.terms import Comparison, Fact, Latest


class AgeColumns:
    """Compares the ages that the recorded births allow. Says what `knowing.known_fact` says of age."""

    def __init__(self, name: str, condition: Fact) -> None:
        self.condition = condition
        self.youngest, self.oldest = f"{name}_youngest", f"{name}_oldest"

    def still(self, log: ir.Table) -> Mapping[str, ir.Value]:
        """Whole years by the latest and by the earliest day of birth."""
        born = log.seen & (log.type == "born")
        return {
            self.youngest: _age_on(log.at, log["last"]).min(where=born),
            self.oldest: _age_on(log.at, log["first"]).max(where=born),
        }

    def counted(self, beside: ir.Table) -> Mapping[str, ir.Value]:
        """Nothing more."""
        return {}

    def truth(self, known: ir.Table) -> ir.BooleanValue:
        """Whether all ages or none compare so."""
        youngest, oldest = known[self.youngest], known[self.oldest]
        agreed = ibis.and_(*(_all_between(youngest, oldest, comparison) for comparison in self.condition.comparisons))
        return ibis.ifelse(youngest.isnull(), _missing(self.condition), agreed)


class AliveColumns:
    """Says what `knowing.known_fact` says of being alive."""

    def __init__(self, name: str, condition: Fact) -> None:
        self.condition = condition
        self.died, self.born, self.ended, self.moved = (f"{name}_{word}" for word in ("died", "born", "ended", "moved"))

    def still(self, log: ir.Table) -> Mapping[str, ir.Value]:
        """Deaths and births counted, the end of follow-up and the latest move dated."""
        return {
            self.died: log.count(where=log.seen & (log.type == "died")),
            self.born: log.count(where=log.seen & (log.type == "born")),
            self.ended: log["last"].max(where=log.seen & (log.type == "follow_up_ended")),
            self.moved: log["first"].max(where=log.seen & (log.type == "moved")),
        }

    def counted(self, beside: ir.Table) -> Mapping[str, ir.Value]:
        """Nothing more."""
        return {}

    def truth(self, known: ir.Table) -> ir.BooleanValue:
        """Dead, not known, or alive."""
        asked = bool(self.condition.comparisons[0].operands[0])
        resumed = (known[self.moved] > known[self.ended]).fill_null(False)
        return ibis.cases(
            (known[self.died] > 0, not asked),
            (known[self.born] == 0, _missing(self.condition)),
            (known[self.ended].notnull() & ~resumed, UNKNOWN),
            else_=asked,
        )


class NewestColumns:
    """Asks every event that may be the newest of its kind (or every one), and says what they agree on."""

    def __init__(
        self,
        name: str,
        condition: Fact | Latest,
        *,
        is_meant: Callable[[ir.Table], ir.BooleanValue],
        got: Callable[[ir.Table], ir.Value],
        only_newest: bool,
    ) -> None:
        self.condition, self.is_meant, self.got, self.only_newest = condition, is_meant, got, only_newest
        self.newest, self.sure = f"{name}_newest", f"{name}_sure"
        self.asked, self.meet, self.fail = f"{name}_asked", f"{name}_meet", f"{name}_fail"

    def still(self, log: ir.Table) -> Mapping[str, ir.Value]:
        """The day on or after which the newest happened, and how many surely are of the kind."""
        sure = self.is_meant(log).fill_null(False)
        newest = {self.newest: log["first"].max(where=sure), self.sure: log.count(where=sure)}
        return newest if self.only_newest else {**newest, **self._said(log, self.is_meant(log).fill_null(True))}

    def counted(self, beside: ir.Table) -> Mapping[str, ir.Value]:
        """What those say that no other surely came after; all of them where none is sure."""
        if not self.only_newest:
            return {}
        in_time = (beside["last"] >= beside[self.newest]).fill_null(True)
        return self._said(beside, self.is_meant(beside).fill_null(True) & in_time)

    def truth(self, known: ir.Table) -> ir.BooleanValue:
        """What all of them say."""
        asked = known[self.asked].fill_null(0)
        return ibis.cases(
            (asked == 0, _missing(self.condition)),
            (known[self.sure] == 0, UNKNOWN),
            (known[self.meet] == asked, True),
            (known[self.fail] == asked, False),
            else_=UNKNOWN,
        )

    def _said(self, log: ir.Table, candidate: ir.BooleanValue) -> Mapping[str, ir.Value]:
        says = compares(self.got(log), self.condition.comparisons)
        return {
            self.asked: log.count(where=candidate),
            self.meet: log.count(where=candidate & says),
            self.fail: log.count(where=candidate & ~says),
        }


def text_columns(name: str, condition: Fact) -> NewestColumns:
    """Says what `knowing.known_fact` says of a fact that is a text."""
    fact = FACTS[condition.name]

    def got(log: ir.Table) -> ir.Value:
        text = log.place if fact.column == "place" else log.code
        return ibis.ifelse(text.isin(fact.allowed), text, ibis.null("string")) if fact.allowed else text

    return NewestColumns(
        name,
        condition,
        is_meant=lambda log: log.seen & log.type.isin(fact.reads),
        got=got,
        only_newest=fact.newest,
    )


def latest_columns(name: str, condition: Latest) -> NewestColumns:
    """Says what `knowing.known_latest` says."""
    of_numbers = condition.comparisons[0].of_numbers
    return NewestColumns(
        name,
        condition,
        is_meant=lambda log: of_kind(log, condition.matching) & within(log, condition.within),
        got=lambda log: number_of(log, condition.unit) if of_numbers else log.code,
        only_newest=True,
    )


def _missing(condition: Fact | Latest) -> ir.BooleanValue:
    return ibis.literal(False) if condition.missing_fails else UNKNOWN


def _age_on(day: ir.DateValue, born: ir.DateValue) -> ir.IntegerValue:
    before_birthday = day.month() * 100 + day.day() < born.month() * 100 + born.day()
    return day.year() - born.year() - ibis.ifelse(before_birthday, 1, 0)


def _all_between(youngest: ir.IntegerValue, oldest: ir.IntegerValue, comparison: Comparison) -> ir.BooleanValue:
    """Do all ages between the two compare so (true), or none (false)?"""
    asked = [cast(int, operand) for operand in comparison.operands]
    if comparison.word in ("is", "in", "is_not", "not_in"):
        named = sum((ibis.ifelse(ibis.literal(age).between(youngest, oldest), 1, 0) for age in asked), ibis.literal(0))
        among = ibis.cases((named == 0, False), (named == oldest - youngest + 1, True), else_=UNKNOWN)
        return ~among if comparison.word in ("is_not", "not_in") else among
    of_youngest, of_oldest = compares(youngest, (comparison,)), compares(oldest, (comparison,))
    return ibis.cases((of_youngest & of_oldest, True), (~of_youngest & ~of_oldest, False), else_=UNKNOWN)
