"""In and out of the site, and the choice of language."""

import logging

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_GET, require_POST

from felles.access import Role
from felles.web.accounts.middleware import SESSION_KEY
from felles.web.accounts.provider import Provider, SignInFailed
from felles.web.accounts.sign_in import Attempt, come_back, set_out
from felles.web.faults import not_found
from felles.web.given import door, given
from felles.web.middleware import LANGUAGE_COOKIE
from felles.web.test_provider.registration import demo_provider
from felles.web.wording import is_language

log = logging.getLogger("felles.web")

_ATTEMPT = "sign_in_attempt"
_A_YEAR = 365 * 24 * 3600


@require_GET
def sign_in(request: HttpRequest) -> HttpResponse:
    """Out to the provider."""
    provider = provider_for(request)
    if provider is None:
        return render(request, "accounts/not_set_up.html", status=503)
    try:
        address, attempt = set_out(
            provider,
            redirect_uri=request.build_absolute_uri(reverse("accounts:come_back")),
            came_for=_local(request, request.GET.get("til", "")),
        )
    except SignInFailed as fault:
        return _failed(request, fault)
    request.session[_ATTEMPT] = attempt.to_session()
    return redirect(address)


@require_GET
def signed_in(request: HttpRequest) -> HttpResponse:
    """Back from the provider: the token is checked, and a new session begins."""
    provider, remembered = provider_for(request), request.session.pop(_ATTEMPT, None)
    if provider is None or remembered is None:
        return redirect("accounts:sign_in")
    attempt = Attempt(**remembered)
    try:
        subject = come_back(provider, attempt, {key: str(value) for key, value in request.GET.items()})
    except SignInFailed as fault:
        return _failed(request, fault)
    viewer = door().viewer(subject)
    if viewer is None:
        return render(request, "accounts/unknown.html", status=403)
    request.session.flush()
    request.session[SESSION_KEY] = subject
    return redirect(attempt.came_for or _first_page_of(viewer.role))


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    request.session.flush()
    return redirect("public:goals")


@require_GET
def choose_language(request: HttpRequest, language: str) -> HttpResponse:
    if not is_language(language):
        return not_found(request, Exception())
    response = redirect(_local(request, request.GET.get("til", "")) or reverse("public:goals"))
    response.set_cookie(
        LANGUAGE_COOKIE, language, max_age=_A_YEAR, samesite="Lax", secure=request.is_secure(), httponly=True
    )
    return response


def provider_for(request: HttpRequest) -> Provider | None:
    """The provider that the home names; in a demo the built-in one, at the address by which this browser came."""
    if given().provider:
        return given().provider
    return demo_provider(request.build_absolute_uri("/")) if given().demo else None


def _failed(request: HttpRequest, fault: SignInFailed) -> HttpResponse:
    log.warning("A sign-in failed: %s", fault)
    return render(request, "accounts/failed.html", status=400)


def _local(request: HttpRequest, address: str) -> str:
    """The address, when it is one of this site."""
    return address if url_has_allowed_host_and_scheme(address, {request.get_host()}, request.is_secure()) else ""


def _first_page_of(role: Role) -> str:
    if role is Role.COORDINATOR:
        return reverse("clinic:board")
    if role in (Role.CANCER_COORDINATOR, Role.GP):
        return reverse("clinic:conversations")
    if role.is_professional:
        return reverse("clinic:search")
    if role.sees_statistics:
        return reverse("analysis:overview")
    return reverse({Role.PATIENT: "patient:overview", Role.RELATIVE: "relative:overview"}.get(role, "public:goals"))
