"""The 17 goals, open to everyone."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from felles.definitions import load_content

Visit = Callable[..., Page]
SCREENS: list[Any] = [
    pytest.param({"width": 1280, "height": 900}, id="laptop"),
    pytest.param({"width": 390, "height": 844}, id="phone"),
]


def test_the_first_page_asks_one_question_and_shows_seventeen_goals_in_five_areas(visit: Visit) -> None:
    page = visit()

    page.goto("/")

    expect(page.get_by_role("heading", level=1)).to_have_text("Er Norge på vei til de 17 målene?")
    assert page.locator(".goal-card").count() == 17
    assert page.locator("section.area").count() == 5


def test_a_goal_without_a_published_value_says_so_and_one_with_it_says_its_year(visit: Visit) -> None:
    page = visit()
    content = load_content()
    leads = [content.indicators[goal.lead_indicator] for goal in content.goals.values()]

    page.goto("/")

    nothing = sum(not lead.baseline.is_known for lead in leads)
    assert page.get_by_text("Ingen publisert verdi funnet").count() == nothing
    assert page.locator(".goal-card .big").count() == 17 - nothing


def test_a_target_says_whether_the_strategy_itself_prints_it(visit: Visit) -> None:
    page = visit()
    content = load_content()
    targets = [content.indicators[goal.lead_indicator].target_2035 for goal in content.goals.values()]

    page.goto("/")

    printed = sum(target.is_known and target.stated_in_strategy for target in targets)
    assert page.locator(".target").filter(has_text="fra strategien").count() == printed


def test_a_card_leads_to_the_goals_own_page_with_every_indicator_and_its_sources(visit: Visit) -> None:
    page = visit()
    page.goto("/")

    page.get_by_role("link", name="Født etter 2010").click()

    expect(page).to_have_url("/mal/1/")
    content = load_content()
    assert page.locator("table tbody tr").count() == len(content.goal(1).indicators)
    assert page.get_by_role("heading", name="Kilder").is_visible()


@pytest.mark.parametrize("number", range(1, 18))
def test_every_goal_has_a_page_that_answers(visit: Visit, number: int) -> None:
    answer = visit().request.get(f"/mal/{number}/")

    assert answer.status == 200


@pytest.mark.parametrize("number", [0, 18])
def test_there_is_no_goal_beyond_the_seventeen(visit: Visit, number: int) -> None:
    page = visit()

    answer = page.goto(f"/mal/{number}/")

    assert answer is not None
    assert answer.status == 404
    expect(page.get_by_role("heading", level=1)).to_have_text("Vi finner ikke siden")


@pytest.mark.parametrize(
    ("language", "heading"),
    [("nn", "Er Noreg på veg til dei 17 måla?"), ("en", "Is Norway on its way to the 17 goals?")],
)
def test_the_language_is_chosen_in_the_header_and_kept(visit: Visit, language: str, heading: str) -> None:
    page = visit()
    page.goto("/mal/3/")

    page.get_by_role("navigation", name="Språk").get_by_role("link", name=language).click()

    expect(page).to_have_url("/mal/3/")
    assert page.locator("html").get_attribute("lang") == language
    page.goto("/")
    expect(page.get_by_role("heading", level=1)).to_have_text(heading)


def test_the_choice_of_language_leads_nowhere_else(visit: Visit) -> None:
    page = visit()

    page.goto("/sprak/nn/?til=https://elsewhere.example/")

    expect(page).to_have_url("/")


@pytest.mark.parametrize("path", ["/", "/mal/1/", "/mal/11/", "/slik-leser-du-tallene/", "/finnes-ikke/"])
@pytest.mark.parametrize("screen", SCREENS)
def test_pages_for_everyone_are_accessible_and_fit_the_screen(
    visit: Visit, faults_of_access: Callable[[Page], list[str]], screen: dict[str, int], path: str
) -> None:
    page = visit(None, screen)

    page.goto(path)

    assert faults_of_access(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= screen["width"]


def test_the_first_stop_of_the_keyboard_leads_past_the_menu(visit: Visit) -> None:
    page = visit()
    page.goto("/")

    page.keyboard.press("Tab")
    page.keyboard.press("Enter")

    assert page.evaluate("document.activeElement.id") == "innhold"
