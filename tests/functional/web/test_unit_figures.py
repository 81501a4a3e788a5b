"""The leader's page: how long each step takes here, who is within time, who waits; one click from the board."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

Visit = Callable[..., Page]
Check = Callable[[Page], list[str]]

SCREENS = [
    pytest.param({"width": 1280, "height": 900}, id="laptop"),
    pytest.param({"width": 390, "height": 844}, id="phone"),
]


@pytest.mark.parametrize("screen", SCREENS)
def test_the_figures_of_a_unit_are_one_click_from_the_board(
    visit: Visit, faults_of_access: Check, screen: dict[str, int]
) -> None:
    page = visit("Kaia Fossefall", screen)

    page.get_by_role("link", name="Ledertall").click()

    expect(page).to_have_url("/pasienter/tidene/")
    expect(page.locator("h1")).not_to_contain_text("Noe gikk galt")
    assert page.locator("table tbody tr").count() > 3
    assert faults_of_access(page) == []


def test_what_has_to_be_mended_is_one_click_further(visit: Visit, faults_of_access: Check) -> None:
    page = visit("Kaia Fossefall")

    page.goto("/pasienter/tidene/rettes/")

    expect(page.locator("h1")).not_to_contain_text("Noe gikk galt")
    assert faults_of_access(page) == []


def test_a_leader_sees_which_pathway_it_is_and_opens_it(visit: Visit) -> None:
    page = visit("Kaia Fossefall")
    page.goto("/pasienter/tidene/")

    page.locator("section[aria-labelledby=forlopene] tbody th a").first.click()

    expect(page.locator("#forlop")).not_to_have_value("")
    expect(page.get_by_role("heading", name="Pakkeforløp for pakkeforløp")).to_have_count(0)


def test_a_unit_without_pathways_is_told_so_and_sees_no_empty_table(visit: Visit) -> None:
    page = visit("Turid Engsnelle")

    page.goto("/pasienter/tidene/")

    expect(page.locator("main")).to_contain_text("Her er det ingen forløp å regne på ennå.")
    expect(page.locator("main table")).to_have_count(0)


def test_what_has_to_be_mended_says_what_to_do_once_for_each_kind(visit: Visit) -> None:
    page = visit("Kaia Fossefall")

    page.goto("/pasienter/tidene/rettes/")

    expect(page.locator("main h2", has_text="Overført til en enhet som ikke finnes")).to_have_count(1)
    assert page.locator(".names li a").count() > 0
