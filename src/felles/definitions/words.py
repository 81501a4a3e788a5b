"""Which shapes do ids, periods and addresses have?"""

from typing import Annotated, TypeAlias

from felles.definitions.readers import Shaped

Id: TypeAlias = Annotated[str, Shaped(r"[a-z0-9][a-z0-9_.]*", 'an id of small letters, digits, "_" and "."')]
Url: TypeAlias = Annotated[str, Shaped(r"https?://\S+", "an address that begins with https:// or http://")]
Period: TypeAlias = Annotated[
    str,
    Shaped(
        r"\d{4}(-\d{2}(-\d{2})?|-\d{4}|[TH][1-3])?",
        'a year or period in quotes, such as "2024", "2019-2023", "2017T1" (a tertial), "2023H1" or "2021-05-01"',
    ),
]
Icd10: TypeAlias = Annotated[
    str,
    Shaped(r"[A-Z]\d[0-9A-Z](\.\d)?(-[A-Z]\d\d)?", 'a code of ICD-10 in quotes, such as "C50", or a range "C00-C14"'),
]
