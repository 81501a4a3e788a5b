"""How does somebody sign in: out to the provider with a fresh secret, and back with a token that holds?

Authorization code with PKCE (S256), state and nonce. Where the provider's metadata offer it, the request is pushed
behind the browser's back (PAR, RFC 9126) and we prove who we are with a signed assertion (private_key_jwt, RFC 7523).
"""

import secrets
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, cast
from urllib.parse import parse_qsl, urlencode, urlsplit

import requests
from authlib.integrations.base_client import OAuthError
from authlib.integrations.requests_client import OAuth2Session
from authlib.oauth2.rfc7523 import PrivateKeyJWT
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import ECKey, JWKRegistry, KeySet, RSAKey

from felles.web.accounts.provider import Metadata, Provider, SignInFailed, fetch, metadata_of

_ALGORITHMS = ["RS256", "PS256", "ES256"]
_LEEWAY = 10  # seconds that two clocks may differ
_SECONDS_TO_ANSWER = 10


@dataclass(frozen=True)
class Attempt:
    """What we must remember between going out and coming back. Kept in the session, used once."""

    state: str
    nonce: str
    verifier: str
    redirect_uri: str
    came_for: str

    def to_session(self) -> dict[str, str]:
        return asdict(self)


def set_out(provider: Provider, *, redirect_uri: str, came_for: str) -> tuple[str, Attempt]:
    """The address to send the browser to, and what to remember."""
    metadata = metadata_of(provider)
    attempt = Attempt(
        state=secrets.token_urlsafe(32),
        nonce=secrets.token_urlsafe(32),
        verifier=secrets.token_urlsafe(64),
        redirect_uri=redirect_uri,
        came_for=came_for,
    )
    with _client(provider, metadata, redirect_uri) as client:
        address, _ = client.create_authorization_url(
            metadata.authorization_endpoint, state=attempt.state, nonce=attempt.nonce, code_verifier=attempt.verifier
        )
        if metadata.pushed_authorization_request_endpoint:
            address = _pushed(client, provider, metadata, address)
    return address, attempt


def come_back(provider: Provider, attempt: Attempt, answer: Mapping[str, str]) -> str:
    """The subject who signed in, from the parameters that the browser brought back. Raises SignInFailed."""
    metadata = metadata_of(provider)
    _check_answer(metadata, attempt, answer)
    with _client(provider, metadata, attempt.redirect_uri) as client:
        try:
            token = client.fetch_token(
                metadata.token_endpoint,
                grant_type="authorization_code",
                code=answer["code"],
                code_verifier=attempt.verifier,
                redirect_uri=attempt.redirect_uri,
                timeout=_SECONDS_TO_ANSWER,
            )
        except (OAuthError, requests.RequestException) as fault:
            raise SignInFailed(f"The provider gave no token for the code ({type(fault).__name__}).") from None
    return subject_of(str(token.get("id_token", "")), provider, metadata, nonce=attempt.nonce)


def subject_of(id_token: str, provider: Provider, metadata: Metadata, *, nonce: str) -> str:
    """The subject of an ID token that the provider signed for us, now, for this attempt."""
    keys = KeySet.import_key_set(cast(Any, fetch(provider, metadata.jwks_uri)))
    rules = jwt.JWTClaimsRegistry(
        leeway=_LEEWAY,
        iss={"essential": True, "value": provider.issuer},
        aud={"essential": True, "value": provider.client_id},
        sub={"essential": True},
        exp={"essential": True},
        iat={"essential": True},
        nonce={"essential": True, "value": nonce},
    )
    try:
        claims = jwt.decode(id_token, keys, algorithms=_ALGORITHMS).claims
        rules.validate(claims)
    except (JoseError, ValueError) as fault:
        raise SignInFailed(f"The ID token does not hold ({type(fault).__name__}).") from None
    return str(claims["sub"])


def _check_answer(metadata: Metadata, attempt: Attempt, answer: Mapping[str, str]) -> None:
    if not secrets.compare_digest(answer.get("state", "").encode(), attempt.state.encode()):
        raise SignInFailed("The answer belongs to another attempt to sign in.")
    if metadata.authorization_response_iss_parameter_supported and answer.get("iss") != metadata.issuer:
        raise SignInFailed("The answer comes from another provider.")
    if "error" in answer:
        raise SignInFailed("The provider answered that nobody was signed in.")
    if "code" not in answer:
        raise SignInFailed("The answer carries no code.")


def _client(provider: Provider, metadata: Metadata, redirect_uri: str) -> OAuth2Session:
    signs = "private_key_jwt" in metadata.token_endpoint_auth_methods_supported
    key = JWKRegistry.import_key(cast(Any, dict(provider.private_key)))
    client = OAuth2Session(
        provider.client_id,
        key if signs else None,
        token_endpoint_auth_method="private_key_jwt" if signs else "none",
        scope=provider.scope,
        redirect_uri=redirect_uri,
        code_challenge_method="S256",
    )
    if provider.transport:
        client.mount(provider.issuer, provider.transport)
    if signs:
        # The audience is the issuer, as ID-porten and HelseID ask for, not the address of the endpoint.
        client.register_client_auth_method(
            PrivateKeyJWT(metadata.issuer, headers={"kid": key.kid or key.thumbprint()}, alg=_algorithm_of(key))
        )
    return client


def _algorithm_of(key: object) -> str:
    if isinstance(key, ECKey):
        return "ES256"
    if isinstance(key, RSAKey):
        return "PS256"
    raise SignInFailed("Our key for the identity provider must be an RSA or an EC key.")


def _pushed(client: OAuth2Session, provider: Provider, metadata: Metadata, address: str) -> str:
    """The short address that stands for the whole request, handed over directly."""
    parameters = dict(parse_qsl(urlsplit(address).query))
    response = client.post(
        metadata.pushed_authorization_request_endpoint,
        data=parameters,
        auth=client.client_auth(client.token_endpoint_auth_method),
        withhold_token=True,
        timeout=_SECONDS_TO_ANSWER,
    )
    if response.status_code != requests.codes.created:
        raise SignInFailed(f"The provider did not take the pushed request (status {response.status_code}).")
    reference = {"client_id": provider.client_id, "request_uri": response.json()["request_uri"]}
    return f"{metadata.authorization_endpoint}?{urlencode(reference)}"
