"""What does a relative see of each kind of information that a patient can share?

The kinds are the codes of `consent_given`. A type that stands under no kind, such as a diagnosis, is shared by
`everything` alone: a patient who shares appointments has not told what is wrong, nor to which pathway the referral was.
"""

from collections.abc import Iterable, Mapping

EVERYTHING = "everything"

TYPES_OF_KIND: Mapping[str, frozenset[str]] = {
    "appointments": frozenset(
        {
            "referred",
            "attended",
            "imaged",
            "visited",
            "transferred",
            "deferred",
            "needs_conversation_offered",
            "needs_conversation_held",
            "needs_conversation_postponed",
            "needs_conversation_moved",
        }
    ),
    "treatment": frozenset(
        {
            "treatment_planned",
            "treatment_started",
            "treatment_ended",
            "medicine_given",
            "side_effect_noted",
            "prehabilitation_offered",
            "prehabilitation_started",
            "prehabilitation_ended",
        }
    ),
    "forms_and_measurements": frozenset(
        {"form_sent", "form_answered", "form_overdue", "measured", "triaged", "reviewed"}
    ),
    "messages": frozenset({"message_sent", "contact_asked", "contacted"}),
    "plans": frozenset(
        {
            "follow_up_planned",
            "follow_up_changed",
            "follow_up_moved",
            "work_plan_made",
            "need_assigned",
            "handed_over",
        }
    ),
}


TELLS_WHAT_IS_WRONG: frozenset[str] = frozenset({"referred"})
"""Types of a kind that is shared whose code names the disease. Who sees some kinds gets them without it."""


def types_of(kinds: Iterable[str]) -> frozenset[str] | None:
    """The event types that these kinds share; None is all of them. Raises ValueError for a kind that does not exist."""
    shared = set(kinds)
    unknown = shared - TYPES_OF_KIND.keys() - {EVERYTHING}
    if unknown:
        allowed = ", ".join([EVERYTHING, *TYPES_OF_KIND])
        raise ValueError(f"A kind of information to share is one of {allowed}; got {', '.join(sorted(unknown))}.")
    if EVERYTHING in shared:
        return None
    return frozenset[str]().union(*(TYPES_OF_KIND[kind] for kind in shared))
