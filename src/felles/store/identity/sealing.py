"""How is what identifies a person sealed, so that destroying one key erases it?

Each person has a key of their own, kept wrapped by the home's master key. Text is sealed with AES-SIV (RFC 5297):
within one person equal text gives equal sealed text, so that what is imported twice can be compared. Identifiers, which
are compared by digest, take AES-GCM, which is three times as fast to begin.
"""

import binascii
import os
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Iterable
from dataclasses import dataclass, field
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM, AESSIV
from psycopg import Connection

from felles.store.identity.keys import Keys
from felles.store.refused import Refused

_TEXT_BYTES, _IDENTIFIER_BYTES, _NONCE_BYTES = 64, 32, 12
PERSON_KEY_BYTES = _TEXT_BYTES + _IDENTIFIER_BYTES
_MARK = "sealed:"


class SealBroken(Refused):
    """What was sealed does not open: it was changed, or sealed with another key."""

    def __init__(self) -> None:
        super().__init__(
            "Something sealed in the database does not open with the keys of this home: it was changed,"
            " or the keys belong to another database. Restore database and keys from the same backup."
        )


class Erased(Refused):
    """Nothing new can be sealed for a person who was erased."""

    def __init__(self) -> None:
        super().__init__("This person's identity was erased by law; nothing that needs it can be written any more.")


@dataclass(frozen=True, slots=True)
class PersonKey:
    """One person's key: AES-256-SIV for text, AES-256-GCM for identifiers."""

    secret: bytes = field(repr=False)

    def seal(self, plain: bytes, context: bytes) -> bytes:
        """Sealed bytes, 16 longer; equal for equal bytes in equal context."""
        return AESSIV(self.secret[:_TEXT_BYTES]).encrypt(plain, [context])

    def unseal(self, sealed: bytes, context: bytes) -> bytes:
        """What was sealed in that context. Raises SealBroken."""
        try:
            return AESSIV(self.secret[:_TEXT_BYTES]).decrypt(sealed, [context])
        except (InvalidTag, ValueError) as error:
            raise SealBroken from error

    def seal_identifier(self, identifier: str, namespace: str) -> bytes:
        """Sealed bytes, 28 longer; never the same twice."""
        nonce = os.urandom(_NONCE_BYTES)
        return nonce + AESGCM(self.secret[_TEXT_BYTES:]).encrypt(nonce, identifier.encode(), namespace.encode())

    def unseal_identifier(self, sealed: bytes, namespace: str) -> str:
        """The identifier that was sealed in that namespace. Raises SealBroken."""
        try:
            cipher = AESGCM(self.secret[_TEXT_BYTES:])
            return cipher.decrypt(sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:], namespace.encode()).decode()
        except (InvalidTag, ValueError) as error:
            raise SealBroken from error


class Wrapping:
    """Wraps persons' keys with the master key; each opens for its own person (the 16 bytes of the id) only."""

    def __init__(self, keys: Keys) -> None:
        self._cipher = AESSIV(keys.master)

    def wrap(self, person: bytes, key: PersonKey) -> bytes:
        """The key as the database keeps it."""
        return self._cipher.encrypt(key.secret, [b"person key", person])

    def unwrap(self, person: bytes, wrapped: bytes) -> PersonKey:
        """The key of this person. Raises SealBroken."""
        try:
            return PersonKey(self._cipher.decrypt(wrapped, [b"person key", person]))
        except (InvalidTag, ValueError) as error:
            raise SealBroken from error


def new_person_keys(count: int) -> list[PersonKey]:
    """Keys for so many new persons."""
    secrets = os.urandom(PERSON_KEY_BYTES * count)
    return [PersonKey(secrets[start : start + PERSON_KEY_BYTES]) for start in range(0, len(secrets), PERSON_KEY_BYTES)]


class Sealer:
    """Seals and unseals the texts of persons; each person's key is fetched once, best for many by `fetch`."""

    def __init__(self, connection: Connection, keys: Keys) -> None:
        self._connection, self._wrapping = connection, Wrapping(keys)
        self._fetched: dict[UUID, PersonKey | None] = {}

    def fetch(self, people: Iterable[UUID]) -> None:
        """Fetch the keys of these persons in one statement."""
        wanted = [person for person in set(people) if person not in self._fetched]
        if not wanted:
            return
        rows = self._connection.execute(
            "select person, sealed_key from identity.person where person = any(%s)", (wanted,), binary=True
        ).fetchall()
        self._fetched |= {
            person: None if wrapped is None else self._wrapping.unwrap(person.bytes, wrapped)
            for person, wrapped in rows
        }

    def key_of(self, person: UUID) -> PersonKey | None:
        """The person's key; None after erasure. Raises ValueError for a person who is not there or may not be seen."""
        self.fetch([person])
        if person not in self._fetched:
            raise ValueError("There is no such person in identity.person, or this role may not see them.")
        return self._fetched[person]

    def seal(self, person: UUID, text: str) -> str:
        """The text as the database may hold it, printable. Raises Erased where the person's key was destroyed."""
        key = self.key_of(person)
        if key is None:
            raise Erased
        return _MARK + urlsafe_b64encode(key.seal(text.encode(), b"text")).decode()

    def unseal(self, person: UUID, text: str) -> str | None:
        """What was sealed; None where the person's key was destroyed. Raises SealBroken."""
        key = self.key_of(person)
        if key is None:
            return None
        if not text.startswith(_MARK):
            raise SealBroken
        try:
            sealed = urlsafe_b64decode(text.removeprefix(_MARK))
        except (binascii.Error, ValueError) as error:
            raise SealBroken from error
        return key.unseal(sealed, b"text").decode()
