"""How is a number with its unit written in the reader's language?"""

from felles.web.wording import Language

NO_BREAK_SPACE = "\u00a0"


def write_number(number: float, language: Language) -> str:
    """`16,2`, `325 000`, `-4`: at most three decimals, none that say nothing."""
    text = f"{number:,.3f}".rstrip("0").rstrip(".")
    if language != "en":
        text = text.replace(",", NO_BREAK_SPACE).replace(".", ",")
    return text.replace("-", "−")


def write_percent(number: float, language: Language) -> str:
    sign = "%" if language == "en" else f"{NO_BREAK_SPACE}%"
    return write_number(number, language) + sign


def write_share(share: float, language: Language) -> str:
    """A share from 0 to 1 in per cent with one decimal, `86,0 %`."""
    return f"{write_fixed(100 * share, language)}{'%' if language == 'en' else f'{NO_BREAK_SPACE}%'}"


def write_fixed(number: float, language: Language, decimals: int = 1) -> str:
    """`16,0`, `1 325,4`: with as many decimals, also those that say nothing, so that a column can be compared."""
    text = f"{number:,.{decimals}f}"
    if language != "en":
        text = text.replace(",", NO_BREAK_SPACE).replace(".", ",")
    return text.replace("-", "−")
