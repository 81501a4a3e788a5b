"""The list of check-ups: what is late and due by each plan, two clicks to say it was done, moved, or by need from now."""

import re
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from playwright.sync_api import Locator, Page, expect

Visit = Callable[..., Page]
Check = Callable[[Page], list[str]]

NURSE, HOSPITAL, NORTH, GP = "Nora Blåklokke", "Kaia Fossefall", "Einar Nordavind", "Guro Steinsprang"
LIST = "/pasienter/kontroller/"
SCREENS = [
    pytest.param({"width": 1280, "height": 900}, id="laptop"),
    pytest.param({"width": 390, "height": 844}, id="phone"),
]


def rows_of(page: Page, name: str) -> Locator:
    return page.locator(".check-ups tbody tr", has_text=name)


def first_name(page: Page, what: str) -> str:
    row = page.locator(".check-ups tbody tr", has_text=what).first
    return row.locator("th a").inner_text()


def register(page: Page, name: str, what: str) -> None:
    page.goto(f"{LIST}?dager=90")
    rows_of(page, name).filter(has_text=what).first.get_by_role("link", name="Registrer").click()


def test_the_list_is_one_click_away_and_says_how_many_are_late(visit: Visit) -> None:
    page = visit(HOSPITAL)

    page.get_by_role("link", name="Kontroller").click()

    expect(page).to_have_url(LIST)
    expect(page.get_by_role("heading", level=1)).to_have_text(re.compile("over tiden$"))
    expect(page.locator(".check-ups")).to_contain_text("Planens kilde har ingen dato")
    expect(page.locator(".check-ups")).to_contain_text("Etter kalenderen uansett")


def test_looking_further_ahead_shows_more_and_marks_an_old_plan(visit: Visit) -> None:
    page = visit(HOSPITAL)
    page.goto(LIST)
    shown = page.locator(".check-ups tbody tr").count()

    page.get_by_role("link", name="Neste 90 dager").click()

    assert page.locator(".check-ups tbody tr").count() > shown
    expect(page.locator(".check-ups")).to_contain_text("Gammel eller annenhånds kilde, må bekreftes")


def test_an_image_that_was_taken_is_gone_from_the_list(visit: Visit) -> None:
    page = visit(NURSE)
    page.goto(f"{LIST}?dager=90")
    name = first_name(page, "Mammografi")

    register(page, name, "Mammografi")
    page.get_by_role("button", name="Gjort").click()

    expect(page).to_have_url(LIST)
    page.goto(f"{LIST}?dager=90")
    expect(rows_of(page, name).filter(has_text="Mammografi")).to_have_count(0)


def test_a_blood_test_asks_for_its_number(visit: Visit) -> None:
    page = visit(NURSE)
    page.goto(f"{LIST}?dager=90")
    name = first_name(page, "CEA")
    before = rows_of(page, name).filter(has_text="CEA").count()
    register(page, name, "CEA")

    page.get_by_role("button", name="Gjort").click()
    expect(page.get_by_role("alert")).to_have_text("Skriv svaret som et tall, og trykk en gang til.")
    page.get_by_label("Svar (ug/L)").fill("2,4")
    page.get_by_role("button", name="Gjort").click()

    expect(page).to_have_url(LIST)
    page.goto(f"{LIST}?dager=90")
    expect(rows_of(page, name).filter(has_text="CEA")).to_have_count(before - 1)


def test_a_check_up_that_was_moved_stands_with_its_new_day(visit: Visit) -> None:
    page, day = visit(HOSPITAL), date.today() + timedelta(days=12)
    page.goto(LIST)
    name = first_name(page, "Over tiden")

    page.get_by_role("link", name=re.compile(f"^Registrer {name}")).first.click()
    page.get_by_label("Til hvilken dag?").fill(day.isoformat())
    page.get_by_role("button", name="Flytt", exact=True).click()

    expect(page).to_have_url(LIST)
    expect(rows_of(page, name).filter(has_text=f"avtalt {day.day}.")).to_have_count(1)


def test_by_need_the_visits_go_the_blood_test_stays_and_the_plan_can_go_back(visit: Visit) -> None:
    page = visit(HOSPITAL)
    page.goto(f"{LIST}?dager=90")
    name = first_name(page, "CEA")
    register(page, name, "CEA")

    page.get_by_role("button", name="Følg behov fra nå").click()

    expect(page).to_have_url(LIST)
    page.goto(f"{LIST}?dager=90")
    expect(rows_of(page, name)).to_contain_text(["Står, selv om planen følger behov"])
    page.get_by_role("link", name=f"Endre {name}").click()
    page.get_by_role("button", name="Tilbake til faste datoer").click()
    expect(page).to_have_url(LIST)
    expect(page.get_by_role("link", name=f"Endre {name}")).to_have_count(0)


def test_a_plan_is_set_from_the_patients_page(visit: Visit) -> None:
    page = visit(HOSPITAL)
    page.goto(LIST)
    page.locator(".check-ups tbody th a").last.click()

    page.get_by_role("link", name="Sett en kontrollplan").click()
    page.get_by_label("Hvilken plan?").select_option("melanoma_3a")
    page.get_by_role("button", name="Sett planen").click()

    expect(page).to_have_url(LIST)


def test_someone_elsewhere_has_other_check_ups_and_cannot_record_these(visit: Visit) -> None:
    page, north = visit(HOSPITAL), visit(NORTH)
    page.goto(LIST)
    address = page.get_by_role("link", name="Registrer").first.get_attribute("href")

    answer = north.goto(str(address))

    assert answer is not None
    assert answer.status == 403


def test_a_gp_without_such_patients_is_told_how_they_come(visit: Visit) -> None:
    page = visit(GP)

    page.goto(LIST)

    expect(page.locator("main")).to_contain_text("De kommer av seg selv når det er satt en plan for pasienten.")


@pytest.mark.parametrize("screen", SCREENS)
def test_the_list_and_its_forms_have_no_faults_of_access_and_fit_the_screen(
    visit: Visit, faults_of_access: Check, screen: dict[str, int]
) -> None:
    page = visit(NURSE, screen)

    for link in (None, "Registrer", "Endre"):
        page.goto(f"{LIST}?dager=90")
        if link:
            page.get_by_role("link", name=link).first.click()
            expect(page.get_by_role("link", name="Tilbake til kontrollene")).to_be_visible()
        assert faults_of_access(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= screen["width"]
    page.goto(LIST)
    page.locator(".check-ups tbody th a").first.click()
    page.get_by_role("link", name="Sett en kontrollplan").click()
    assert faults_of_access(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= screen["width"]


def test_a_card_narrows_the_list_to_what_is_late(visit: Visit) -> None:
    page = visit(HOSPITAL)
    page.goto(LIST)

    card = page.get_by_role("navigation", name="Vis bare").get_by_role("link", name="Over tiden")
    late = int(card.locator(".big").inner_text())
    card.click()

    expect(page.locator(".check-ups tbody tr")).to_have_count(late)
    expect(page.locator(".check-ups tbody .pill")).to_have_text(["Over tiden"] * late)
    page.get_by_role("link", name="Vis alle").click()
    expect(page).to_have_url(re.compile("dager=30$"))


def test_the_plan_that_the_national_advice_points_to_is_named_and_chosen_beforehand(visit: Visit) -> None:
    page = visit(HOSPITAL)
    page.goto(LIST)
    amund = page.locator("section[aria-labelledby=uten-plan] .hit").filter(has_text="Amund Skogsti")

    expect(amund).to_contain_text("Etter de nasjonale rådene passer: Føflekkreft, stadium IIIB")
    amund.get_by_role("link", name="Sett en plan").click()

    expect(page.get_by_label("Hvilken plan?")).to_have_value("melanoma_3b")


def test_whoever_was_treated_without_a_plan_is_one_click_from_getting_one(visit: Visit) -> None:
    page = visit(HOSPITAL)
    page.goto(LIST)
    lacking = page.locator("section[aria-labelledby=uten-plan]")
    name = lacking.locator(".hit a").first.inner_text()
    before = lacking.locator(".hit").count()

    page.get_by_role("link", name=f"Sett en plan {name}").click()
    page.get_by_label("Hvilken plan?").select_option("melanoma_3a")
    page.get_by_role("button", name="Sett planen").click()

    expect(page).to_have_url(LIST)
    expect(lacking.locator(".hit")).to_have_count(before - 1)
