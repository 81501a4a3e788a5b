"""What holds on every page: nothing inline, nothing cached, nothing personal in the log, and calm when things break."""

import os
import re
import select
import signal
import time
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from .conftest import Running

Visit = Callable[..., Page]
NURSE, PATIENT, KARI_NUMBER = "Nora Blåklokke", "Kari Nordlys", "05896810040"
INLINE = re.compile(r'<script(?![^>]*\bsrc=)|<style|\sstyle="|\son[a-z]+="', re.IGNORECASE)


def course_of_kari(page: Page) -> None:
    page.get_by_role("textbox").fill(PATIENT)
    page.get_by_role("button", name="Søk").click()
    page.get_by_role("link", name="Åpne").click()
    page.get_by_role("heading", name="Hele forløpet").wait_for()


def test_pages_load_without_one_breach_of_their_content_policy(visit: Visit) -> None:
    page = visit()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text) if message.type == "error" else None)

    page.goto("/")
    page.goto("/mal/1/")
    page.goto("/logg-inn/")
    page.get_by_role("button", name=NURSE).click()
    course_of_kari(page)
    page.get_by_role("link", name="Eldste først").click()
    expect(page.locator(".year summary").first).to_contain_text("1968")

    assert said == []
    assert INLINE.search(page.content()) is None


def test_answers_carry_their_protection(visit: Visit) -> None:
    headers = visit().request.get("/").headers

    assert "default-src 'none'" in headers["content-security-policy"]
    assert "unsafe" not in headers["content-security-policy"]
    assert headers["x-frame-options"] == "DENY"
    assert headers["referrer-policy"] == "same-origin"
    assert headers["x-content-type-options"] == "nosniff"


def test_the_session_cookie_is_for_this_site_and_out_of_reach_of_scripts(visit: Visit) -> None:
    page = visit(NURSE)

    cookie = next(one for one in page.context.cookies() if one["name"] == "felles_session")

    assert cookie["httpOnly"]
    assert cookie["sameSite"] == "Lax"


def test_pages_of_somebody_signed_in_are_kept_in_no_cache(visit: Visit) -> None:
    page = visit(NURSE)

    assert page.request.get("/pasienter/").headers["cache-control"] == "no-store"


def test_signing_in_changes_the_session(visit: Visit) -> None:
    page = visit()
    page.goto("/logg-inn/")
    before = {one["name"]: one["value"] for one in page.context.cookies()}["felles_session"]

    page.get_by_role("button", name=NURSE).click()
    page.get_by_role("button", name="Logg ut").wait_for()

    assert {one["name"]: one["value"] for one in page.context.cookies()}["felles_session"] != before


def test_an_answer_to_an_attempt_that_was_never_made_signs_nobody_in(visit: Visit) -> None:
    page = visit()
    page.goto("/logg-inn/")

    answer = page.goto("/logg-inn/ferdig/?code=made-up&state=made-up")

    assert answer is not None
    assert answer.status == 400
    expect(page.get_by_role("heading", level=1)).to_have_text("Innloggingen gikk ikke")


def test_a_form_from_another_site_is_refused(visit: Visit) -> None:
    page = visit(NURSE)

    answer = page.request.post("/pasienter/", form={"words": PATIENT})

    assert answer.status == 403
    assert "Skjemaet har stått åpent for lenge" in answer.text()


def test_another_name_for_the_machine_is_refused(visit: Visit) -> None:
    answer = visit().request.get("/", headers={"Host": "elsewhere.example"})

    assert answer.status == 400


def test_the_log_holds_no_name_and_no_number(visit: Visit, felles: Running) -> None:
    page = visit(NURSE)
    page.get_by_role("textbox").fill(KARI_NUMBER)
    page.get_by_role("button", name="Søk").click()
    page.goto(f"/finnes-ikke/{KARI_NUMBER}/")
    page.goto("/mal/99/")

    written = felles.log.read_text()

    assert KARI_NUMBER not in written
    assert "Nordlys" not in written


def test_when_the_database_is_gone_the_page_says_so_the_goals_stay_and_it_recovers_by_itself(
    visit: Visit, felles: Running
) -> None:
    page = visit(NURSE)
    kill_database(felles)

    answer = page.goto("/pasienter/")
    goals = page.request.get("/")

    assert answer is not None
    assert answer.status == 503
    expect(page.get_by_role("heading", level=1)).to_have_text("Vi får ikke kontakt med databasen akkurat nå")
    assert goals.status == 200
    assert "Traceback" not in page.content()

    felles.felles("status", "--json")

    assert within_seconds(20, lambda: page.request.get("/pasienter/").status == 200)
    course_of_kari(goto(page, "/pasienter/"))


def goto(page: Page, path: str) -> Page:
    page.goto(path)
    return page


def kill_database(felles: Running) -> None:
    """As abruptly as a crash: no warning to anybody."""
    (pid_file,) = felles.home.rglob("postmaster.pid")
    pid = int(pid_file.read_text().splitlines()[0])
    process = os.pidfd_open(pid)
    os.kill(pid, signal.SIGKILL)
    ended, _, _ = select.select([process], [], [], 10)
    os.close(process)
    assert ended, "the database is still running"


def within_seconds(seconds: float, holds: Callable[[], bool]) -> bool:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if holds():
            return True
        time.sleep(0.2)
    return False


@pytest.mark.parametrize("path", ["/pasienter/", "/analyse/", "/min-side/", "/min-side/hvem-har-sett/"])
def test_no_page_about_people_answers_somebody_who_is_not_signed_in(visit: Visit, path: str) -> None:
    answer = visit().request.get(path, max_redirects=0)

    assert answer.status == 302
    assert answer.headers["location"].startswith("/logg-inn/")
