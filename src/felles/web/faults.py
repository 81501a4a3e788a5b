"""What does a reader see when something is wrong: not found, not allowed, the database gone, or our own fault?

Every page says what happened and what to do, with no trace of how it is made.
"""

import logging
import sys

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from felles.access import NotAllowed, NotFound
from felles.web.database import DATABASE_GONE
from felles.web.middleware import Answer

log = logging.getLogger("felles.web")


class AnswerFaults:
    """Turns what a view raises into a page; what it does not know, Django hands to `broken`."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.answer(request)

    def process_exception(self, request: HttpRequest, fault: Exception) -> HttpResponse | None:
        if isinstance(fault, NotAllowed):
            return not_allowed(request, fault)
        if isinstance(fault, NotFound):
            return not_found(request, fault)
        if isinstance(fault, DATABASE_GONE):
            return database_gone(request, fault)
        return None


def _page(request: HttpRequest, kind: str, status: int) -> HttpResponse:
    return render(request, "fault.html", {"kind": kind}, status=status)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _page(request, "not_found", 404)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _page(request, "bad_request", 400)


def not_allowed(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _page(request, "not_allowed", 403)


def form_too_old(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form's protection against other sites did not match: mostly a page left open since a sign-out."""
    return _page(request, "form_too_old", 403)


def database_gone(request: HttpRequest, fault: BaseException | None = None) -> HttpResponse:
    log.warning("The database did not answer (%s).", type(fault).__name__)
    response = _page(request, "database_gone", 503)
    response.headers["Retry-After"] = "10"
    return response


def broken(request: HttpRequest) -> HttpResponse:
    """Also what middleware raises ends here, such as a session that cannot be read."""
    fault = sys.exc_info()[1]
    if isinstance(fault, DATABASE_GONE):
        return database_gone(request, fault)
    return _page(request, "broken", 500)
