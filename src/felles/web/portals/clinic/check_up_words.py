"""How does a line of the list of check-ups read: what, by which plan from when, who holds it, and when?"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from felles.access import CheckUp, CheckUps, PlanByNeed, Role, WithoutPlan
from felles.definitions import Content, FollowUpItem, FollowUpPlan
from felles.pathways.follow_up import Plan, fitting_plans
from felles.web.dates import write_day
from felles.web.portals.clinic.board_words import SOON, brief_day, days_left
from felles.web.wording import Language, say


@dataclass(frozen=True, kw_only=True)
class CheckUpLine:
    """One contact or test as the list shows it. urgency: `late`, `soon` or empty."""

    row: CheckUp
    name: str
    what: str
    state: str
    clock: str
    plan: str
    source: str
    caution: str
    who: str
    when: str
    latest: str
    moved: str
    left: str
    urgency: str


@dataclass(frozen=True, kw_only=True)
class ByNeedLine:
    row: PlanByNeed
    name: str
    plan: str
    source: str
    since: str


@dataclass(frozen=True, kw_only=True)
class WithoutPlanLine:
    """Somebody without a plan. fits: what the national programmes say; plan: the one that fits, where there is just one;
    may_fit: whether one does, or too little is known to tell."""

    row: WithoutPlan
    name: str
    treated: str
    fits: str
    plan: str
    may_fit: bool


def heading(found: CheckUps, language: Language) -> str:
    if late := found.states.get("late", 0):
        return say(language, "check_ups.heading_late", n=late)
    return say(language, "check_ups.heading_calm")


def check_up_line(
    row: CheckUp, language: Language, content: Content, units: Mapping[str, str], *, at: date
) -> CheckUpLine:
    plan = content.follow_up_plans[row.plan]
    item = item_of(plan, row.item)
    return CheckUpLine(
        row=row,
        name=row.name or say(language, "clinic.nameless"),
        what=item.label.in_language(language),
        state=say(language, f"check_ups.state_{row.state}"),
        clock=_clock(row, language),
        plan=plan.label.in_language(language),
        source=source_of(plan, language),
        caution="" if is_confirmed(plan) else source_of(plan, language),
        who=say(language, f"check_ups.who_{row.who}", unit=_hospital(row, language, units)),
        when=_when(row, language, at),
        latest="" if row.moved_from else say(language, "check_ups.latest", day=brief_day(row.window_to, language, at)),
        moved=say(language, "check_ups.moved_from", day=brief_day(row.moved_from, language, at))
        if row.moved_from
        else "",
        left=_left(row, language),
        urgency="late" if row.state == "late" else "soon" if row.state == "due" or row.days_left <= SOON else "",
    )


def by_need_line(row: PlanByNeed, language: Language, content: Content) -> ByNeedLine:
    plan = content.follow_up_plans[row.plan]
    return ByNeedLine(
        row=row,
        name=row.name or say(language, "clinic.nameless"),
        plan=plan.label.in_language(language),
        source=source_of(plan, language),
        since=say(language, "check_ups.by_need_since", day=write_day(row.by_need_since, language)),
    )


def without_plan_line(
    one: WithoutPlan, language: Language, content: Content, plans: Sequence[Plan], *, at: date
) -> WithoutPlanLine:
    """Who it is, what was treated when, and which plan the national programmes point to, if any."""
    pathway = content.pathways[one.pathway].label.in_language(language)
    fitting = fitting_plans(one.told, plans, pathway=one.pathway, at=at)
    called = [content.follow_up_plans[plan.id].label.in_language(language) for plan in fitting.plans]
    return WithoutPlanLine(
        row=one,
        name=one.name or say(language, "clinic.nameless"),
        treated=say(language, "check_ups.treated_on", pathway=pathway, day=write_day(one.treated_on, language)),
        fits=say(language, "check_ups.fits", plans=" · ".join(called))
        if called
        else say(language, "check_ups.fits_unknown"),
        plan=fitting.plans[0].id if len(fitting.plans) == 1 else "",
        may_fit=bool(called) or fitting.unknown,
    )


def source_of(plan: FollowUpPlan, language: Language) -> str:
    """The date that the plan's source carries, and whether it has to be confirmed before it is trusted."""
    dated = str(plan.source_date)
    if plan.source_date is None:
        told = say(language, "check_ups.source_undated")
    else:
        whole = len(dated) == len("2026-11-21")
        written = write_day(date.fromisoformat(dated), language) if whole else dated
        told = say(language, "check_ups.source", date=written)
    if plan.old:
        return f"{told}. {say(language, 'check_ups.old')}"
    return told if plan.verified else f"{told}. {say(language, 'check_ups.unconfirmed')}"


def is_confirmed(plan: FollowUpPlan) -> bool:
    """Whether the plan's source is dated and confirmed, so that a line of the list needs no word of caution."""
    return plan.source_date is not None and plan.verified and not plan.old


def item_of(plan: FollowUpPlan, id: str) -> FollowUpItem:
    return next(item for item in plan.items if item.id == id)


def recorded_as(item: FollowUpItem, role: Role) -> tuple[str, str] | None:
    """The event, with its code, by which somebody records that it was done; None where its points name no single one."""
    if role is Role.GP and "visited:gp" in item.done_by:
        return "visited", "gp"
    type_, _, code = item.done_by[0].partition(":")
    return (type_, code) if code and not code.endswith("*") else None


def _hospital(row: CheckUp, language: Language, units: Mapping[str, str]) -> str:
    return units.get(row.held_by, row.held_by) if row.held_by else say(language, "check_ups.unknown_hospital")


def _clock(row: CheckUp, language: Language) -> str:
    if row.by_need_since:
        return say(language, "check_ups.stays")
    return say(language, "check_ups.clock_of_its_own") if row.clinical_clock else ""


def _when(row: CheckUp, language: Language, at: date) -> str:
    day = brief_day(row.due, language, at)
    return say(language, "check_ups.agreed", day=day) if row.moved_from else day


def _left(row: CheckUp, language: Language) -> str:
    """Days to the day; one whose window is still open is never `over`."""
    if row.state == "due" and row.days_left < 0:
        return say(language, "check_ups.in_time_until", n=(row.window_to - row.due).days + row.days_left)
    return days_left(row.days_left, language)
