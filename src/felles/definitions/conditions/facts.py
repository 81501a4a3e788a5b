"""Which facts about a person have a name, and from which events are they known?"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

from felles.definitions.conditions.terms import Answer, Condition, Fact, Happened, Latest, parts_of


@dataclass(frozen=True, kw_only=True, slots=True)
class NamedFact:
    """A fact that a condition may name.

    `reads`: the event types it is known from. `column` with `newest`: it is what stands in that column of those
    events, of the latest one or of all. `allowed`: the texts it can have, where they are known.
    """

    sentence: str
    kind: Literal["number", "text", "yes_no"]
    reads: tuple[str, ...]
    allowed: tuple[str, ...] = ()
    column: Literal["code", "place"] | None = None
    newest: bool = False


FACTS: Mapping[str, NamedFact] = MappingProxyType(
    {
        "age": NamedFact(
            sentence="whole years since birth; a birthday on 29 February falls on 1 March in common years",
            kind="number",
            reads=("born",),
        ),
        "sex": NamedFact(
            sentence="the code of the birth; not known when it is `unknown` or two records disagree",
            kind="text",
            reads=("born",),
            allowed=("female", "male"),
            column="code",
        ),
        "place": NamedFact(
            sentence="the municipality of the latest birth or move",
            kind="text",
            reads=("born", "moved"),
            column="place",
            newest=True,
        ),
        "alive": NamedFact(
            sentence="born and no death; not known after the end of follow-up, unless a move came later",
            kind="yes_no",
            reads=("born", "died", "follow_up_ended", "moved"),
        ),
    }
)


def types_read(condition: Condition) -> frozenset[str]:
    """The event types that a condition reads: an event of another type never changes its verdict."""
    match condition:
        case Fact(name=name):
            return frozenset(FACTS[name].reads)
        case Latest(matching=matching):
            return frozenset({matching.type})
        case Happened(matching=matching, after=after, before=before):
            anchors = (anchor.matching.type for anchor in (after, before) if anchor)
            return frozenset({matching.type, *anchors})
        case Answer():
            return frozenset()
    return frozenset().union(*(types_read(part) for part in parts_of(condition)))
