"""Does a step write what the vocabulary allows?"""

from collections.abc import Iterable

from felles.definitions.simulation.courses import Step
from felles.events.types import COLUMNS, EventType
from felles.events.vocabulary import EVENT_TYPES
from felles.simulation.courses.plan import StepPlan
from felles.simulation.courses.refusals import Spot


def refuse_against_vocabulary(plan: StepPlan, step: Step, spot: Spot) -> None:
    """Refuse what no event of this type may hold, and what it lacks; note whether it cannot be without a code."""
    if step.event is None:
        return
    kind = EVENT_TYPES.get(step.event)
    if kind is None:
        spot.inside("event").refuse_word(step.event, EVENT_TYPES, "an event type of the vocabulary")
        return
    for column in COLUMNS:
        given = plan.episode is not None if column == "episode" else getattr(step, column) is not None
        if kind.use_of(column) == "required" and not given:
            spot.refuse(f"no {column}", f"a {column}: {step.event} says nothing without it")
        if kind.use_of(column) == "forbidden" and given:
            spot.inside(column).refuse(f"a {column}", f"nothing: {step.event} has none")
    _refuse_words(plan, kind, spot)
    code = plan.texts.get("code")
    plan.needs_code = code is not None and code.may_lack and kind.use_of("code") == "required"


def _refuse_words(plan: StepPlan, kind: EventType, spot: Spot) -> None:
    if "code" in plan.texts:
        wrong = [word for word in plan.texts["code"].may_be if not kind.allows_code(word)]
        _refuse_first(
            wrong, kind.codes or [kind.code_system.wording if kind.code_system else ""], "a code", spot.inside("code")
        )
    if "place" in plan.texts and kind.place_system is not None:
        wrong = [word for word in plan.texts["place"].may_be if not kind.place_system.holds(word)]
        _refuse_first(wrong, [kind.place_system.wording], "a place", spot.inside("place"))
    if "unit" in plan.texts and kind.number is not None:
        system = kind.number.unit_system
        known = plan.texts["unit"].may_be
        wrong = [word for word in known if word not in kind.number.units and not (system and system.holds(word))]
        _refuse_first(wrong, kind.number.units, "a unit", spot.inside("unit"))


def _refuse_first(wrong: list[str], known: Iterable[str], what: str, spot: Spot) -> None:
    if wrong:
        spot.refuse_word(wrong[0], known, what)
