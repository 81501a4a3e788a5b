"""The pages for everyone: the 17 goals, one goal, and how the figures came about."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from felles.web.content import content
from felles.web.middleware import language_of
from felles.web.portals.public.goal_cards import areas_of_cards, shown_figure, shown_indicator


@require_safe
def goals(request: HttpRequest) -> HttpResponse:
    areas = areas_of_cards(content(), language_of(request))
    cards = [card for area in areas for card in area.cards]
    counts = {
        "goal_count": len(cards),
        "with_baseline": sum(bool(card.indicator.baseline.number) for card in cards),
        "with_target": sum(bool(card.indicator.target.number) for card in cards),
    }
    return render(request, "public/goals.html", {"areas": areas, **counts})


@require_safe
def goal(request: HttpRequest, number: int) -> HttpResponse:
    definitions, language = content(), language_of(request)
    try:
        chosen = definitions.goal(number)
    except KeyError:
        raise Http404 from None
    indicators = [shown_indicator(definitions, one, language) for one in definitions.indicators_of(chosen)]
    facts = [
        (
            fact.label.in_language(language),
            shown_figure(definitions, fact, fact.unit, language),
            definitions.units[fact.unit],
        )
        for fact in chosen.facts
    ]
    shown = [
        *(one.baseline for one in indicators),
        *(one.target for one in indicators),
        *(fact for _, fact, _ in facts),
    ]
    return render(
        request,
        "public/goal.html",
        {
            "number": number,
            "heading": chosen.heading.in_language(language),
            "title": chosen.title.in_language(language),
            "why": chosen.why.in_language(language),
            "area": definitions.areas[chosen.area].label.in_language(language),
            "indicators": indicators,
            "facts": [
                (label, figure, unit.label.in_language(language), bool(unit.symbol)) for label, figure, unit in facts
            ],
            "sources": list({figure.source.id: figure.source for figure in shown if figure.source}.values()),
            "previous": number - 1 if number > 1 else None,
            "next": number + 1 if number < len(definitions.goals) else None,
        },
    )


@require_safe
def method(request: HttpRequest) -> HttpResponse:
    return render(request, "public/method.html")
