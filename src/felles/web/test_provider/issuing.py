"""What does a provider keep between a request, a choice and a token, and when does it refuse?

Kept in memory, each thing used once and for a minute only. Nothing here knows of Django.
"""

import secrets
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from authlib.oauth2.rfc7636 import create_s256_code_challenge
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import ECKey

LIFETIME = 300  # seconds from a pushed request to its choice, and from a choice to its token
_CLOCK_SKEW = 10
ASSERTION_TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
REQUEST_PREFIX = "urn:ietf:params:oauth:request_uri:"


class Denied(Exception):
    """An OAuth 2.0 error: its code, and a sentence."""

    def __init__(self, code: str, sentence: str) -> None:
        super().__init__(sentence)
        self.code = code


@dataclass(frozen=True)
class Asked:
    """A request for sign-in that holds."""

    client_id: str
    redirect_uri: str
    state: str
    nonce: str
    code_challenge: str


@dataclass
class _Once:
    """Values handed out under a random name, given back once."""

    _kept: dict[str, tuple[float, Any]] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def keep(self, value: Any) -> str:
        name, now = secrets.token_urlsafe(32), time.monotonic()
        with self._lock:
            self._kept = {key: (ends, held) for key, (ends, held) in self._kept.items() if ends > now}
            self._kept[name] = (now + LIFETIME, value)
        return name

    def look(self, name: str) -> Any:
        ends, value = self._kept.get(name, (0.0, None))
        return value if ends > time.monotonic() else None

    def take(self, name: str) -> Any:
        value = self.look(name)
        with self._lock:
            return value if self._kept.pop(name, None) else None


class Issuer:
    """One provider with one client. `client_public_key` proves who asks for tokens."""

    def __init__(self, client_id: str, client_public_key: ECKey) -> None:
        self.key = ECKey.generate_key("P-256", parameters={"use": "sig", "alg": "ES256"}, auto_kid=True)
        self._client_id = client_id
        self._client_key = client_public_key
        self._pushed = _Once()
        self._codes = _Once()
        self._assertions: dict[str, float] = {}

    def public_keys(self) -> dict[str, Any]:
        return {"keys": [self.key.as_dict(private=False)]}

    def push(self, form: Mapping[str, str], *, issuer: str, redirect_uri: str) -> str:
        """The `request_uri` that stands for a request made behind the browser's back."""
        self._check_client(form, issuer)
        return REQUEST_PREFIX + self._pushed.keep(asked_in(form, self._client_id, redirect_uri))

    def asked(self, query: Mapping[str, str], *, redirect_uri: str) -> Asked:
        """What the browser came with: a pushed request, or the whole of it in the address."""
        name = query.get("request_uri", "")
        if not name:
            return asked_in(query, self._client_id, redirect_uri)
        asked = self._pushed.look(name.removeprefix(REQUEST_PREFIX))
        if asked is None or query.get("client_id") != self._client_id:
            raise Denied("invalid_request", "This request for sign-in is too old, or was never made.")
        return asked  # type: ignore[no-any-return]

    def choose(self, query: Mapping[str, str], subject: str, *, redirect_uri: str) -> tuple[Asked, str]:
        """The code that stands for the person who was chosen. A pushed request is spent by it."""
        asked = self.asked(query, redirect_uri=redirect_uri)
        self._pushed.take(query.get("request_uri", "").removeprefix(REQUEST_PREFIX))
        return asked, self._codes.keep((asked, subject))

    def redeem(self, form: Mapping[str, str], *, issuer: str) -> dict[str, Any]:
        """The token answer for a code, once."""
        self._check_client(form, issuer)
        if form.get("grant_type") != "authorization_code":
            raise Denied("unsupported_grant_type", "Only authorization_code is given here.")
        kept = self._codes.take(form.get("code", ""))
        if kept is None:
            raise Denied("invalid_grant", "The code is unknown, spent or too old.")
        asked, subject = kept
        if form.get("redirect_uri") != asked.redirect_uri:
            raise Denied("invalid_grant", "The code was made for another address.")
        if create_s256_code_challenge(form.get("code_verifier", "")) != asked.code_challenge:
            raise Denied("invalid_grant", "The code verifier does not match the challenge.")
        return {
            "access_token": secrets.token_urlsafe(32),
            "token_type": "Bearer",
            "expires_in": LIFETIME,
            "scope": "openid",
            "id_token": self.id_token(asked, subject, issuer),
        }

    def id_token(self, asked: Asked, subject: str, issuer: str) -> str:
        now = int(time.time())
        claims = {"iss": issuer, "sub": subject, "aud": asked.client_id, "iat": now, "exp": now + LIFETIME}
        return jwt.encode({"alg": "ES256", "kid": self.key.kid}, {**claims, "nonce": asked.nonce}, self.key)

    def _check_client(self, form: Mapping[str, str], issuer: str) -> None:
        """A signed assertion, made for us, in force, never seen before (RFC 7523)."""
        if form.get("client_assertion_type") != ASSERTION_TYPE:
            raise Denied("invalid_client", "The client proves itself with private_key_jwt.")
        rules = jwt.JWTClaimsRegistry(
            leeway=_CLOCK_SKEW,
            iss={"essential": True, "value": self._client_id},
            sub={"essential": True, "value": self._client_id},
            aud={"essential": True, "value": issuer},
            exp={"essential": True},
            jti={"essential": True},
        )
        try:
            claims = jwt.decode(form.get("client_assertion", ""), self._client_key, algorithms=["ES256"]).claims
            rules.validate(claims)
        except (JoseError, ValueError) as fault:
            raise Denied("invalid_client", f"The client's assertion does not hold ({type(fault).__name__}).") from None
        self._spend(str(claims["jti"]), float(claims["exp"]))

    def _spend(self, assertion: str, expires: float) -> None:
        now = time.time() - _CLOCK_SKEW
        self._assertions = {name: ends for name, ends in self._assertions.items() if ends > now}
        if assertion in self._assertions:
            raise Denied("invalid_client", "The client's assertion was used before.")
        self._assertions[assertion] = expires


def asked_in(form: Mapping[str, str], client_id: str, redirect_uri: str) -> Asked:
    """The request in a form or an address. Refuses what a real provider would."""
    if form.get("client_id") != client_id or form.get("redirect_uri") != redirect_uri:
        raise Denied("unauthorized_client", "The client or the address to return to is unknown.")
    if form.get("response_type") != "code" or "openid" not in form.get("scope", "").split():
        raise Denied("invalid_request", "Only the code flow with the scope openid is spoken here.")
    if form.get("code_challenge_method") != "S256" or not form.get("code_challenge"):
        raise Denied("invalid_request", "A PKCE challenge of the kind S256 must be there.")
    if not form.get("state") or not form.get("nonce"):
        raise Denied("invalid_request", "State and nonce must be there.")
    return Asked(client_id, redirect_uri, form["state"], form["nonce"], form["code_challenge"])
