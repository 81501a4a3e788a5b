"""Is the content sound as a whole, beyond each file being well formed?"""

from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

from felles.definitions.content import Content
from felles.definitions.errors import ContentErrors, DefinitionError
from felles.definitions.goals import Area, Goal
from felles.definitions.loading import read_folder
from felles.definitions.pathways import Pathway
from felles.definitions.places import Findings
from felles.definitions.simulation.loading import read_simulation


def check(folder: Path) -> list[str]:
    """What is wrong with a content folder, a sentence each; nothing where all is well."""
    try:
        content, findings = read_folder(folder)
        if (folder / "simulation").is_dir():
            findings = read_simulation(folder)[1]
    except ContentErrors as errors:
        return [str(error) for error in errors.errors]
    found = [
        *unused_sources(content, findings),
        *numbers_missing_or_twice(content.goals.values(), 17, "goals"),
        *numbers_missing_or_twice(content.areas.values(), 5, "target areas"),
        *indicators_outside_their_goal(content),
        *figures_from_memory(content),
        *pathways_that_pass_memory_off(content),
        *touchpoints_that_pass_memory_off(content),
        *record_rules_twice(content),
        *quality_that_passes_memory_off(content),
    ]
    return [str(DefinitionError(f"{folder.name}/{error.file}", *error.args[1:5])) for error in found]


def unused_sources(content: Content, findings: Findings) -> Iterator[DefinitionError]:
    """Sources that nothing names."""
    named = {mention.id for mention in findings.mentions if mention.kind == "source"}
    for id in content.sources.keys() - named:
        yield DefinitionError("sources.yaml", id, "a source that no figure names", "only sources that are named")


def numbers_missing_or_twice(numbered: Iterable[Goal | Area], count: int, what: str) -> Iterator[DefinitionError]:
    """Numbers of the strategy that no definition has, or several."""
    seen = Counter(one.number for one in numbered)
    for number in range(1, count + 1):
        if seen[number] != 1:
            yield DefinitionError("goals", "number", f"{number} in {seen[number]} {what}", f"each of 1 to {count} once")


def indicators_outside_their_goal(content: Content) -> Iterator[DefinitionError]:
    """Indicators that say one goal and are listed by another, by none or by several."""
    for indicator in content.indicators.values():
        listed = [goal.id for goal in content.goals.values() if indicator.id in goal.indicators]
        if listed != [indicator.goal]:
            got = f'"{indicator.goal}", but it is listed by {", ".join(listed) or "no goal"}'
            yield DefinitionError(f"indicators/{indicator.id}.yaml", "goal", got, "the one goal that lists it")


def figures_from_memory(content: Content) -> Iterator[DefinitionError]:
    """Figures of goals, indicators and results that were only remembered."""
    remembered = {source.id for source in content.sources.values() if source.mark == "remembered"}
    allowed = "a source that was read, for the figure is shown as official"
    for indicator in content.indicators.values():
        for field, source in (
            ("baseline", indicator.baseline.source),
            ("target_2035", indicator.target_2035.source),
            *(("series", point.source) for point in indicator.series),
        ):
            if source in remembered:
                yield DefinitionError(f"indicators/{indicator.id}.yaml", field, f'"{source}"', allowed)
    for goal in content.goals.values():
        if any(fact.source in remembered for fact in goal.facts):
            yield DefinitionError(f"goals/{goal.id}.yaml", "facts", "a remembered source", allowed)
    if any(result.source in remembered for result in content.results):
        yield DefinitionError("pathways/results.yaml", "results", "a remembered source", allowed)


def pathways_that_pass_memory_off(content: Content) -> Iterator[DefinitionError]:
    """Pathways that call verified what was only remembered."""
    for pathway in content.pathways.values():
        for field, source in claimed_as_verified(pathway):
            if source is None or content.sources[source].mark == "remembered":
                file = f"pathways/{pathway.id}.yaml"
                got = f'verified, with the source "{source}"' if source else "verified, without a source"
                yield DefinitionError(file, field, got, "verified only with a source that was read")


def touchpoints_that_pass_memory_off(content: Content) -> Iterator[DefinitionError]:
    """Touchpoints that call verified what was only remembered."""
    for touchpoint in content.touchpoints.values():
        claims = [("source", touchpoint.verified, touchpoint.source)]
        claims += [(f"window.{day}", window.verified, window.source) for day, window in touchpoint.window]
        for field, verified, source in claims:
            if verified and content.sources[source].mark == "remembered":
                got = f'verified, with the source "{source}"'
                yield DefinitionError(
                    f"home_pathway/{touchpoint.id}.yaml", field, got, "verified only with a source that was read"
                )


def claimed_as_verified(pathway: Pathway) -> Iterator[tuple[str, str | None]]:
    """What a pathway says was verified, with its source."""
    if pathway.verified:
        yield "source", pathway.source
    if pathway.prefix.verified:
        yield "prefix", pathway.prefix.source
    for limit in pathway.limits:
        for day, value in limit.days:
            if value.verified:
                yield f"limits.{limit.step}.{day}", value.source


def record_rules_twice(content: Content) -> Iterator[DefinitionError]:
    """Rules of records that have one id in two checks, so that a report could not tell which hit."""
    homes: dict[str, str] = {}
    for check in content.registry_checks.values():
        for rule in check.rules:
            if homes.setdefault(rule.id, check.id) != check.id:
                got = f'"{rule.id}", which {homes[rule.id]} has as well'
                yield DefinitionError(f"quality/checks/{check.id}.yaml", "rules", got, "an id that no other check has")


def quality_that_passes_memory_off(content: Content) -> Iterator[DefinitionError]:
    """Checks, indicators and rules for multiple primaries that call verified what was only remembered."""
    claims = [
        *((f"checks/{one.id}", one.verified, one.source) for one in content.registry_checks.values()),
        *(
            (f"checks/{one.id}", one.verified if rule.verified is None else rule.verified, rule.source or one.source)
            for one in content.registry_checks.values()
            for rule in one.rules
        ),
        *((f"indicators/{one.id}", one.verified, one.source) for one in content.quality_indicators.values()),
        ("multiple_primaries", content.multiple_primaries.verified, content.multiple_primaries.source),
    ]
    for file, verified, source in claims:
        if verified and content.sources[source].mark == "remembered":
            got = f'verified, with the source "{source}"'
            yield DefinitionError(f"quality/{file}.yaml", "source", got, "verified only with a source that was read")
