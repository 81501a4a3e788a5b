"""Which tables are kept ready in the database, from which rule, and for whom?

The store is handed this list at start; it knows no engine. A projection names the event types it reads, so that an
event touches few of them.
"""

from hashlib import sha256
from pathlib import Path

import felles.definitions
from felles.definitions import Touchpoint, content_folder, load_content
from felles.epidemiology import lives, tumours
from felles.pathways import board
from felles.pathways.book import Book, book_of
from felles.pathways.follow_up import Plan, plans_of, types_read
from felles.pathways.holding import trusts_by_name
from felles.pathways.home import touchpoints_of
from felles.pathways.home.children import READS as CHILDREN_READS
from felles.pathways.home.courses import READS as HOME_READS
from felles.pathways.home.handovers import READS as HANDOVERS_READS
from felles.pathways.home.needs import READS as NEEDS_READS
from felles.pathways.home.points import types_that_close
from felles.pathways.home.rounds import BEGINS
from felles.store import Projection, Told

OWN_BOOK = "norway"
"""The rule book of the country whose boards these are."""


def digest_of_content(*patterns: str) -> str:
    """Changes when one of these files of the content folder does, or the code that reads them. Reads bytes alone: some
    milliseconds for a hundred files."""
    hashed = sha256()
    said = (path for pattern in patterns for path in content_folder().glob(pattern))
    readers = Path(str(felles.definitions.__file__)).parent.rglob("*.py")
    for path in [*sorted(said), *sorted(readers)]:
        hashed.update(path.name.encode() + b"\0" + path.read_bytes())
    return hashed.hexdigest()


def _book(reads: frozenset[str]) -> Book:
    book = book_of(OWN_BOOK, load_content())
    if set(book.starts) != _STARTS:
        raise ValueError(f"The rule book {OWN_BOOK} starts with {', '.join(book.starts)}: say so in `_STARTS`.")
    if strange := book.reads - reads:
        raise ValueError(
            f"The rule book {OWN_BOOK} reads {', '.join(sorted(strange))}: add it to `reads` of its projections."
        )
    return book


def _touchpoints() -> tuple[Touchpoint, ...]:
    points = touchpoints_of(load_content())
    if strange := types_that_close(points) - HOME_READS:
        raise ValueError(
            f"Touchpoints are closed by {', '.join(sorted(strange))}: add it to what their projection reads."
        )
    return points


def _plans() -> tuple[Plan, ...]:
    plans = plans_of(load_content())
    if strange := types_read(plans) - _PLAN_READS:
        raise ValueError(
            f"The follow-up plans read {', '.join(sorted(strange))}: add it to `_PLAN_READS` of the projections."
        )
    return plans


_LIMITS = (f"rulebooks/{OWN_BOOK}/*.yaml", "pathways/*.yaml")
_TRUSTS = ("country/norway/hospital_trusts.yaml",)
_STARTS = frozenset({"referred"})
_BOOK_READS = frozenset({"referred", "attended", "decided", "treatment_planned", "treatment_started", "pathway_ended"})

_INTERVALS = Projection(
    name="intervals",
    rule="felles.pathways.intervals:spans",
    reads=_BOOK_READS,
    begins=_STARTS,
    told=Told(digest=lambda: digest_of_content(*_LIMITS), load=lambda: (_book(_BOOK_READS),)),
)

# What sets a plan, tells where its months begin, or ends it; and what tells that something of it was done.
_PLAN_ENDS = frozenset(
    {"follow_up_planned", "follow_up_changed", "diagnosed", "treatment_started", "treatment_ended"}
) | {
    "relapsed",
    "died",
    "follow_up_ended",
}
_PLAN_READS = _PLAN_ENDS | {"follow_up_moved", "visited", "attended", "imaged", "measured", "screening_attended"}

_FOLLOW_UP_PLANS = Projection(
    name="follow_up_plans",
    rule="felles.pathways.follow_up.kept:plans_held",
    reads=_PLAN_ENDS,
    begins=frozenset({"follow_up_planned"}),
    told=Told(
        digest=lambda: digest_of_content("programmes/follow_up/*.yaml", *_TRUSTS),
        load=lambda: (_plans(), trusts_by_name(load_content())),
    ),
    indexes=("(held_by, through_on) where held_by is not null",),
)

PROJECTIONS: tuple[Projection, ...] = (
    # Read by search, by the head of a person's page, by `felles person`.
    Projection(name="lives", rule="felles.epidemiology.lives:lives", reads=lives.READS),
    # Read by the head of a person's page and by `felles person`.
    Projection(name="tumours", rule="felles.epidemiology.tumours:tumours", reads=tumours.READS),
    # Read by the leader's page: every interval of every pathway, for time per step and unit.
    _INTERVALS,
    # Read by the pathway coordinator's board, and by the database itself: whose unit has a patient sees the patient.
    Projection(
        name="pathways",
        rule="felles.pathways.board:pathways",
        reads=board.READS,
        begins=_STARTS,
        after=(_INTERVALS,),
        told=Told(
            digest=lambda: digest_of_content(*_LIMITS, *_TRUSTS),
            load=lambda: (_book(board.READS), trusts_by_name(load_content())),
        ),
        indexes=(
            "(holder, due) where closed_on is null",
            "(holder, closed_on) where closed_on is not null",
        ),
    ),
    # Read by the leader's page: how many of the new patients are in a pathway.
    Projection(
        name="inclusion",
        rule="felles.pathways.national.inclusion:inclusion",
        reads=frozenset({"born", "diagnosed", "referred"}),
        begins=frozenset({"diagnosed"}),
        told=Told(
            digest=lambda: digest_of_content(*_LIMITS, *_TRUSTS),
            load=lambda: (_book(_BOOK_READS), load_content()),
        ),
        indexes=("(trust, day)",),
    ),
    # Read by the page of what a unit has to mend.
    Projection(
        name="oddities",
        rule="felles.pathways.oddities:lasting_oddities",
        reads=_BOOK_READS | {"transferred"},
        told=Told(
            digest=lambda: digest_of_content(*_LIMITS, *_TRUSTS),
            load=lambda: (_book(_BOOK_READS), sorted(trusts_by_name(load_content()))),
        ),
        indexes=("(place)",),
    ),
    # Read by the list of conversations in the clinic portal, as the three below.
    Projection(
        name="home_pathway",
        rule="felles.pathways.home.spans:spans",
        reads=HOME_READS,
        begins=frozenset(BEGINS),
        told=Told(
            digest=lambda: digest_of_content("home_pathway/*.yaml", *_TRUSTS),
            load=lambda: (_touchpoints(), trusts_by_name(load_content())),
        ),
        indexes=("(responsible, due) where due is not null",),
    ),
    Projection(
        name="needs",
        rule="felles.pathways.home.needs:found_needs",
        reads=NEEDS_READS,
        begins=frozenset({"need_found", "need_assigned"}),
    ),
    # Read by the database itself too: who was handed over to a unit is seen there.
    Projection(
        name="handovers",
        rule="felles.pathways.home.handovers:given_over",
        reads=HANDOVERS_READS,
        begins=frozenset({"handed_over", "transferred"}),
        indexes=("(receiver) where left_on is null and ended_on is null",),
    ),
    # Read by the list of check-ups in the clinic portal, as the next; and by the database itself: whose unit has a plan in its
    # hands sees the patient.
    _FOLLOW_UP_PLANS,
    Projection(
        name="follow_up",
        rule="felles.pathways.follow_up.kept:open_contacts",
        reads=_PLAN_READS,
        begins=frozenset({"follow_up_planned"}),
        after=(_FOLLOW_UP_PLANS,),
        told=Told(digest=lambda: digest_of_content("programmes/follow_up/*.yaml"), load=lambda: (_plans(),)),
        indexes=("(due)",),
    ),
    Projection(
        name="children",
        rule="felles.pathways.home.children:children",
        reads=CHILDREN_READS,
        begins=frozenset({"relative_named"}),
    ),
)
