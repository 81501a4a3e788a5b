"""How does a sentence of a command tell how many there are: one in the singular, thousands with their comma?"""


def number_of(number: int, one: str, many: str = "") -> str:
    """`1 person`, `2,300 persons`; `many` is given where the plural is more than an s."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"
