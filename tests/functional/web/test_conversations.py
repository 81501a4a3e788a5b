"""The list of conversations: with whom it is time to talk, two clicks to say what was said, and care that changes hands."""

import re
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from playwright.sync_api import Locator, Page, expect

Visit = Callable[..., Page]
Check = Callable[[Page], list[str]]

TOWN, GP, HOSPITAL, NORTH = "Turid Engsnelle", "Guro Steinsprang", "Kaia Fossefall", "Einar Nordavind"
LIST = "/pasienter/samtaler/"
SCREENS = [
    pytest.param({"width": 1280, "height": 900}, id="laptop"),
    pytest.param({"width": 390, "height": 844}, id="phone"),
]


def conversation_of(page: Page, name: str) -> Locator:
    return page.locator(".conversations tbody tr", has_text=name)


def need_of(page: Page, name: str) -> Locator:
    return page.locator(".needs tbody tr", has_text=name)


def register(page: Page, name: str) -> None:
    page.goto(LIST)
    page.get_by_role("link", name=f"Registrer {name}").click()


def days(page: Page) -> list[int]:
    """What the rows say, in days; the days that have gone by are below nought."""
    words = {"i dag": 0, "i morgen": 1, "i går": -1}
    said = [text.strip() for text in page.locator(".conversations .left").all_inner_texts()]
    gone = re.compile("over|siden")
    return [
        words.get(text, int(re.sub(r"\D", "", text) or 0) * (-1 if gone.search(text) else 1)) for text in said
    ]  # fmt: skip


@pytest.mark.parametrize("name", [TOWN, GP])
def test_the_municipality_sees_whom_to_talk_with_right_after_signing_in(visit: Visit, name: str) -> None:
    page = visit(name)

    expect(page).to_have_url(LIST)
    expect(page.get_by_role("heading", level=1)).to_have_text(re.compile("på tide$"))
    assert days(page) == sorted(days(page))
    assert "Samtale på sykehuset" not in page.locator(".conversations").inner_text()


def test_the_hospital_sees_the_talks_at_the_hospital_alone(visit: Visit) -> None:
    page = visit(HOSPITAL)

    page.get_by_role("link", name="Samtaler").click()

    rows = page.locator(".conversations tbody tr").count()
    assert rows > 10
    expect(page.locator(".conversations").get_by_text("Samtale på sykehuset", exact=False)).to_have_count(2 * rows)


def test_a_talk_that_was_held_is_gone_from_the_list_and_its_needs_can_be_told(visit: Visit) -> None:
    page = visit(TOWN)

    register(page, "Inga Kveldbrus")
    page.get_by_role("button", name="Gjennomført").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Samtalen er tatt vare på")
    page.get_by_label("Hvem tar det?").select_option(label="Lillehammer kommune")
    page.get_by_label("Innen hvilken dag?").fill((date.today() + timedelta(days=9)).isoformat())
    page.get_by_role("button", name="Mat og måltider").click()
    expect(page.get_by_role("link", name="Mat og måltider")).to_be_visible()
    page.goto(LIST)
    expect(conversation_of(page, "Inga Kveldbrus")).to_have_count(0)
    expect(need_of(page, "Inga Kveldbrus")).to_contain_text("Lillehammer kommune")
    page.get_by_role("link", name="Følg opp Inga Kveldbrus").click()
    page.get_by_role("button", name="Ja, behovet er dekket").click()
    expect(page).to_have_url(LIST)
    expect(need_of(page, "Inga Kveldbrus")).to_have_count(0)


def test_a_no_leaves_the_list_and_an_offer_stays_with_its_day(visit: Visit) -> None:
    page, soon = visit(TOWN), date.today() + timedelta(days=6)

    register(page, "Karen Bekkelyng")
    page.get_by_role("button", name="Takket nei nå").click()
    expect(page).to_have_url(LIST)
    expect(conversation_of(page, "Karen Bekkelyng")).to_have_count(0)
    register(page, "Øystein Månestille")
    page.get_by_label("Avtalt dag, om dere har en").fill(soon.isoformat())
    page.get_by_role("button", name="Fikk tilbud").click()

    expect(conversation_of(page, "Øystein Månestille")).to_contain_text(f"Avtalt {soon.day}.")
    expect(conversation_of(page, "Øystein Månestille").locator(".left")).to_have_text("6 dager")


def test_an_extra_talk_is_recorded_and_the_one_that_is_due_stays(visit: Visit) -> None:
    page = visit(TOWN)

    register(page, "Gunnar Rognefnugg")
    page.get_by_role("button", name="Ekstra samtale holdt").click()

    expect(page).to_have_url(LIST)
    expect(conversation_of(page, "Gunnar Rognefnugg")).to_have_count(1)


def test_who_was_handed_over_is_taken_over_with_one_click(visit: Visit) -> None:
    page = visit(TOWN)

    page.get_by_role("button", name="Ta imot Selma Rognesang").click()

    expect(page).to_have_url(LIST)
    expect(page.get_by_role("button", name="Ta imot Selma Rognesang")).to_have_count(0)


def test_a_handover_puts_the_patient_on_the_receivers_list(visit: Visit) -> None:
    hospital, doctor = visit(HOSPITAL), visit(GP)
    hospital.goto(LIST)
    name = hospital.locator(".conversations tbody th a").last.inner_text()

    register(hospital, name)
    hospital.get_by_label("Til hvem?").select_option(label="Legekontoret i Nordlysgata")
    hospital.get_by_role("button", name="Overfør").click()

    expect(hospital).to_have_url(LIST)
    doctor.goto(LIST)
    expect(doctor.get_by_role("button", name=f"Ta imot {name}")).to_be_visible()
    doctor.get_by_role("link", name=name).first.click()
    expect(doctor.get_by_role("heading", level=1)).to_contain_text(name)


@pytest.mark.parametrize(
    ("button", "sentence"),
    [
        ("Utsett", "Velg dagen det gjelder, og trykk en gang til."),
        ("Overfør", "Velg hvem det gjelder, og trykk en gang til."),
    ],
)
def test_what_is_missing_is_asked_for_with_a_sentence(visit: Visit, button: str, sentence: str) -> None:
    page = visit(TOWN)
    register(page, "Gunnar Rognefnugg")

    page.get_by_role("button", name=button, exact=True).click()

    expect(page.get_by_role("alert")).to_have_text(sentence)


def test_someone_elsewhere_cannot_say_anything_about_a_conversation_here(visit: Visit) -> None:
    page, north = visit(TOWN), visit(NORTH)
    address = page.get_by_role("link", name="Registrer").first.get_attribute("href")

    answer = north.goto(str(address))

    assert answer is not None
    assert answer.status == 403


@pytest.mark.parametrize("screen", SCREENS)
def test_the_list_and_its_forms_have_no_faults_of_access_and_fit_the_screen(
    visit: Visit, faults_of_access: Check, screen: dict[str, int]
) -> None:
    page = visit(TOWN, screen)

    for link, heading in ((None, None), ("Registrer", "Hva ble sagt?"), ("Følg opp", re.compile("^Behov"))):
        page.goto(LIST)
        if link:
            page.get_by_role("link", name=link).first.click()
            expect(page.get_by_role("heading", level=1)).to_have_text(heading)  # type: ignore[arg-type]
        assert faults_of_access(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= screen["width"]


def test_a_card_narrows_the_list_to_those_who_are_ready_to_be_asked(visit: Visit) -> None:
    page = visit(TOWN)
    page.goto(LIST)

    card = page.get_by_role("navigation", name="Vis bare").get_by_role("link", name="Klar til å spørres")
    ready = int(card.locator(".big").inner_text())
    card.click()

    expect(page.locator(".conversations tbody tr")).to_have_count(ready)
    page.get_by_role("link", name="Vis alle", exact=True).click()
    assert page.locator(".conversations tbody tr").count() > ready
