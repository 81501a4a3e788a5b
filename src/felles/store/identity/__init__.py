"""Who is who: national numbers, keys, and what a person is called, sealed with a key of each person's own."""

from felles.store.identity.keys import Keys, KeysLost
from felles.store.identity.national_numbers import (
    Kind,
    RealNumberRefused,
    is_national,
    is_real,
    kind_of,
    normalise,
    refuse_real,
    synthetic_number,
)
from felles.store.identity.people import anybody, erase, find_person, identifiers_of, namespace_of, people_for
from felles.store.identity.profiles import Profile, find_by_name, name_of, profile_of, profiles_of, set_profile
from felles.store.identity.sealing import Erased, SealBroken, Sealer

__all__ = [
    "Erased",
    "Keys",
    "KeysLost",
    "Kind",
    "Profile",
    "RealNumberRefused",
    "SealBroken",
    "Sealer",
    "anybody",
    "erase",
    "find_by_name",
    "find_person",
    "identifiers_of",
    "is_national",
    "is_real",
    "kind_of",
    "name_of",
    "namespace_of",
    "normalise",
    "people_for",
    "profile_of",
    "profiles_of",
    "refuse_real",
    "set_profile",
    "synthetic_number",
]
