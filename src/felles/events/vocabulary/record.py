"""Which events are about the record itself: two records are one person, or are not after all, or something was wrong?

A correction is any event with `replaces`; it may even be of another type. These three are the rest.
"""

from felles.events.types import EventType, label, record, written_by
from felles.events.vocabulary.fields import one_of, text

TOPIC = "The record itself"

JOINED = EventType(
    name="joined",
    topic=TOPIC,
    sentence="This record and the one in `data.into` are the same person; the store reads them as one from then on.",
    label=label("Journaler slått sammen", "Journalar slått saman", "Records joined"),
    data=record(
        {
            "into": text("the other record: its pseudonym, or its identifier at the same source", 200),
            "because": one_of("how it was found out", "national_number", "source", "manual"),
        },
        required=("into",),
    ),
    written_by=written_by("registry", "hospital", "felles"),
    read_by="the store (who is one person)",
    example={"time": "2026-05-01", "precision": "day", "data": {"into": "0d7c2f7e-6f8e-4d5e-8f5e-9a3b0c1d2e3f"}},
)

PARTED = EventType(
    name="parted",
    topic=TOPIC,
    sentence="The records were two persons after all; replaces the `joined` that was wrong.",
    label=label("Journaler skilt igjen", "Journalar skilde igjen", "Records parted"),
    required=("replaces",),
    written_by=written_by("registry", "hospital", "felles"),
    read_by="the store (who is one person)",
    example={"time": "2026-05-09", "precision": "day", "replaces": "the joined event"},
)

RETRACTED = EventType(
    name="retracted",
    topic=TOPIC,
    sentence="The event in `replaces` did not happen, or not to this person; it is no longer read, and not deleted.",
    label=label("Trukket tilbake", "Trekt tilbake", "Retracted"),
    required=("replaces",),
    data=record({"reason": one_of("why", "wrong_person", "did_not_happen", "duplicate", "other")}),
    written_by=written_by(
        "registry",
        "hospital",
        "gp",
        "municipality",
        "screening",
        "patient",
        "relative",
        "employer",
        "authority",
        "felles",
    ),
    read_by="the store (current_event leaves out what was retracted)",
    example={"time": "2026-05-12", "precision": "day", "replaces": "the wrong event", "data": {"reason": "duplicate"}},
)

TYPES = (JOINED, PARTED, RETRACTED)
