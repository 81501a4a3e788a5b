"""The demo provider's addresses: what it offers, its keys, the page where one picks a person, and tokens."""

from functools import lru_cache
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from joserfc.jwk import ECKey

from felles.access import Role, Viewer
from felles.web.components.names import unit_names
from felles.web.content import content
from felles.web.given import door
from felles.web.test_provider.issuing import LIFETIME, Denied, Issuer
from felles.web.test_provider.registration import CLIENT_ID, PLACE, client_key


@lru_cache(maxsize=1)
def issuer() -> Issuer:
    return Issuer(CLIENT_ID, ECKey.import_key(client_key().as_dict(private=False)))


def _name(request: HttpRequest) -> str:
    """The issuer's name is the address by which it was reached."""
    return request.build_absolute_uri(f"/{PLACE}")


def _return_address(request: HttpRequest) -> str:
    return request.build_absolute_uri(reverse("accounts:come_back"))


def _form(request: HttpRequest) -> dict[str, str]:
    return {key: str(value) for key, value in request.POST.items()}


def _query(request: HttpRequest) -> dict[str, str]:
    return {key: str(value) for key, value in request.GET.items()}


@require_GET
def metadata(request: HttpRequest) -> HttpResponse:
    here = _name(request)
    return JsonResponse(
        {
            "issuer": here,
            "authorization_endpoint": f"{here}/velg/",
            "token_endpoint": f"{here}/token/",
            "pushed_authorization_request_endpoint": f"{here}/par/",
            "jwks_uri": f"{here}/jwks/",
            "response_types_supported": ["code"],
            "grant_types_supported": ["authorization_code"],
            "subject_types_supported": ["public"],
            "id_token_signing_alg_values_supported": ["ES256"],
            "token_endpoint_auth_methods_supported": ["private_key_jwt"],
            "token_endpoint_auth_signing_alg_values_supported": ["ES256"],
            "code_challenge_methods_supported": ["S256"],
            "scopes_supported": ["openid"],
            "authorization_response_iss_parameter_supported": True,
        }
    )


@require_GET
def keys(request: HttpRequest) -> HttpResponse:
    return JsonResponse(issuer().public_keys())


@csrf_exempt
@require_POST
def push(request: HttpRequest) -> HttpResponse:
    try:
        name = issuer().push(_form(request), issuer=_name(request), redirect_uri=_return_address(request))
    except Denied as refusal:
        return _refused(refusal)
    return JsonResponse({"request_uri": name, "expires_in": LIFETIME}, status=201)


@require_http_methods(["GET", "POST"])
def choose(request: HttpRequest) -> HttpResponse:
    """The page where one picks a made-up person; the choice sends the browser back with a code."""
    query, return_address = _query(request), _return_address(request)
    try:
        if request.method == "GET":
            issuer().asked(query, redirect_uri=return_address)
            return render(
                request, "test_provider/choose.html", {"roles": _people_by_role(), "units": unit_names(content())}
            )
        chosen = request.POST.get("subject", "")
        if door().viewer(chosen) is None:
            raise Denied("invalid_request", "Nobody of that kind can sign in here.")
        asked, code = issuer().choose(query, chosen, redirect_uri=return_address)
    except Denied:
        return render(request, "test_provider/too_old.html", status=400)
    answer = {"code": code, "state": asked.state, "iss": _name(request)}
    return redirect(f"{asked.redirect_uri}?{urlencode(answer)}")


@csrf_exempt
@require_POST
def token(request: HttpRequest) -> HttpResponse:
    try:
        answer = issuer().redeem(_form(request), issuer=_name(request))
    except Denied as refusal:
        return _refused(refusal)
    return JsonResponse(answer, headers={"Cache-Control": "no-store"})


def _people_by_role() -> list[tuple[Role, list[Viewer]]]:
    by_role: dict[Role, list[Viewer]] = {role: [] for role in Role}
    for viewer in door().viewers():
        if viewer.subject:
            by_role[viewer.role].append(viewer)
    return [(role, people) for role, people in by_role.items() if people]


def _refused(refusal: Denied) -> HttpResponse:
    answer = {"error": refusal.code, "error_description": str(refusal)}
    status = 401 if refusal.code == "invalid_client" else HttpResponseBadRequest.status_code
    return JsonResponse(answer, status=status, headers={"Cache-Control": "no-store"})
