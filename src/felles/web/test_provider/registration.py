"""How do the site and the demo's provider know each other? They share a process, and keys made at its start."""

from functools import lru_cache
from urllib.parse import urljoin

from joserfc.jwk import ECKey

from felles.web.accounts.provider import Provider
from felles.web.test_provider.in_process import InProcess

PLACE = "test-innlogging"
CLIENT_ID = "felles"


@lru_cache(maxsize=1)
def client_key() -> ECKey:
    """The site's own key; the provider knows its public half."""
    return ECKey.generate_key("P-256", parameters={"use": "sig"}, auto_kid=True)


@lru_cache(maxsize=8)
def demo_provider(site: str) -> Provider:
    """The provider as it is reached at a site's address, `http://127.0.0.1:8000/`."""
    return Provider(
        issuer=urljoin(site, PLACE),
        client_id=CLIENT_ID,
        private_key=client_key().as_dict(private=True),
        transport=InProcess(),
    )
