"""What does a reader see of a goal at a glance: where it began, where it should be, and how it has moved?"""

from collections.abc import Sequence
from dataclasses import dataclass

from felles.definitions import Area, Content, Figure, Goal, Indicator, Source
from felles.web.components.sparkline import Sparkline, draw_sparkline
from felles.web.portals.public.figure_words import write_figure, write_period, write_qualifier
from felles.web.wording import Language


@dataclass(frozen=True, kw_only=True)
class ShownFigure:
    """A figure in words. `number` is empty where nothing published was found."""

    qualifier: str
    number: str
    period: str
    in_strategy: bool
    source: Source | None
    assumption: str
    note: str


@dataclass(frozen=True, kw_only=True)
class ShownIndicator:
    label: str
    short: str
    unit: str
    unit_is_told: bool  # whether the number itself carries its unit
    numerator: str
    denominator: str
    direction: str
    kept_by: str
    from_log: str
    baseline: ShownFigure
    target: ShownFigure
    trend: Sparkline | None


@dataclass(frozen=True, kw_only=True)
class GoalCard:
    number: int
    heading: str
    indicator: ShownIndicator


@dataclass(frozen=True, kw_only=True)
class AreaOfCards:
    number: int
    label: str
    about: str
    cards: Sequence[GoalCard]


def areas_of_cards(content: Content, language: Language) -> list[AreaOfCards]:
    return [_area(content, area, language) for area in content.areas.values()]


def _area(content: Content, area: Area, language: Language) -> AreaOfCards:
    return AreaOfCards(
        number=area.number,
        label=area.label.in_language(language),
        about=area.about.in_language(language),
        cards=[card_of(content, goal, language) for goal in content.goals_of(area)],
    )


def card_of(content: Content, goal: Goal, language: Language) -> GoalCard:
    return GoalCard(
        number=goal.number,
        heading=goal.heading.in_language(language),
        indicator=shown_indicator(content, content.indicators[goal.lead_indicator], language),
    )


def shown_indicator(content: Content, indicator: Indicator, language: Language) -> ShownIndicator:
    unit = content.units[indicator.unit]
    label = indicator.label.in_language(language)
    return ShownIndicator(
        label=label,
        short=indicator.short.in_language(language) if indicator.short else label,
        unit=unit.label.in_language(language),
        unit_is_told=bool(unit.symbol),
        numerator=indicator.numerator,
        denominator=indicator.denominator or "",
        direction=indicator.direction,
        kept_by=indicator.kept_by,
        from_log=indicator.computable_from_log,
        baseline=shown_figure(content, indicator.baseline, indicator.unit, language),
        target=shown_figure(content, indicator.target_2035, indicator.unit, language),
        trend=draw_sparkline(indicator.series, indicator.target_2035.value),
    )


def shown_figure(content: Content, figure: Figure, unit: str, language: Language) -> ShownFigure:
    return ShownFigure(
        qualifier=write_qualifier(figure, language),
        number=write_figure(figure, content.units[unit], language),
        period=write_period(figure.period),
        in_strategy=figure.stated_in_strategy,
        source=content.sources[figure.source] if figure.source else None,
        assumption=figure.assumption or "",
        note=figure.note or "",
    )
