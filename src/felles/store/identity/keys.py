"""Which keys does a home have for identities, and what if they are gone?"""

import hmac
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field

from felles.store import secret_files
from felles.store.home import Home
from felles.store.identity.lookup import digester
from felles.store.refused import Refused

_KEY_BYTES = 64
_MASTER, _LOOKUP = "identity_master", "identity_lookup"


class KeysLost(Refused):
    """The database holds people whose keys this home does not have."""


@dataclass(frozen=True, slots=True)
class Keys:
    """A home's keys: `master` wraps each person's own key (AES-256-SIV); `lookup` digests numbers and names.

    demo: only made-up people may be given an identity with these keys.
    """

    master: bytes = field(repr=False)
    lookup: bytes = field(repr=False)
    demo: bool = False

    @classmethod
    def of(cls, home: Home, *, people_there: bool) -> "Keys":
        """The keys of this home, made where it has none yet. Raises KeysLost where people are there without them."""
        missing = [name for name in (_MASTER, _LOOKUP) if not (home.keys / name).exists()]
        if missing and people_there:
            raise KeysLost(
                f"The key file {home.keys / missing[0]} is gone, but the database holds people sealed with it."
                " Restore the folder of keys from its backup. New keys would not open what is there, so none are made."
            )
        return cls(_kept(home, _MASTER), _kept(home, _LOOKUP), demo=home.demo)

    def digest(self, namespace: str, identifier: str) -> bytes:
        """The keyed digest (32 bytes) of an identifier within its namespace."""
        return self.digester(namespace)(identifier)

    def digester(self, namespace: str) -> Callable[[str], bytes]:
        """The same for many identifiers of one namespace, begun once."""
        return digester(self.lookup, namespace)

    def secret_for(self, purpose: str) -> bytes:
        """A secret of its own (32 bytes) for another part of Felles, the same at every start of this home."""
        return hmac.digest(self.lookup, f"secret for {purpose}".encode(), "sha256")

    @property
    def lookup_fingerprint(self) -> bytes:
        """Tells one lookup key from another and nothing more (16 bytes)."""
        return hmac.digest(self.lookup, b"fingerprint of the lookup key", "sha256")[:16]


def _kept(home: Home, name: str) -> bytes:
    path = home.keys / name
    key = secret_files.kept(path, lambda: secrets.token_bytes(_KEY_BYTES))
    if len(key) != _KEY_BYTES:
        raise KeysLost(f"The key file {path} has {len(key)} bytes instead of {_KEY_BYTES}. Restore it from its backup.")
    return key
