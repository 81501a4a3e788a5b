"""The one door through which pages reach persons: every question is asked for one viewer."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from felles.access.audit import AuditEntry, own_audit
from felles.access.boards import PAGE, Board, BoardRow, Order, Phase, board, open_pathway, open_pathways
from felles.access.check_ups import CheckUp, CheckUps, PlanByNeed, check_up, check_ups, plan_by_need
from felles.access.check_ups import State as CheckUpState
from felles.access.conversations import (
    DUE_STATES,
    Conversation,
    Conversations,
    Need,
    conversation,
    conversations,
    open_need,
    units,
)
from felles.access.conversations import PAGE as CONVERSATIONS_PAGE
from felles.access.conversations import State as ConversationState
from felles.access.opening import PersonView, open_person
from felles.access.recording import Assigned, Recorded, record
from felles.access.search import Found, search
from felles.access.sharing import Shared, shared_with
from felles.access.statistics import LakeCopy, lake_copy
from felles.access.unit_oddities import UnitOddity, unit_oddities
from felles.access.unit_times import UnitTimes, unit_times
from felles.access.viewers import Viewer, viewer_by_subject, viewers
from felles.access.without_plan import WithoutPlan, treated_without_plan
from felles.events.envelope import NOTHING
from felles.store import Store


class Access:
    """Answers for a viewer, from one store. Raises DatabaseGone while PostgreSQL does not answer."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def viewers(self) -> list[Viewer]:
        """Everyone who can sign in, by role and name; for the list of made-up people in a demonstration only."""
        return viewers(self._store)

    def viewer(self, subject: str) -> Viewer | None:
        """The viewer whom the identity provider calls `subject`."""
        return viewer_by_subject(self._store, subject)

    def search(self, viewer: Viewer, words: str, *, at: datetime) -> list[Found]:
        """The people of exactly this name or number; see `search`."""
        return search(self._store, viewer, words, at=at)

    def open_person(
        self, viewer: Viewer, person: UUID, *, at: datetime, emergency_reason: str | None = None
    ) -> PersonView:
        """What the viewer sees of a person; see `open_person`."""
        return open_person(self._store, viewer, person, at=at, emergency_reason=emergency_reason)

    def audit_of(self, viewer: Viewer, person: UUID) -> list[AuditEntry]:
        """Who looked at the viewer's own record, newest first; empty for a record that is not the viewer's own."""
        return own_audit(self._store, viewer, person)

    def shared_with(self, viewer: Viewer, *, at: datetime) -> tuple[Shared, ...]:
        """Those who share something with a relative, and what; see `shared_with`."""
        return shared_with(self._store, viewer, at=at)

    def board(
        self,
        viewer: Viewer,
        *,
        at: datetime,
        units: Sequence[str] | None = None,
        pathway: str | None = None,
        phase: Phase | None = None,
        only_soon: bool = False,
        order: Order = "most_urgent",
        page: int = 1,
        size: int = PAGE,
    ) -> Board:
        """The open pathways in the hands of some trusts, the viewer's own by default; see `board`."""
        return board(
            self._store,
            viewer,
            at=at,
            units=units,
            pathway=pathway,
            phase=phase,
            only_soon=only_soon,
            order=order,
            page=page,
            size=size,
        )

    def open_pathway(self, viewer: Viewer, person: UUID, episode: UUID | None, *, at: datetime) -> BoardRow | None:
        """One open pathway as the board shows it; see `open_pathway`."""
        return open_pathway(self._store, viewer, person, episode, at=at)

    def open_pathways(self, viewer: Viewer, person: UUID, *, at: datetime) -> tuple[BoardRow, ...]:
        """The open pathways of one person as the board shows them; see `open_pathways`."""
        return open_pathways(self._store, viewer, person, at=at)

    def unit_times(self, viewer: Viewer, *, at: datetime, since: date) -> UnitTimes:
        """How long each step took at the viewer's own trust; see `unit_times`."""
        return unit_times(self._store, viewer, at=at, since=since)

    def conversations(
        self,
        viewer: Viewer,
        *,
        at: datetime,
        only: Sequence[ConversationState] = DUE_STATES,
        page: int = 1,
        size: int = CONVERSATIONS_PAGE,
    ) -> Conversations:
        """What the viewer's unit has to talk about, with whom; who was handed over to it; see `conversations`."""
        return conversations(self._store, viewer, at=at, only=only, page=page, size=size)

    def conversation(
        self, viewer: Viewer, person: UUID, episode: UUID | None, touchpoint: str, *, at: datetime
    ) -> Conversation | None:
        """One conversation of the last round, due or not; see `conversation`."""
        return conversation(self._store, viewer, person, episode, touchpoint, at=at)

    def open_need(self, viewer: Viewer, person: UUID, episode: UUID | None, theme: str, *, at: datetime) -> Need | None:
        """One open need; see `open_need`."""
        return open_need(self._store, viewer, person, episode, theme, at=at)

    def check_ups(
        self, viewer: Viewer, *, at: datetime, within: int = 30, state: CheckUpState | None = None, page: int = 1
    ) -> CheckUps:
        """The contacts and tests of follow-up plans that lie before the viewer's unit; see `check_ups`."""
        return check_ups(self._store, viewer, at=at, within=within, state=state, page=page)

    def treated_without_plan(self, viewer: Viewer, *, at: datetime, pathways: Sequence[str]) -> tuple[WithoutPlan, ...]:
        """Whom the viewer's trust has treated without setting a plan; see `treated_without_plan`."""
        return treated_without_plan(self._store, viewer, at=at, pathways=pathways)

    def check_up(
        self, viewer: Viewer, person: UUID, episode: UUID | None, plan: str, item: str, number: int, *, at: datetime
    ) -> CheckUp | None:
        """One contact that has not been held; see `check_up`."""
        return check_up(self._store, viewer, person, episode, plan, item, number, at=at)

    def plan_by_need(
        self, viewer: Viewer, person: UUID, episode: UUID | None, plan: str, *, at: datetime
    ) -> PlanByNeed | None:
        """One plan that follows need; see `plan_by_need`."""
        return plan_by_need(self._store, viewer, person, episode, plan, at=at)

    def units(self, viewer: Viewer) -> list[str]:
        """The units in which somebody works with Felles; see `units`."""
        return units(self._store, viewer)

    def unit_oddities(self, viewer: Viewer) -> tuple[Sequence[UnitOddity], int]:
        """What the viewer's own trust has to mend; see `unit_oddities`."""
        return unit_oddities(self._store, viewer)

    def lake_copy(self, viewer: Viewer) -> LakeCopy | None:
        """What statistics are made from, for who may see them; see `lake_copy`."""
        return lake_copy(self._store, viewer)

    def record(
        self,
        viewer: Viewer,
        person: UUID,
        type_: str,
        *,
        at: datetime,
        form: str,
        episode: UUID | None = None,
        code: str | None = None,
        day: date | None = None,
        until: date | None = None,
        place: str | None = None,
        value: float | None = None,
        unit: str | None = None,
        assigned: Assigned | None = None,
        data: Mapping[str, Any] = NOTHING,
    ) -> Recorded:
        """Put into the log what happened to a patient, once for each form; see `record`."""
        return record(
            self._store, viewer, person, type_,
            at=at, form=form, episode=episode, code=code, day=day, until=until, place=place, value=value,
            unit=unit, assigned=assigned, data=data,
        )  # fmt: skip
