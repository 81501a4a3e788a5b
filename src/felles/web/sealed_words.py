"""How does a search stand in an address, so that going back works, and no name or number is in a history or a log?"""

import base64
import hashlib

from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings

from felles.web.settings import HOURS_SIGNED_IN


def _seal() -> Fernet:
    key = hashlib.sha256(b"felles.web.sealed_words" + str(settings.SECRET_KEY).encode()).digest()
    return Fernet(base64.urlsafe_b64encode(key))


def seal(words: str) -> str:
    return _seal().encrypt(words.encode()).decode()


def unseal(sealed: str) -> str:
    """The words; empty when the address was not made here, or on another day."""
    try:
        return _seal().decrypt(sealed.encode(), ttl=HOURS_SIGNED_IN * 3600).decode()
    except InvalidToken:
        return ""
