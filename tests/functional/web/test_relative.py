"""The relative's own page: what is shared and no more, help for themselves, whom to call."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

Visit = Callable[..., Page]
Check = Callable[[Page], list[str]]

HUSBAND, DAUGHTER, PATIENT = "Leif Nordlys", "Vilde Sommereng", "Solveig Sommereng"
LAPTOP, PHONE = {"width": 1280, "height": 900}, {"width": 390, "height": 844}


def test_a_relative_comes_to_a_page_of_their_own_with_help_and_whom_to_call(visit: Visit) -> None:
    page = visit(HUSBAND)

    expect(page).to_have_url("/parorende/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Hei, Leif")
    expect(page.get_by_role("heading", name="Det som kommer for Kari")).to_be_visible()
    expect(page.get_by_text("Kari har valgt å dele alt med deg")).to_be_visible()
    expect(page.get_by_role("heading", name="Hjelp til deg")).to_be_visible()
    expect(page.locator("main")).to_contain_text("116 117")


def test_a_daughter_who_is_told_of_appointments_does_not_read_what_is_wrong(visit: Visit) -> None:
    page = visit(DAUGHTER)

    shown = page.locator("main")

    expect(shown).to_contain_text("Solveig har valgt å dele dette med deg: timer")
    expect(shown).to_contain_text("Henvist til sykehuset")
    for hidden in ("Brystkreft", "Operasjon", "C50", "kreften"):
        expect(shown).not_to_contain_text(hidden)


def test_the_patient_can_see_that_the_relative_has_looked(visit: Visit) -> None:
    visit(DAUGHTER)

    page = visit(PATIENT)
    page.goto("/min-side/hvem-har-sett/")

    expect(page.locator(".log")).to_contain_text("Pårørende")


def test_nobody_else_comes_to_the_page(visit: Visit) -> None:
    page = visit("Nora Blåklokke")

    answer = page.goto("/parorende/")

    assert answer is not None
    assert answer.status == 403


def test_what_is_planned_stands_ahead_for_the_patient_and_not_among_what_has_happened(visit: Visit) -> None:
    page = visit(PATIENT)

    expect(page.locator("section[aria-labelledby=videre]")).to_contain_text("Behandling planlagt: Operasjon")
    expect(page.locator("section[aria-labelledby=skjedd]")).not_to_contain_text("Behandling planlagt")


@pytest.mark.parametrize("screen", [LAPTOP, PHONE], ids=["laptop", "phone"])
@pytest.mark.parametrize("language", ["nb", "nn", "en"])
def test_the_page_is_for_everyone_in_every_language(
    visit: Visit, faults_of_access: Check, screen: dict[str, int], language: str
) -> None:
    page = visit(HUSBAND, screen)

    page.locator(f".languages a[lang={language}]").click()

    expect(page.locator("html")).to_have_attribute("lang", language)
    assert faults_of_access(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
