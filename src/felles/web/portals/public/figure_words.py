"""How is a published figure said on a page: its number, its unit, its year?"""

from felles.definitions import Figure, Unit
from felles.web.figures import NO_BREAK_SPACE, write_number
from felles.web.wording import Language, say


def write_figure(figure: Figure, unit: Unit, language: Language) -> str:
    """`7 %`, `77,4–77,6 %`, `kvinner 77,4 % og menn 77,6 %`, `2 × utgangspunktet`; empty when nothing is known."""
    if figure.by_sex:
        female, male = (_with_symbol(figure.by_sex[sex], unit, language) for sex in ("female", "male"))
        return say(language, "public.by_sex", female=female, male=male)
    if figure.times_baseline is not None:
        return say(language, "public.times_baseline", times=write_number(figure.times_baseline, language))
    if figure.value is None:
        return ""
    if figure.up_to is not None:
        return f"{write_number(figure.value, language)}–{_with_symbol(figure.up_to, unit, language)}"
    return _with_symbol(figure.value, unit, language)


def write_qualifier(figure: Figure, language: Language) -> str:
    """`under`, `omtrent`, `minst`: how exactly the source says it; empty where it says it plainly."""
    return say(language, f"names.qualifier_{figure.qualifier}") if figure.qualifier else ""


def _with_symbol(value: float, unit: Unit, language: Language) -> str:
    number = write_number(value, language)
    if not unit.symbol:
        return number
    return f"{number}{'' if language == 'en' and unit.symbol == '%' else NO_BREAK_SPACE}{unit.symbol}"


def write_period(period: str | None) -> str:
    """`2019–2023`, `2. tertial` stays `2017T2`: as the source gives it, with a dash that reads as one."""
    return (
        (period or "").replace("-", "–")
        if period and len(period) == len("2019-2023") and period[4] == "-"
        else period or ""
    )
