"""Are the conversations of the home pathway offered, held and followed up in an order that can be?"""

import polars as pl
import pytest


def test_there_is_no_home_pathway_before_2022(told):
    conversations = told.events.filter(pl.col("step").str.starts_with("home_pathway."))

    assert conversations["year"].min() >= 2022


@pytest.mark.parametrize("conversation", ["held", "first_held", "second_held", "again_held"])
def test_nobody_has_a_conversation_without_an_offer(told, conversation):
    offered = {"held": "offered", "again_held": "again_offered"}.get(
        conversation, conversation.replace("held", "offered")
    )

    pairs = told.both(f"home_pathway.{conversation}", f"home_pathway.{offered}", offer="day")

    assert pairs.height == told.of(f"home_pathway.{conversation}").height
    assert (pairs["offer"] <= pairs["day"]).all()


def test_the_municipality_asks_within_its_windows(told):
    first = told.both("home_pathway.first_offered", "diagnosis.diagnosed", diagnosed="day")
    second = told.both("home_pathway.second_offered", "diagnosis.diagnosed", diagnosed="day")

    assert (first["day"] - first["diagnosed"]).is_between(80, 130).all()
    assert (second["day"] - second["diagnosed"]).is_between(355, 545).all()


def test_whoever_takes_care_of_a_need_takes_care_of_that_need(told):
    found = told.of("home_pathway.need").select("episode", need="code", found="day")

    assigned = told.of("home_pathway.assigned").join(found, on="episode")

    assert assigned.height == told.of("home_pathway.assigned").height
    assert (assigned["code"] == assigned["need"]).all()
    assert (assigned["day"] >= assigned["found"]).all()


def test_the_north_offers_fewer_conversations_than_central_norway(told):
    patients = told.of("diagnosis.diagnosed").filter(pl.col("year") >= 2023)
    offered = patients.join(told.of("home_pathway.offered"), on=["person", "own"], how="semi")

    def share(trusts):
        return offered["place"].is_in(trusts).sum() / patients["place"].is_in(trusts).sum()

    north, central = ["unn", "nordland", "finnmark", "helgeland"], ["st_olavs", "nord_trondelag", "more_og_romsdal"]
    assert share(north) < share(central)
