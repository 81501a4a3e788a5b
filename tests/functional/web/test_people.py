"""Signing in, finding a person and reading a course, each in their role."""

import re
from collections.abc import Callable
from itertools import combinations
from typing import Any

import pytest
from playwright.sync_api import Page, expect

Visit = Callable[..., Page]
Check = Callable[[Page], list[str]]

NURSE, PATIENT, ANALYST, NORTH = "Nora Blåklokke", "Kari Nordlys", "Arne Tallrekke", "Einar Nordavind"
KARI_NUMBER = "05896810040"
SCREENS: list[Any] = [
    pytest.param({"width": 1280, "height": 900}, id="laptop"),
    pytest.param({"width": 390, "height": 844}, id="phone"),
]


def search(page: Page, words: str) -> None:
    if page.get_by_role("link", name="Finn forløp").count():
        page.goto("/analyse/")
    page.get_by_role("textbox").fill(words)
    page.get_by_role("button", name="Søk").click()


def open_kari(visit: Visit, screen: dict[str, int] | None = None) -> Page:
    page = visit(NURSE, screen)
    search(page, PATIENT)
    page.get_by_role("link", name="Åpne").click()
    page.get_by_role("heading", name="Hele forløpet").wait_for()
    return page


def test_signing_in_and_finding_a_patient_needs_no_mouse(visit: Visit) -> None:
    page = visit()
    page.goto("/logg-inn/")

    page.get_by_role("button", name=NURSE).focus()
    page.keyboard.press("Enter")
    page.get_by_role("textbox").focus()
    page.keyboard.type(PATIENT)
    page.keyboard.press("Enter")
    page.get_by_role("link", name="Åpne").focus()
    page.keyboard.press("Enter")

    expect(page.get_by_role("heading", level=1)).to_have_text(re.compile(r"^Kari Nordlys, \d+ år$"))


def test_somebody_not_signed_in_is_asked_to_and_then_gets_where_they_were_going(visit: Visit) -> None:
    page = visit()

    page.goto("/min-side/hvem-har-sett/")
    page.get_by_role("button", name=PATIENT).click()

    expect(page).to_have_url("/min-side/hvem-har-sett/")


def test_after_signing_out_the_pages_of_people_are_closed(visit: Visit) -> None:
    page = visit(NURSE)

    page.get_by_role("button", name="Logg ut").click()
    page.goto("/pasienter/")

    expect(page.get_by_role("heading", level=1)).to_have_text("Hvem vil du være?")


def test_a_patient_is_found_by_exact_name_and_by_national_number(visit: Visit) -> None:
    page = visit(NURSE)

    search(page, "kari nordlys")
    expect(page.locator(".hit")).to_have_count(1)
    search(page, KARI_NUMBER)

    expect(page.locator(".hit strong")).to_have_text(PATIENT)
    expect(page.locator(".hit")).to_contain_text("Født 1968")


def test_part_of_a_name_finds_nobody(visit: Visit) -> None:
    page = visit(NURSE)

    search(page, "Kari")

    expect(page.get_by_role("heading", name="Ingen treff")).to_be_visible()


def test_an_empty_search_asks_for_words(visit: Visit) -> None:
    page = visit(NURSE)

    search(page, "   ")

    expect(page.get_by_text("Skriv noe å søke etter.")).to_be_visible()


def test_neither_name_nor_number_stands_in_the_address_of_a_search(visit: Visit) -> None:
    page = visit(NURSE)

    search(page, KARI_NUMBER)
    expect(page.locator(".hit")).to_have_count(1)

    assert KARI_NUMBER not in page.url
    page.reload()
    expect(page.locator(".hit")).to_have_count(1)


def test_a_course_shows_facts_a_drawing_and_every_event(visit: Visit) -> None:
    page = open_kari(visit)

    expect(page.get_by_text("5. september 1968")).to_be_visible()
    expect(page.locator(".facts")).to_contain_text("C18.7")
    expect(page.get_by_role("img", name="Tidslinje")).to_have_count(1)
    told = page.locator(".facts").get_by_text("hendelser").inner_text()
    expect(page.locator(".happening")).to_have_count(int(told.split()[0]))
    expect(page.locator(".stripe")).to_contain_text("oppdiktet")


@pytest.mark.parametrize("screen", SCREENS)
def test_no_label_in_the_drawing_lies_on_another_as_the_browser_draws_them(
    visit: Visit, screen: dict[str, int]
) -> None:
    page = open_kari(visit, screen)

    boxes = page.evaluate(
        """() => [...document.querySelectorAll('.timeline .words, .timeline .lane-name')]
            .map(text => text.getBoundingClientRect()).filter(box => box.width > 0)
            .map(box => [box.left, box.top + 3, box.right, box.bottom - 3])"""
    )

    assert len(boxes) > 15
    assert not [
        (one, other)
        for one, other in combinations(boxes, 2)
        if one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
    ]


def test_the_list_is_turned_around_without_leaving_the_page(visit: Visit) -> None:
    page = open_kari(visit)
    years = page.locator(".year summary")
    expect(years.last).to_contain_text("1968")

    page.get_by_role("link", name="Eldste først").click()

    expect(years.first).to_contain_text("1968")
    assert page.url.endswith("?rekkefolge=eldst")


def test_without_a_treatment_relation_a_reason_is_asked_for_and_the_patient_sees_it(visit: Visit) -> None:
    doctor = visit(NORTH)
    search(doctor, PATIENT)
    expect(doctor.locator(".hit")).to_contain_text("Du har ikke behandlingsrelasjon")

    doctor.get_by_role("link", name="Haster det?").click()
    doctor.get_by_role("button", name="Åpne i tolv timer").click()
    expect(doctor.get_by_text("Skriv grunnen")).to_be_visible()
    doctor.get_by_role("textbox").fill("Akutt innlagt på reise, trenger medisinliste.")
    doctor.get_by_role("button", name="Åpne i tolv timer").click()
    expect(doctor.get_by_role("heading", level=1)).to_contain_text("Kari Nordlys")

    patient = visit(PATIENT)
    patient.get_by_role("link", name="Hvem har sett").click()
    expect(patient.get_by_role("listitem").filter(has_text="Akutt innlagt på reise").first).to_contain_text(NORTH)


def test_the_address_of_a_patient_is_of_no_use_to_the_authority(visit: Visit) -> None:
    address = open_kari(visit).url
    authority = visit("Hedda Vardefjell")

    answer = authority.goto(address)

    assert answer is not None
    assert answer.status == 403
    expect(authority.get_by_role("heading", level=1)).to_have_text("Du har ikke tilgang til denne siden")


def test_a_patients_address_leads_a_doctor_without_relation_to_the_question_of_a_reason(visit: Visit) -> None:
    doctor = visit(NORTH)
    search(doctor, "Solveig Sommereng")
    reason_page = doctor.get_by_role("link", name="Haster det?").get_attribute("href") or ""

    doctor.goto(reason_page.removesuffix("haster/"))

    expect(doctor).to_have_url(reason_page)


def test_a_patient_reads_her_own_course_in_plain_words(visit: Visit) -> None:
    page = visit(PATIENT)

    expect(page.get_by_role("heading", level=1)).to_have_text("Hei, Kari")
    expect(page.locator("main")).to_contain_text("Kreften kom tilbake")
    expect(page.locator("main")).not_to_contain_text("C18.7")
    expect(page.locator("main")).not_to_contain_text("L01CE02")


@pytest.mark.parametrize("path", ["/pasienter/", "/analyse/"])
def test_a_patient_cannot_search_for_people(visit: Visit, path: str) -> None:
    page = visit(PATIENT)

    answer = page.goto(path)

    assert answer is not None
    assert answer.status == 403


@pytest.mark.parametrize("words", ["17", "melanoma_finland 17"])
def test_an_analyst_finds_a_course_by_the_registrys_number_and_sees_a_pseudonym(visit: Visit, words: str) -> None:
    page = visit(ANALYST)

    search(page, words)
    page.get_by_role("link", name="Åpne").click()

    heading = page.get_by_role("heading", level=1)
    expect(heading).to_contain_text("Forløp")
    expect(page.locator(".facts")).to_contain_text("2. april 1919")
    expect(page.locator(".facts")).to_contain_text("C43")
    expect(page.locator(".facts")).to_contain_text("lokalisert (SEER)")
    expect(page.locator(".facts")).to_contain_text("12. januar 1992")


def test_an_analyst_sees_no_name_of_anybody(visit: Visit) -> None:
    person = open_kari(visit).url.rstrip("/").rsplit("/", 1)[-1]
    page = visit(ANALYST)

    search(page, person)
    page.get_by_role("link", name="Åpne").click()
    page.get_by_role("heading", name="Hele forløpet").wait_for()

    assert not re.search(r"\bNordlys\b", page.content())  # her doctor's office in Nordlysgata may be named
    assert KARI_NUMBER not in page.content()


def test_an_analyst_does_not_find_people_by_name_or_national_number(visit: Visit) -> None:
    page = visit(ANALYST)

    for words in (PATIENT, KARI_NUMBER):
        search(page, words)
        expect(page.get_by_role("heading", name="Ingen treff")).to_be_visible()


@pytest.mark.parametrize("screen", SCREENS)
def test_the_pages_of_people_are_accessible_and_fit_the_screen(
    visit: Visit, faults_of_access: Check, screen: dict[str, int]
) -> None:
    seen: list[Page] = []
    choosing = visit(None, screen)
    choosing.goto("/logg-inn/")
    seen.append(choosing)
    seen.append(open_kari(visit, screen))
    hits = visit(NURSE, screen)
    search(hits, "Aili Viddevind")
    seen.append(hits)
    reason = visit(NURSE, screen)
    search(reason, "Aili Viddevind")
    reason.get_by_role("link", name="Haster det?").click()
    seen.append(reason)
    seen.append(visit(PATIENT, screen))
    looks = visit(PATIENT, screen)
    looks.goto("/min-side/hvem-har-sett/")
    seen.append(looks)
    analyst = visit(ANALYST, screen)
    search(analyst, "17")
    analyst.get_by_role("link", name="Åpne").click()
    seen.append(analyst)

    for page in seen:
        page.wait_for_load_state()
        assert faults_of_access(page) == [], page.url
        assert page.evaluate("document.documentElement.scrollWidth") <= screen["width"], page.url


def test_the_page_of_a_patient_says_what_comes_next_and_takes_what_happened(visit: Visit) -> None:
    page = visit("Kaia Fossefall")
    page.goto("/pasienter/forlop/")
    page.locator(".board tbody th a").first.click()

    expect(page.get_by_role("heading", name=re.compile("^Nå: "))).to_be_visible()
    page.locator(".now").get_by_role("link", name=re.compile("^Registrer")).first.click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Hva har skjedd?")


def test_a_patient_is_told_whom_to_call_even_when_nothing_is_planned(visit: Visit) -> None:
    page = visit(PATIENT)

    page.goto("/min-side/")

    expect(page.get_by_role("heading", name="Det som kommer")).to_be_visible()
    expect(page.get_by_role("heading", name="Når du trenger hjelp")).to_be_visible()
    expect(page.locator("main")).to_contain_text("116 117")


def test_no_inner_code_stands_on_a_course(visit: Visit) -> None:
    page = open_kari(visit)

    words = page.locator("main").inner_text()

    assert re.findall(r"\b[a-z]+_[a-z_]+\b", words) == []
    assert "3405" not in words
