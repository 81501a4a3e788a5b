"""How is a person found by a number or a name that the database holds only sealed? By a keyed digest of it."""

import unicodedata
from collections.abc import Callable
from hashlib import blake2b


def digester(key: bytes, namespace: str) -> Callable[[str], bytes]:
    """A function from an identifier to its digest (keyed BLAKE2b, RFC 7693, 32 bytes) within this namespace."""
    begun = blake2b(f"{len(namespace)}:{namespace}:".encode(), key=key, digest_size=32)

    def digest(identifier: str) -> bytes:
        one = begun.copy()
        one.update(identifier.encode())
        return one.digest()

    return digest


def normal_name(name: str) -> str:
    """A name as it is compared: one spelling of each letter, no capitals, single spaces, given name first.

    "NORDMANN,  Kari" and "Kari Nordmann" are the same name; "Kari" and "Kåri" are not.
    """
    family, comma, given = name.partition(",")
    ordered = f"{given} {family}" if comma else name
    composed = unicodedata.normalize("NFC", ordered)
    return " ".join(unicodedata.normalize("NFC", composed.casefold()).split())


def searched_names(given: str, family: str) -> set[str]:
    """The normal names by which somebody is found: with all given names, and with the first one alone."""
    first, *_ = given.split() or [""]
    return {normal_name(f"{names} {family}") for names in (given, first)} - {""}
