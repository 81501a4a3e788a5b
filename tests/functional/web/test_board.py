"""The coordinator's board: what waits, the most urgent first, and two clicks to record what happened."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

Visit = Callable[..., Page]
Check = Callable[[Page], list[str]]

COORDINATOR, NORTH = "Kaia Fossefall", "Einar Nordavind"
SCREENS = [
    pytest.param({"width": 1280, "height": 900}, id="laptop"),
    pytest.param({"width": 390, "height": 844}, id="phone"),
]


def days_left(page: Page) -> list[int]:
    """What the rows say, in days; late ones are below nought."""
    said = page.locator(".board .left").all_inner_texts()
    words = {"i dag": 0, "i morgen": 1}
    counted = [text for text in said if text.strip() != "–"]
    return [
        words.get(text.strip(), int(re.sub(r"\D", "", text) or 0) * (-1 if "over" in text else 1)) for text in counted
    ]


def open_count(page: Page) -> int:
    return int(re.sub(r"\D", "", page.locator(".lead").inner_text().split(".")[0]))


def row_of(page: Page, name: str) -> str:
    return page.locator(".board tbody tr", has_text=name).inner_text()


def test_the_coordinator_sees_what_is_most_urgent_right_after_signing_in(visit: Visit) -> None:
    page = visit(COORDINATOR)

    expect(page).to_have_url("/pasienter/forlop/")
    expect(page.get_by_role("heading", level=1)).to_have_text(re.compile(r"^\d+ forløp er over fristen$"))
    left = days_left(page)
    assert left == sorted(left)
    assert left[0] < 0
    phases = [int(text) for text in page.locator(".phase .big").all_inner_texts()]
    assert sum(phases) == open_count(page)


def test_an_attendance_is_recorded_with_two_clicks_and_the_board_is_right_at_once(visit: Visit) -> None:
    page = visit(COORDINATOR)
    page.locator(".phase", has_text="Henvist, ikke møtt").click()
    before = open_count(page), page.locator(".board tbody tr").count()
    name = page.locator(".board tbody th a").first.inner_text()

    page.get_by_role("link", name=f"Registrer {name}").click()
    page.get_by_role("button", name="Kom til undersøkelse: første undersøkelse").click()

    expect(page.locator(".board tbody tr")).to_have_count(before[1] - 1)
    assert open_count(page) == before[0]
    page.goto("/pasienter/forlop/?fase=investigation")
    assert "Utredning" in row_of(page, name)


def test_a_postponement_shows_its_reason_and_takes_no_days_away(visit: Visit) -> None:
    page = visit(COORDINATOR)
    page.goto("/pasienter/forlop/?fase=waiting_for_treatment")
    name = page.locator(".board tbody th a").last.inner_text()
    before = row_of(page, name)

    page.get_by_role("link", name=f"Registrer {name}").click()
    page.get_by_role("group", name="Utsatt").get_by_role("button", name="Av medisinske grunner").click()

    after = row_of(page, name)
    assert "Utsatt av medisinske grunner" in after
    assert re.findall(r"\d+ av \d+ dager", after) == re.findall(r"\d+ av \d+ dager", before)


def test_a_pathway_sent_to_another_hospital_leaves_the_board_and_stands_on_the_receivers(visit: Visit) -> None:
    page, north = visit(COORDINATOR), visit(NORTH)
    page.goto("/pasienter/forlop/?rekkefolge=newest&fase=investigation")
    name = page.locator(".board tbody th a").last.inner_text()

    page.get_by_role("link", name=f"Registrer {name}").click()
    page.get_by_label("Hvor?").select_option(label="UNN")
    page.get_by_role("button", name="Send videre").click()

    expect(page.locator(".board tbody tr", has_text=name)).to_have_count(0)
    north.goto("/pasienter/forlop/")
    expect(north.locator(".board tbody tr", has_text=name)).to_have_count(1)


def test_a_day_before_the_referral_is_refused_with_a_sentence(visit: Visit) -> None:
    page = visit(COORDINATOR)
    page.get_by_role("link", name="Registrer").first.click()

    page.locator("#dag").evaluate("field => { field.removeAttribute('min'); field.value = '2020-01-01'; }")
    page.locator(".likely button").first.click()

    expect(page.get_by_role("alert")).to_have_text("Dagen er før forløpet begynte. Velg en senere dag.")


def test_a_new_referral_puts_a_known_patient_on_the_board(visit: Visit) -> None:
    page = visit(COORDINATOR)
    before = open_count(page)

    page.get_by_role("link", name="Ny henvisning").click()
    page.get_by_role("textbox").fill("Marit Måneskinn")
    page.get_by_role("button", name="Søk").click()
    page.get_by_role("link", name="Ny henvisning").click()
    page.get_by_label("Pakkeforløp").select_option(label="Malignt melanom")
    page.get_by_role("button", name="Registrer henvisningen").click()

    expect(page).to_have_url("/pasienter/forlop/")
    assert open_count(page) == before + 1


def test_the_board_narrows_to_one_pathway_and_widens_to_the_region(visit: Visit) -> None:
    page = visit(COORDINATOR)
    whole = open_count(page)

    page.get_by_label("Pakkeforløp").select_option(index=1)
    page.wait_for_url(re.compile("forlop="))

    assert 0 < open_count(page) < whole
    page.goto("/pasienter/forlop/?enhet=region")
    assert open_count(page) >= whole


def test_someone_of_another_trust_cannot_record_on_a_pathway_here(visit: Visit) -> None:
    page, north = visit(COORDINATOR), visit(NORTH)
    address = page.get_by_role("link", name="Registrer").first.get_attribute("href")

    answer = north.goto(str(address))

    assert answer is not None
    assert answer.status == 403


@pytest.mark.parametrize("screen", SCREENS)
def test_the_board_and_its_form_have_no_faults_of_access_and_fit_the_screen(
    visit: Visit, faults_of_access: Check, screen: dict[str, int]
) -> None:
    page = visit(COORDINATOR, screen)

    assert faults_of_access(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= screen["width"]
    assert page.locator(".table-frame").evaluate("frame => frame.scrollWidth - frame.clientWidth") == 0
    page.get_by_role("link", name="Registrer").first.click()
    page.get_by_role("heading", name="Hva har skjedd?").wait_for()
    assert faults_of_access(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= screen["width"]
