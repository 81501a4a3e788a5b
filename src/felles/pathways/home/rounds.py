"""Which rounds of the home pathway has each person, and which events belong to each?

A round begins with the first diagnosis of an episode and with each relapse, and lasts until the next of them. An event that
names the episode of a tumour counts for that tumour. Any other, such as one of a municipality that does not know the
hospital's episodes, is about the person and counts for every tumour that is in a round on that day.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:  # naming a rule must not cost the second that importing Ibis takes
    from ibis.expr import types as ir

BEGINS = ("diagnosed", "relapsed")
PERSONAL = ("born", "died", "follow_up_ended", "moved")


def rounds(events: ir.Table) -> ir.Table:
    """One row per person, episode and round: key, round (1, 2, ...), begun_on, begun_by, again_on (the next begins).

    `key` is the episode, or the person's id where there is none. A second diagnosis of an episode begins nothing.
    """
    import ibis

    diagnosed = events.filter(events.type == "diagnosed")
    first = diagnosed.group_by("person", "episode").agg(begun_on=diagnosed.day.min())
    relapsed = events.filter(events.type == "relapsed")
    begins = ibis.union(
        first.select("person", "episode", "begun_on", begun_by=ibis.literal("diagnosed")),
        relapsed.select("person", "episode", begun_on="day", begun_by=ibis.literal("relapsed")),
    )
    # A relapse on the day of the diagnosis begins no second round.
    begun = begins.group_by("person", "episode", "begun_on").agg(begun_by=begins.begun_by.min())
    in_turn = ibis.window(group_by=["person", "episode"], order_by="begun_on")
    return begun.mutate(
        key=begun.episode.fill_null(begun.person),
        round=ibis.row_number().over(in_turn).cast("int64") + 1,
        again_on=begun.begun_on.lead().over(in_turn),
    )


def events_by_round(events: ir.Table, rounds: ir.Table) -> ir.Table:
    """Every event that is known in a round or before it, with the columns of the round; `within` says that it is in it."""
    import ibis

    tumours = rounds.select(whose="person", tumour="key").distinct()
    key = events.episode.fill_null(events.person)
    named = events.left_join(tumours, [events.person == tumours.whose, key == tumours.tumour])
    said = named.select(
        "type",
        "day",
        "until_day",
        "code",
        "place",
        by="person",
        about=ibis.ifelse(named.type.isin(PERSONAL), ibis.null(), named.tumour),
    )
    joined = rounds.join(
        said,
        [
            rounds.person == said.by,
            said.about.isnull() | (said.about == rounds.key),
            rounds.again_on.isnull() | (said.day < rounds.again_on),
        ],
    )
    return joined.mutate(within=joined.day >= joined.begun_on).drop("by", "about")
