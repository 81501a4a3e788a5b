"""Which identity provider do we trust, and as which client?"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import requests
from requests.adapters import BaseAdapter


class SignInFailed(Exception):
    """The provider or the browser came back with something that does not hold. One sentence for the log, no personal data."""


@dataclass(frozen=True, kw_only=True)
class Provider:
    """An OpenID Connect provider and us as its client.

    `private_key` is a JWK of ours (RSA or EC) whose public half the provider knows, for `private_key_jwt`.
    `transport` carries requests to a provider that runs in this process.
    """

    issuer: str
    client_id: str
    private_key: Mapping[str, Any]
    scope: str = "openid"
    transport: BaseAdapter | None = None


@dataclass(frozen=True)
class Metadata:
    """What the provider says of itself."""

    issuer: str
    authorization_endpoint: str
    token_endpoint: str
    jwks_uri: str
    pushed_authorization_request_endpoint: str | None
    token_endpoint_auth_methods_supported: tuple[str, ...]
    authorization_response_iss_parameter_supported: bool


_SECONDS_TO_ANSWER = 10


def metadata_of(provider: Provider) -> Metadata:
    """Read from the provider's own address; its issuer must be the one we trust, letter by letter."""
    told = fetch(provider, provider.issuer.rstrip("/") + "/.well-known/openid-configuration")
    if told.get("issuer") != provider.issuer:
        raise SignInFailed("The provider's metadata name another issuer than the one we trust.")
    try:
        return Metadata(
            issuer=told["issuer"],
            authorization_endpoint=told["authorization_endpoint"],
            token_endpoint=told["token_endpoint"],
            jwks_uri=told["jwks_uri"],
            pushed_authorization_request_endpoint=told.get("pushed_authorization_request_endpoint"),
            token_endpoint_auth_methods_supported=tuple(told.get("token_endpoint_auth_methods_supported", ())),
            authorization_response_iss_parameter_supported=bool(
                told.get("authorization_response_iss_parameter_supported", False)
            ),
        )
    except KeyError as missing:
        raise SignInFailed(f"The provider's metadata lack {missing}.") from None


def fetch(provider: Provider, address: str) -> dict[str, Any]:
    """A JSON document of the provider's."""
    with requests.Session() as session:
        if provider.transport:
            session.mount(provider.issuer, provider.transport)
        try:
            response = session.get(address, timeout=_SECONDS_TO_ANSWER)
            response.raise_for_status()
            document = response.json()
        except requests.RequestException as fault:
            raise SignInFailed(f"The identity provider did not answer as it should ({type(fault).__name__}).") from None
    if not isinstance(document, dict):
        raise SignInFailed("The identity provider answered with something that is not a JSON object.")
    return document
