"""What is settled for every request: which sources a page may load from, and in which language it answers?"""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from felles.web.wording import FIRST_LANGUAGE, Language, is_language

LANGUAGE_COOKIE = "felles_language"
SIGNED_IN_COOKIE = "felles_session"

Answer = Callable[[HttpRequest], HttpResponse]

# Nothing inline and nothing from elsewhere; pictures in style sheets are data addresses.
_CONTENT_POLICY = "; ".join(
    [
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
        "base-uri 'none'",
    ]
)


def security_headers(answer: Answer) -> Answer:
    """The content policy on every page; pages of signed-in people stay in no cache."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = answer(request)
        response.headers.setdefault("Content-Security-Policy", _CONTENT_POLICY)
        response.headers.setdefault("Permissions-Policy", "camera=(), geolocation=(), microphone=()")
        if SIGNED_IN_COOKIE in request.COOKIES or SIGNED_IN_COOKIE in response.cookies:
            response.headers.setdefault("Cache-Control", "no-store")
        return response

    return middleware


def reader_language(answer: Answer) -> Answer:
    def middleware(request: HttpRequest) -> HttpResponse:
        chosen = request.COOKIES.get(LANGUAGE_COOKIE)
        request.language = chosen if is_language(chosen) else FIRST_LANGUAGE  # type: ignore[attr-defined]
        response = answer(request)
        response.headers.setdefault("Content-Language", language_of(request))
        return response

    return middleware


def language_of(request: HttpRequest) -> Language:
    """The reader's language, also where a request failed before it was settled."""
    return getattr(request, "language", FIRST_LANGUAGE)
