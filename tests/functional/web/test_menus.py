"""The menu: one calm row on a small laptop in every language, and the statistics a row below, of the site that was chosen."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

Visit = Callable[..., Page]

COORDINATOR, CANCER_COORDINATOR, GP, ANALYST, PATIENT = (
    "Kaia Fossefall", "Turid Engsnelle", "Guro Steinsprang", "Arne Tallrekke", "Kari Nordlys",
)  # fmt: skip
SMALL_LAPTOP = {"width": 1280, "height": 800}


@pytest.mark.parametrize("name", [COORDINATOR, ANALYST, PATIENT])
def test_the_menu_is_one_row_on_a_small_laptop_in_every_language(visit: Visit, name: str) -> None:
    page = visit(name, SMALL_LAPTOP)

    for language in ("nn", "en", "nb"):
        page.locator(f".languages a[lang={language}]").click()
        expect(page.locator("html")).to_have_attribute("lang", language)
        brand, out = page.locator(".brand").bounding_box(), page.locator(".me").bounding_box()
        assert brand is not None
        assert out is not None
        assert out["y"] < brand["y"] + brand["height"], language


@pytest.mark.parametrize("name", [CANCER_COORDINATOR, GP])
def test_a_municipality_has_no_way_to_the_pages_of_a_hospital(visit: Visit, name: str) -> None:
    page = visit(name)

    ways = page.get_by_role("navigation", name="Hovedmeny").get_by_role("link")

    expect(ways).to_have_text(["Målene", "Samtaler", "Kontroller", "Finn pasient"])


def test_the_statistics_are_a_row_of_their_own_and_keep_the_site(visit: Visit) -> None:
    page = visit(ANALYST)
    page.goto("/analyse/overlevelse/?sted=lung")

    page.get_by_role("navigation", name="Statistikken").get_by_role("link", name="Nye tilfeller").click()

    expect(page.get_by_role("heading", level=1)).to_have_text(re.compile("^Lunge og luftrør"))
    expect(page.get_by_role("navigation", name="Hovedmeny").locator("[aria-current]")).to_have_text("Statistikk")
