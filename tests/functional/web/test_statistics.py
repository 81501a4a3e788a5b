"""The statistics of the analysis portal: two clicks to a curve, the same numbers everywhere, and nobody to be recognised."""

import csv
import io
import re
import shlex
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

Visit = Callable[..., Page]
Check = Callable[[Page], list[str]]

ANALYST, AUTHORITY, NURSE = "Arne Tallrekke", "Hedda Vardefjell", "Nora Blåklokke"
SCREENS = [
    pytest.param({"width": 1280, "height": 900}, id="laptop"),
    pytest.param({"width": 390, "height": 844}, id="phone"),
]
PAGES = [
    "/analyse/statistikk/",
    "/analyse/nye-tilfeller/?sted=lung",
    "/analyse/nye-tilfeller/?sted=lung&etter=region",
    "/analyse/overlevelse/?sted=colon",
    "/analyse/stadium/?sted=colon&etter=region",
    "/analyse/overvaking/?sted=colon",
    "/analyse/overvaking/?sted=colon&etter=cusum",
    "/analyse/overvaking/?sted=colon&etter=funnel",
    "/analyse/prognose/?sted=colon",
    "/analyse/datakvalitet/",
]


def numbers(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


def test_two_clicks_lead_from_the_first_page_to_the_survival_curves_of_a_site_by_region(visit: Visit) -> None:
    page = visit(ANALYST)
    expect(page.get_by_role("heading", level=1)).to_have_text("Hva vil du vite?")

    page.get_by_role("link", name="Overlevelse Lunge og luftrør").click()
    page.get_by_role("link", name="Etter region").click()

    expect(page.get_by_role("heading", level=1)).to_have_text(
        "Lunge og luftrør: hvor mange lever fem år etter diagnosen?"
    )
    curves = page.get_by_role("img", name="Lunge og luftrør")
    expect(curves).to_be_visible()
    expect(curves.locator("polyline")).to_have_count(4)
    expect(page.locator("tbody th")).to_have_text(["Helse Midt-Norge", "Helse Nord", "Helse Sør-Øst", "Helse Vest"])


@pytest.mark.parametrize(
    "address",
    [
        "/analyse/overlevelse/?sted=colon&etter=region&kjonn=female",
        "/analyse/nye-tilfeller/?sted=lung&etter=sex",
        "/analyse/stadium/?sted=prostate",
        "/analyse/overvaking/?sted=all",
        "/analyse/overvaking/?sted=all&etter=cusum&region=south_east",
        "/analyse/overvaking/?sted=colon&etter=funnel",
        "/analyse/prognose/?sted=colon",
        "/analyse/datakvalitet/",
    ],
)
def test_the_command_of_a_page_gives_the_numbers_of_the_page(visit: Visit, felles: Any, address: str) -> None:
    felles.felles(
        "lake"
    )  # what was recorded since the start counts on the command line at once, and on pages from now on
    page = visit(ANALYST)
    page.goto(address)
    command = shlex.split(page.locator(".command").first.inner_text())

    told = numbers(felles.felles(*command[1:], "--csv"))

    shown = numbers(page.request.get(address + ("&" if "?" in address else "?") + "som=csv").text())
    counts = {"n", "cases", "total", "years", "year", "numerator", "denominator"}
    keys = [name for name in shown[0] if not re.fullmatch(r"-?\d+\.\d+|", shown[0][name]) and name not in counts]
    by_key = {tuple(row[name] for name in (*keys, *({"years", "year"} & row.keys()))): row for row in told}
    compared = 0
    for row in shown:
        same = by_key[tuple(row[name] for name in (*keys, *({"years", "year"} & row.keys())))]
        for name in row.keys() - set(keys):
            if row[name]:
                assert float(row[name]) == pytest.approx(float(same[name]), rel=1e-9), (row, same)
                compared += 1
    assert compared > 10


def test_choosing_another_site_changes_the_page_and_its_address(visit: Visit) -> None:
    page = visit(ANALYST)
    page.goto("/analyse/overlevelse/?sted=colon&etter=sex")

    page.get_by_label("Kreftform").select_option(label="Føflekkreft")
    page.wait_for_url(re.compile("sted=melanoma"))

    expect(page.get_by_role("heading", level=1)).to_contain_text("Føflekkreft")
    expect(page.locator("tbody th")).to_have_text(["Kvinner", "Menn"])


def test_the_choices_work_by_keyboard_alone(visit: Visit) -> None:
    page = visit(ANALYST)
    page.goto("/analyse/overlevelse/?sted=colon&etter=none")

    page.get_by_label("Kjønn").focus()
    page.keyboard.press("ArrowDown")
    page.wait_for_url(re.compile("kjonn=female"))

    expect(page.locator(".command")).to_contain_text("--only sex=female")


def test_no_number_under_five_is_shown_or_downloaded(visit: Visit) -> None:
    page = visit(ANALYST)
    page.goto("/analyse/stadium/?sted=colon&etter=region")

    expect(page.locator("tbody")).to_contain_text("under fem*")
    expect(page.get_by_text("Tall under fem vises ikke")).to_be_visible()
    rows = numbers(page.request.get("/analyse/stadium/?sted=colon&etter=region&som=csv").text())
    counts = [int(row["cases"]) for row in rows if row["cases"]]
    assert counts
    assert all(count == 0 or count >= 5 for count in counts)
    assert all(not row["share"] for row in rows if not row["cases"])


def test_what_watching_signals_is_said_in_sentences_beside_the_chart(visit: Visit) -> None:
    page = visit(ANALYST)

    page.get_by_role("link", name="Overvåking av stadium Tykktarm").click()

    expect(page.get_by_role("heading", level=1)).to_have_text(
        "Tykktarm: blir det funnet tidligere eller senere enn før?"
    )
    expect(page.locator(".lead")).to_contain_text(re.compile("signal|for få"))
    expect(page.locator("tbody th").first).to_have_text("2016")
    page.get_by_role("link", name="Mellom regionene").click()
    expect(page.locator("tbody th")).to_have_count(4)


def test_no_year_of_a_region_with_few_can_be_worked_out_from_what_is_watched(visit: Visit) -> None:
    page = visit(ANALYST)

    rows = numbers(page.request.get("/analyse/overvaking/?sted=colon&etter=cusum&region=north&som=csv").text())

    hidden = [not row["n"] for row in rows]
    assert any(hidden)
    first = hidden.index(True)
    assert all(hidden[first:])  # a sum tells of every year before it


def test_the_notes_of_a_calculation_are_in_the_language_of_the_page(visit: Visit) -> None:
    page = visit(ANALYST)
    page.goto("/analyse/overlevelse/?sted=colon")

    page.get_by_text("Forbehold fra beregningen").click()

    expect(page.locator("details.notes li").first).to_contain_text(
        re.compile("Fulgt i null dager|Uten oppfølging i|Ikke noe anslag")
    )


def test_the_figure_can_be_taken_along_as_a_file(visit: Visit) -> None:
    page = visit(ANALYST)

    answer = page.request.get("/analyse/overlevelse/?sted=colon&som=svg")

    assert answer.headers["content-type"] == "image/svg+xml"
    assert answer.headers["content-disposition"] == 'attachment; filename="survival-colon-stage.svg"'
    assert answer.text().startswith('<svg xmlns="http://www.w3.org/2000/svg"')


@pytest.mark.parametrize("site", ["eye", "thyroid", "no_such_site"])
@pytest.mark.parametrize("place", ["overlevelse", "nye-tilfeller", "stadium", "overvaking", "prognose"])
def test_where_there_are_few_or_none_the_page_is_calm(visit: Visit, felles: Any, place: str, site: str) -> None:
    page = visit(ANALYST)

    for split in ("", "&etter=region", "&etter=sex"):
        answer = page.request.get(f"/analyse/{place}/?sted={site}{split}&kjonn=female&region=north")

        assert answer.status == 200, split


def test_the_health_authority_sees_statistics_and_no_courses(visit: Visit) -> None:
    page = visit(AUTHORITY)

    expect(page.get_by_role("heading", level=1)).to_have_text("Hva vil du vite?")
    expect(page.get_by_role("link", name="Finn forløp")).to_have_count(0)
    assert page.request.get("/analyse/").status == 403


def test_a_nurse_sees_no_statistics_of_the_registry(visit: Visit) -> None:
    page = visit(NURSE)

    assert page.request.get("/analyse/overlevelse/").status == 403


@pytest.mark.parametrize("screen", SCREENS)
def test_the_pages_of_statistics_have_no_faults_of_access_and_fit_the_screen(
    visit: Visit, faults_of_access: Check, screen: dict[str, int]
) -> None:
    page = visit(ANALYST, screen)

    for address in PAGES:
        page.goto(address)
        assert faults_of_access(page) == [], address
        assert page.evaluate("document.documentElement.scrollWidth") <= screen["width"], address
