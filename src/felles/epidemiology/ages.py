"""Into which five-year age group does an age fall, and what is the group called?"""

GROUP_YEARS = 5
LAST_GROUP = 17
AGE_GROUPS: tuple[str, ...] = (*(f"{first}-{first + 4}" for first in range(0, 85, GROUP_YEARS)), "85+")
"""The 18 groups of registries (CI5's layout): 0-4 to 80-84, and 85+. A group's number is its place here."""

UNKNOWN = "unknown"


def group_of(label: str) -> int | None:
    """The number of the group that a label names or lies within (85-89 and 90+ lie within 85+); None where it names none.

    Read are `0-4`, `0–4`, `00-04`, `85+`, `90+`, and a single year of age (`37`); a range that is wider than a group is none.
    """
    words = label.strip().replace("–", "-").replace(" ", "").removesuffix("years")
    first, _, last = words.removesuffix("+").partition("-")
    if not first.isdigit() or (last and not last.isdigit()):
        return None
    group = min(int(first) // GROUP_YEARS, LAST_GROUP)
    if words.endswith("+"):
        return group if group == LAST_GROUP else None
    end = min(int(last) // GROUP_YEARS, LAST_GROUP) if last else group
    return group if end == group else None
