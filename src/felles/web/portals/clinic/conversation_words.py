"""How does a line of the list of conversations read: which talk, by when, what went before, and who has each need?"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from felles.access import Conversation, Conversations, Need
from felles.web.components.names import within_a_sentence
from felles.web.portals.clinic.board_words import SOON, brief_day, code_words, days_left
from felles.web.wording import Language, say

_LATE, _TO_ASK = "late", ("ask_again", "to_remember")


@dataclass(frozen=True, kw_only=True)
class ConversationLine:
    """One conversation as the list shows it. urgency: `late`, `soon` or empty."""

    row: Conversation
    name: str
    which: str
    begun: str
    state: str
    by_when: str
    left: str
    urgency: str
    before: list[str]
    children: str
    needs: list[str]


@dataclass(frozen=True, kw_only=True)
class NeedLine:
    need: Need
    name: str
    theme: str
    who: str
    left: str
    urgency: str


def heading(found: Conversations, language: Language) -> str:
    if not found.to_do:
        return say(language, "conversations.heading_calm")
    return say(language, "conversations.heading", n=found.to_do, number=in_words(found.to_do, language))


def in_words(number: int, language: Language) -> str:
    """A small number in words, as a sentence begins; a large one in digits."""
    words = say(language, "conversations.numbers").split()
    return words[number - 1] if 0 < number <= len(words) else str(number)


def conversation_line(row: Conversation, language: Language, units: Mapping[str, str], *, at: date) -> ConversationLine:
    return ConversationLine(
        row=row,
        name=row.name or say(language, "clinic.nameless"),
        which=code_words("needs_conversation_held", row.touchpoint, language),
        begun=say(language, f"conversations.begun_{row.begun_by}", day=brief_day(row.begun_on, language, at)),
        state=_state(row, language, at),
        by_when=_by_when(row, language, at),
        left=_left(row, language),
        urgency=_urgency(row),
        before=before(row, language, units, at=at),
        children=_children(row, language),
        needs=[_need_in_short(need, language, units, at) for need in row.needs],
    )


def need_line(need: Need, language: Language, units: Mapping[str, str]) -> NeedLine:
    nobody = need.responsible is None
    return NeedLine(
        need=need,
        name=need.name or say(language, "clinic.nameless"),
        theme=code_words("need_found", need.theme, language),
        who=say(language, "conversations.nobody") if nobody else unit_called(need.responsible, units, language),
        left=days_left(need.days_left, language),
        urgency="soon" if nobody else _urgency_of_days(need.days_left),
    )


def unit_called(unit: str | None, units: Mapping[str, str], language: Language) -> str:
    """The unit by its name; a municipality that is known by its number alone, with the number."""
    if unit is None:
        return say(language, "conversations.unknown_unit")
    return say(language, "conversations.municipality", number=unit) if unit.isdecimal() else units.get(unit, unit)


def unit_within(unit: str | None, units: Mapping[str, str], language: Language) -> str:
    """The same after other words."""
    return within_a_sentence(unit or "", unit_called(unit, units, language))


def before(row: Conversation, language: Language, units: Mapping[str, str], *, at: date) -> list[str]:
    """What has happened with the conversation so far, the latest last."""
    said: Iterable[tuple[str, date | None]] = (
        ("offered", row.offered_on),
        ("declined", row.declined_on),
        ("postponed", row.postponed_on),
        ("moved", row.moved_on),
        ("dropped", row.dropped_on),
        ("held", row.held_on),
    )
    came_to = unit_within(row.moved_to, units, language)
    happened = sorted(((day, word) for word, day in said if day is not None), key=lambda one: one[0])
    return [
        say(language, f"conversations.before_{word}", day=brief_day(day, language, at), unit=came_to)
        for day, word in happened
    ]


def _state(row: Conversation, language: Language, at: date) -> str:
    agreed = row.planned_on or row.postponed_to
    if row.state in ("offered", "postponed") and agreed is not None:
        return say(language, f"conversations.state_{row.state}_for", day=brief_day(agreed, language, at))
    return say(language, f"conversations.state_{row.state}")


def _by_when(row: Conversation, language: Language, at: date) -> str:
    if row.due is None:
        return ""
    return say(language, f"conversations.due_by_{row.due_by}", day=brief_day(row.due, language, at))


def _left(row: Conversation, language: Language) -> str:
    """Days to the day; a day to ask, or one that is only ours, is never `over`."""
    if row.state in _TO_ASK and row.days_left is not None and row.days_left < 0:
        return say(language, "conversations.since", n=-row.days_left)
    return days_left(row.days_left, language)


def _urgency(row: Conversation) -> str:
    if row.state in _TO_ASK:
        return "soon"
    return _LATE if row.state == _LATE else _urgency_of_days(row.days_left)


def _urgency_of_days(days: int | None) -> str:
    if days is None or days > SOON:
        return ""
    return _LATE if days < 0 else "soon"


def _children(row: Conversation, language: Language) -> str:
    if row.is_child:
        return say(language, "conversations.is_child")
    return say(language, "conversations.children") if row.children else ""


def _need_in_short(need: Need, language: Language, units: Mapping[str, str], at: date) -> str:
    theme = code_words("need_found", need.theme, language)
    if need.responsible is None:
        return say(language, "conversations.need_nobody", theme=theme)
    who = unit_within(need.responsible, units, language)
    if need.due is None:
        return say(language, "conversations.need_who", theme=theme, who=who)
    return say(language, "conversations.need_by", theme=theme, who=who, day=brief_day(need.due, language, at))
