"""Who is signed in, found out only when a page asks, so that pages for everyone need no session and no database?"""

from django.http import HttpRequest, HttpResponse
from django.utils.functional import SimpleLazyObject

from felles.access import Viewer
from felles.web.database import DATABASE_GONE
from felles.web.given import door
from felles.web.middleware import SIGNED_IN_COOKIE, Answer

SESSION_KEY = "subject"


def signed_in_viewer(answer: Answer) -> Answer:
    def middleware(request: HttpRequest) -> HttpResponse:
        request.signed_in = SimpleLazyObject(lambda: _viewer_of(request))  # type: ignore[attr-defined]
        return answer(request)

    return middleware


def _viewer_of(request: HttpRequest) -> Viewer | None:
    if SIGNED_IN_COOKIE not in request.COOKIES:
        return None
    subject = request.session.get(SESSION_KEY)
    return door().viewer(subject) if subject else None


def viewer_of(request: HttpRequest) -> Viewer | None:
    """Whoever is signed in. Raises when the database does not answer."""
    return request.signed_in or None  # type: ignore[attr-defined]


def viewer_or_none(request: HttpRequest) -> Viewer | None:
    """The same for the frame of a page, which is drawn whether the database answers or not."""
    try:
        return viewer_of(request) if hasattr(request, "signed_in") else None
    except DATABASE_GONE:
        return None
