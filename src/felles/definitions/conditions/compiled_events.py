"""For many persons: did an event of a kind happen, often enough and at the right time?"""

from collections.abc import Mapping

import ibis
import ibis.expr.types as ir

from felles.definitions.conditions.compiled_log import UNKNOWN, compares, moved, number_of, of_kind, within
from felles.definitions.conditions.terms import Anchor, Happened


class HappenedColumns:
    """Counts the events that surely count and those that may. Says what `happening.happened` says."""

    def __init__(self, name: str, condition: Happened) -> None:
        self.condition = condition
        self.surely, self.perhaps = f"{name}_surely", f"{name}_perhaps"
        self.after = _Place(f"{name}_after", condition.after) if condition.after else None
        self.before = _Place(f"{name}_before", condition.before) if condition.before else None
        self.anchored = self.after is not None or self.before is not None

    def still(self, log: ir.Table) -> Mapping[str, ir.Value]:
        """The anchors' places; without anchors the counts themselves."""
        if not self.anchored:
            return self._counts(log)
        places = (place.columns(log) for place in (self.after, self.before) if place)
        return {name: column for columns in places for name, column in columns.items()}

    def counted(self, beside: ir.Table) -> Mapping[str, ir.Value]:
        """The counts, beside the anchors."""
        return self._counts(beside) if self.anchored else {}

    def truth(self, known: ir.Table) -> ir.BooleanValue:
        """Enough that surely count, or not enough that may."""
        times, too_few = self.condition.times, ibis.literal(False) if self.condition.complete else UNKNOWN
        return ibis.cases(
            (known[self.surely].fill_null(0) >= times, True),
            (known[self.perhaps].fill_null(0) < times, too_few),
            else_=UNKNOWN,
        )

    def _counts(self, log: ir.Table) -> Mapping[str, ir.Value]:
        counts = self._counts_as(log)
        return {self.surely: log.count(where=counts), self.perhaps: log.count(where=counts.fill_null(True))}

    def _counts_as(self, log: ir.Table) -> ir.BooleanValue:
        condition = self.condition
        truth = of_kind(log, condition.matching) & within(log, condition.within)
        if condition.longer_ago_than:
            truth &= ~within(log, condition.longer_ago_than)
        if condition.comparisons:
            truth &= compares(number_of(log, condition.unit), condition.comparisons)
        if self.after:
            truth &= self.after.is_followed(log)
        if self.before:
            truth &= self.before.is_preceded(log)
        return truth


class _Place:
    """Where on the calendar a person's anchor lies: between two days, and whether there surely is one."""

    def __init__(self, name: str, anchor: Anchor) -> None:
        self.anchor = anchor
        self.earliest, self.latest, self.sure = f"{name}_earliest", f"{name}_latest", f"{name}_sure"

    def columns(self, log: ir.Table) -> Mapping[str, ir.Value]:
        """As in `happening._place_of`: an event that only may be of the kind widens the place to one side."""
        sure = of_kind(log, self.anchor.matching).fill_null(False)
        possible = of_kind(log, self.anchor.matching).fill_null(True)
        if self.anchor.which == "first":
            earliest = log["first"].min(where=possible)
            latest = log["last"].min(where=sure).coalesce(log["last"].max(where=possible))
        else:
            earliest = log["first"].max(where=sure).coalesce(log["first"].min(where=possible))
            latest = log["last"].max(where=possible)
        return {self.earliest: earliest, self.latest: latest, self.sure: log.count(where=sure)}

    def is_followed(self, log: ir.Table) -> ir.BooleanValue:
        """Is it on the anchor's day or later, and no later than its `within`?"""
        surely = log["first"] >= log[self.latest]
        possibly = log["last"] >= log[self.earliest]
        if self.anchor.within:
            surely &= log["last"] <= moved(log[self.earliest], self.anchor.within, back=False)
            possibly &= log["first"] <= moved(log[self.latest], self.anchor.within, back=False)
        return self._truth(log, surely, possibly)

    def is_preceded(self, log: ir.Table) -> ir.BooleanValue:
        """Is it on the anchor's day or earlier, and no earlier than its `within`?"""
        surely = log["last"] <= log[self.earliest]
        possibly = log["first"] <= log[self.latest]
        if self.anchor.within:
            surely &= log["first"] >= moved(log[self.latest], self.anchor.within, back=True)
            possibly &= log["last"] >= moved(log[self.earliest], self.anchor.within, back=True)
        return self._truth(log, surely, possibly)

    def _truth(self, log: ir.Table, surely: ir.BooleanValue, possibly: ir.BooleanValue) -> ir.BooleanValue:
        nowhere = log[self.earliest].isnull()
        return ibis.cases((nowhere, False), (surely & (log[self.sure] > 0), True), (possibly, UNKNOWN), else_=False)
