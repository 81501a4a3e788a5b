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
