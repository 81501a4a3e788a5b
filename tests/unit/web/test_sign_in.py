"""Signing in against the demo's provider: the way through, and every way that must not be one."""

from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import orjson
import pytest
from joserfc import jwt
from joserfc.jwk import ECKey
from requests import PreparedRequest, Response
from requests.adapters import BaseAdapter

from felles.web.accounts.provider import Provider, SignInFailed, metadata_of
from felles.web.accounts.sign_in import Attempt, come_back, set_out, subject_of
from felles.web.test_provider.issuing import Denied, Issuer

ISSUER = "http://127.0.0.1:8000/test-innlogging"
RETURN = "http://127.0.0.1:8000/logg-inn/ferdig/"
CLIENT = "felles"


class Wire(BaseAdapter):
    """Carries requests to an issuer without a site around it, and lets a test bend what is answered."""

    def __init__(self, issuer: Issuer) -> None:
        super().__init__()
        self.issuer = issuer
        self.metadata: dict[str, Any] = {
            "issuer": ISSUER,
            "authorization_endpoint": f"{ISSUER}/velg/",
            "token_endpoint": f"{ISSUER}/token/",
            "pushed_authorization_request_endpoint": f"{ISSUER}/par/",
            "jwks_uri": f"{ISSUER}/jwks/",
            "token_endpoint_auth_methods_supported": ["private_key_jwt"],
            "authorization_response_iss_parameter_supported": True,
        }
        self.sent: list[Mapping[str, str]] = []

    def send(self, request: PreparedRequest, *_: Any, **__: Any) -> Response:
        answered = Response()
        answered.request, answered.url = request, request.url or ""
        answered.status_code, body = self._answer(urlsplit(request.url or "").path.split("/")[-2], request)
        answered._content = orjson.dumps(body)
        return answered

    def close(self) -> None: ...

    def _answer(self, place: str, request: PreparedRequest) -> tuple[int, Any]:
        form = dict(parse_qsl(str(request.body or "")))
        self.sent.append(form)
        answers: dict[str, Callable[[], tuple[int, Any]]] = {
            ".well-known": lambda: (200, self.metadata),
            "jwks": lambda: (200, self.issuer.public_keys()),
            "par": lambda: (201, {"request_uri": self.issuer.push(form, issuer=ISSUER, redirect_uri=RETURN)}),
            "token": lambda: (200, self.issuer.redeem(form, issuer=ISSUER)),
        }
        try:
            return answers[place]()
        except Denied as refusal:
            return 400, {"error": refusal.code}


@pytest.fixture
def key() -> ECKey:
    return ECKey.generate_key("P-256", auto_kid=True)


@pytest.fixture
def wire(key: ECKey) -> Wire:
    return Wire(Issuer(CLIENT, ECKey.import_key(key.as_dict(private=False))))


@pytest.fixture
def provider(key: ECKey, wire: Wire) -> Provider:
    return Provider(issuer=ISSUER, client_id=CLIENT, private_key=key.as_dict(private=True), transport=wire)


def out(provider: Provider) -> tuple[dict[str, str], Attempt]:
    address, attempt = set_out(provider, redirect_uri=RETURN, came_for="/pasienter/")
    return dict(parse_qsl(urlsplit(address).query)), attempt


def chosen(wire: Wire, query: Mapping[str, str], subject: str = "nurse") -> dict[str, str]:
    """What the browser brings back after a choice."""
    asked, code = wire.issuer.choose(query, subject, redirect_uri=RETURN)
    return {"code": code, "state": asked.state, "iss": ISSUER}


def test_whoever_is_chosen_is_signed_in(provider: Provider, wire: Wire) -> None:
    query, attempt = out(provider)

    assert come_back(provider, attempt, chosen(wire, query)) == "nurse"


def test_the_request_is_pushed_so_that_the_browser_carries_only_its_name(provider: Provider, wire: Wire) -> None:
    query, _ = out(provider)

    assert query.keys() == {"client_id", "request_uri"}
    assert wire.sent[-1]["code_challenge_method"] == "S256"


def test_without_pushed_requests_the_whole_request_stands_in_the_address(provider: Provider, wire: Wire) -> None:
    del wire.metadata["pushed_authorization_request_endpoint"]

    query, attempt = out(provider)

    assert query["state"] == attempt.state
    assert query["nonce"] == attempt.nonce
    assert query["code_challenge_method"] == "S256"
    assert attempt.verifier not in query.values()
    assert come_back(provider, attempt, chosen(wire, query)) == "nurse"


def test_an_answer_to_another_attempt_signs_nobody_in(provider: Provider, wire: Wire) -> None:
    query, _ = out(provider)
    _, mine = out(provider)

    with pytest.raises(SignInFailed, match="another attempt"):
        come_back(provider, mine, chosen(wire, query))


def test_an_answer_from_another_provider_signs_nobody_in(provider: Provider, wire: Wire) -> None:
    query, attempt = out(provider)

    with pytest.raises(SignInFailed, match="another provider"):
        come_back(provider, attempt, chosen(wire, query) | {"iss": "https://elsewhere.example"})


def test_a_refusal_by_the_provider_signs_nobody_in(provider: Provider) -> None:
    _, attempt = out(provider)

    with pytest.raises(SignInFailed, match="nobody was signed in"):
        come_back(provider, attempt, {"error": "access_denied", "state": attempt.state, "iss": ISSUER})


def test_a_code_is_good_once(provider: Provider, wire: Wire) -> None:
    query, attempt = out(provider)
    answer = chosen(wire, query)
    come_back(provider, attempt, answer)

    with pytest.raises(SignInFailed, match="no token"):
        come_back(provider, attempt, answer)


def test_a_stolen_code_is_of_no_use_without_the_verifier(provider: Provider, wire: Wire) -> None:
    query, attempt = out(provider)
    thief = Attempt(
        attempt.state, attempt.nonce, "another verifier, long enough to be one, of forty-three letters", RETURN, ""
    )

    with pytest.raises(SignInFailed, match="no token"):
        come_back(provider, thief, chosen(wire, query))


def test_a_token_for_another_attempt_signs_nobody_in(provider: Provider, wire: Wire) -> None:
    query, attempt = out(provider)
    other = Attempt(attempt.state, "another nonce", attempt.verifier, RETURN, "")

    with pytest.raises(SignInFailed, match="does not hold"):
        come_back(provider, other, chosen(wire, query))


def test_a_client_with_another_key_gets_no_token(provider: Provider, wire: Wire) -> None:
    other_key = ECKey.generate_key("P-256", auto_kid=True).as_dict(private=True)
    stranger = Provider(issuer=ISSUER, client_id=CLIENT, private_key=other_key, transport=wire)

    with pytest.raises(SignInFailed, match="did not take the pushed request"):
        out(stranger)


def test_metadata_of_another_issuer_are_not_trusted(provider: Provider, wire: Wire) -> None:
    wire.metadata["issuer"] = "https://elsewhere.example"

    with pytest.raises(SignInFailed, match="another issuer"):
        metadata_of(provider)


@pytest.mark.parametrize(
    "wrong",
    [
        {"iss": "https://elsewhere.example"},
        {"aud": "another client"},
        {"exp": 1_000_000_000},
        {"nonce": "another"},
        {"sub": None},
    ],
    ids=["issuer", "audience", "expired", "nonce", "no subject"],
)
def test_a_token_that_says_something_else_does_not_hold(provider: Provider, wire: Wire, wrong: dict[str, Any]) -> None:
    good = {"iss": ISSUER, "aud": CLIENT, "sub": "nurse", "iat": 1, "exp": 9_999_999_999, "nonce": "n"}
    claims = {name: value for name, value in (good | wrong).items() if value is not None}
    own_key = wire.issuer.key
    token = jwt.encode({"alg": "ES256", "kid": own_key.kid}, claims, own_key)

    with pytest.raises(SignInFailed, match="does not hold"):
        subject_of(token, provider, metadata_of(provider), nonce="n")


def test_a_token_signed_by_somebody_else_does_not_hold(provider: Provider, wire: Wire) -> None:
    claims = {"iss": ISSUER, "aud": CLIENT, "sub": "nurse", "iat": 1, "exp": 9_999_999_999, "nonce": "n"}
    forged = ECKey.generate_key("P-256")
    token = jwt.encode({"alg": "ES256", "kid": wire.issuer.key.kid}, claims, forged)

    with pytest.raises(SignInFailed, match="does not hold"):
        subject_of(token, provider, metadata_of(provider), nonce="n")


def test_a_token_without_a_signature_does_not_hold(provider: Provider) -> None:
    unsigned = "eyJhbGciOiJub25lIn0.eyJzdWIiOiJudXJzZSJ9."

    with pytest.raises(SignInFailed, match="does not hold"):
        subject_of(unsigned, provider, metadata_of(provider), nonce="n")


def test_an_assertion_is_good_once(provider: Provider, wire: Wire) -> None:
    out(provider)
    used = dict(wire.sent[-1])

    with pytest.raises(Denied, match="used before"):
        wire.issuer.push(used, issuer=ISSUER, redirect_uri=RETURN)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("redirect_uri", "https://elsewhere.example/"),
        ("client_id", "another"),
        ("response_type", "token"),
        ("code_challenge_method", "plain"),
        ("code_challenge", ""),
        ("nonce", ""),
        ("state", ""),
        ("scope", "profile"),
    ],
)
def test_the_provider_refuses_a_request_that_a_real_one_would(
    provider: Provider, wire: Wire, field: str, value: str
) -> None:
    del wire.metadata["pushed_authorization_request_endpoint"]
    query, _ = out(provider)

    with pytest.raises(Denied):
        wire.issuer.asked(query | {field: value}, redirect_uri=RETURN)
