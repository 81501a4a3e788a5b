"""How does a template say a text of the catalogue, name a value, write a day, and point at a file?"""

from collections.abc import Mapping
from datetime import date

from django import template
from django.template.context import Context

from felles.web import dates, figures
from felles.web.assets import address_of
from felles.web.given import given
from felles.web.wording import FIRST_LANGUAGE, Language, is_language
from felles.web.wording import say as say_in

register = template.Library()


def _language(context: Context) -> Language:
    chosen = context.get("language")
    return chosen if is_language(chosen) else FIRST_LANGUAGE


@register.simple_tag(takes_context=True)
def say(context: Context, text: str, **values: object) -> str:
    """`{% say "public.heading" n=17 %}`"""
    return say_in(_language(context), text, **values)


@register.simple_tag(takes_context=True)
def name(context: Context, family: str, value: object) -> str:
    """`{% name "role" viewer.role %}`: the word for one value of a closed family, from `names.yaml`."""
    return say_in(_language(context), f"names.{family}_{value}")


@register.simple_tag(takes_context=True)
def day(context: Context, when: date, precision: str = "day") -> str:
    return dates.write_day(when, _language(context), precision)


@register.simple_tag(takes_context=True)
def number(context: Context, value: float) -> str:
    return figures.write_number(value, _language(context))


@register.simple_tag(takes_context=True)
def percent(context: Context, share: float) -> str:
    """A share from 0 to 1, in whole per cent."""
    return figures.write_percent(round(100 * share), _language(context))


@register.simple_tag
def asset(name: str) -> str:
    return address_of(name, given().node_modules)


@register.simple_tag
def named(identifier: str, names: Mapping[str, str]) -> str:
    """The name of a unit, or the unit as it was given."""
    return names.get(identifier, identifier)
