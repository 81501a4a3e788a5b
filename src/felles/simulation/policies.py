"""What is the simulated country like under a policy? The definitions with some figures and rules put in place of others.

A path names folder, file and field, such as exposures/tobacco.generation. What a policy writes is read as if it stood in the
file that it changes, so that it is refused for the same reasons, with file, line and field. A field with values by date gets
the new value from the policy's first day; a rule that has a start of its own gets the policy's; any other figure holds for the
whole run.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass, replace
from datetime import date
from fnmatch import fnmatchcase
from hashlib import blake2b
from pathlib import Path
from types import MappingProxyType
from typing import Any, get_args, get_origin, get_type_hints

from felles.definitions import nodes
from felles.definitions.dated import Dated
from felles.definitions.errors import ContentErrors, DefinitionError, did_you_mean
from felles.definitions.places import Findings, Place, refuse_unknown_mentions
from felles.definitions.records import Record, reader_of
from felles.definitions.simulation.figures import Ranged
from felles.definitions.simulation.kinds import SIMULATION_KINDS
from felles.definitions.simulation.loading import SimulationDefinitions
from felles.definitions.simulation.policies import Policy, PolicyExample, Written
from felles.store.refused import Refused

_FOLDER = "simulation/"


class UnknownPolicy(Refused):
    """A policy that nobody wrote: a sentence that says which there are."""


@dataclass(frozen=True)
class Field:
    """A place in the definitions: the kind and id of its record, then the names down to the field."""

    kind: str
    record: str
    steps: tuple[str, ...]


def find_policies(simulation: SimulationDefinitions, names: Sequence[str]) -> tuple[Policy, ...]:
    """The policies of these ids, or of these YAML files. Raises UnknownPolicy and ContentErrors."""
    known: Mapping[str, Policy] = simulation.records["policy"]
    found = []
    for name in names:
        if name.endswith((".yaml", ".yml")):
            found.append(read_policy(Path(name), simulation))
        elif name in known:
            found.append(known[name])
        else:
            hint = did_you_mean(name, known)
            raise UnknownPolicy(
                f'There is no policy "{name}". {hint or "There are: " + ", ".join(sorted(known)) + ","}'
                " or name a YAML file of your own."
            )
    return tuple(found)


def read_policy(path: Path, simulation: SimulationDefinitions) -> Policy:
    """A policy from a file outside the content folder. Raises ContentErrors and UnknownPolicy."""
    if not path.is_file():
        raise UnknownPolicy(f"{path} is not there. Name a policy of the content folder, or a YAML file.")
    findings = Findings()
    policy = Record(Policy).read(nodes.read_nodes(path, path.name), Place(path.name, findings))
    _raise_found(findings, simulation)
    made: Policy = policy
    return made


def apply(simulation: SimulationDefinitions, policies: Sequence[Policy], *, begins: int) -> SimulationDefinitions:
    """The definitions under the policies, in their order. Raises ContentErrors: file, field, what was got and is allowed."""
    changed: dict[Field, str] = {}
    seen: set[str] = set()
    for policy in policies:
        name = _file_of(policy)
        if policy.id in seen:
            raise _error(name, "id", f'"{policy.id}" twice', "each policy once")
        seen.add(policy.id)
        if policy.starts < begins:
            got = f"{policy.starts}, before the population starts in {begins}"
            raise _error(name, "starts", got, f"a year from {begins} on")
        for change in policy.changes:
            written: Written = change.value
            field = _find(simulation, change.path, written.place(Findings()), written.node.line)
            if field in changed:
                got = f"{change.path}, which {changed[field]} changes too"
                raise _error(name, written.field, got, "one policy for each figure", line=written.node.line)
            changed[field] = policy.id
            simulation = _change(simulation, field, written, policy)
    said = "".join(sorted(f"{policy.id}{policy.starts}{policy.changes!r}" for policy in policies))
    digest = blake2b((simulation.digest + said).encode(), digest_size=8).hexdigest()
    return replace(simulation, digest=digest) if said else simulation


def figure_at(simulation: SimulationDefinitions, path: str) -> float:
    """The figure at a path: a number, or the value of a figure with a range. Raises ContentErrors."""
    place = Place("the path", Findings(), path)
    found = _value(simulation, _find(simulation, path, place, None))
    return float(found.value if isinstance(found, Ranged) else found)


def ranged_at(simulation: SimulationDefinitions, path: str) -> Ranged:
    """The figure at a path with its range. Raises ContentErrors where there is no such figure, or one without a range."""
    place = Place("the path", Findings(), path)
    found = _value(simulation, _find(simulation, path, place, None))
    if isinstance(found, Ranged):
        return found
    raise _error(
        place.file,
        place.path,
        "a field that is no figure with a range",
        "the path of a figure with value, low and high",
    )


def wrong_examples(simulation: SimulationDefinitions, policy: Policy) -> list[PolicyExample]:
    """The examples of a policy that do not hold once it is applied."""
    under = apply(simulation, [policy], begins=policy.starts)
    return [example for example in policy.examples if figure_at(under, example.path) != example.expect]


def _find(simulation: SimulationDefinitions, path: str, place: Place, line: int | None) -> Field:
    """The field that a path names. Raises ContentErrors with the nearest name that there is."""
    file, _, rest = path.partition(".")
    steps = tuple(rest.split("."))
    for kind in SIMULATION_KINDS:
        if kind.name in simulation.records and fnmatchcase(f"{_FOLDER}{file}.yaml", kind.files):
            record = kind.name if kind.form == "whole" else file.rpartition("/")[2]
            if kind.form == "listed":
                record, steps = steps[0], steps[1:]
            if record in simulation.records[kind.name]:
                field = Field(kind.name, record, steps)
                _refuse_unknown(simulation, field, path, place, line)
                return field
    hint = did_you_mean(file, _files(simulation))
    raise _error(
        place.file, place.path, f'the path "{path}"', "a file of content/simulation and its field", line=line, hint=hint
    )


def _refuse_unknown(simulation: SimulationDefinitions, field: Field, path: str, place: Place, line: int | None) -> None:
    at: Any = simulation.records[field.kind][field.record]
    for number, step in enumerate(field.steps):
        names = _names(at)
        if step not in names:
            allowed = f"a field that there is: {', '.join(names)}" if names else "a path that ends one step earlier"
            got = f'the path "{path}", where "{step}" is unknown'
            raise _error(place.file, place.path, got, allowed, line=line, hint=did_you_mean(step, names))
        if number < len(field.steps) - 1:
            at = _inside(at, step)


def _change(simulation: SimulationDefinitions, field: Field, written: Written, policy: Policy) -> SimulationDefinitions:
    records = simulation.records[field.kind]
    changed = _put(records[field.record], field.steps, None, written, policy, simulation)
    under = MappingProxyType({**records, field.record: changed})
    return replace(simulation, records=MappingProxyType({**simulation.records, field.kind: under}))


def _put(
    at: Any, steps: tuple[str, ...], hint: Any, written: Written, policy: Policy, simulation: SimulationDefinitions
) -> Any:
    """What stands at a place, with the written value at the end of the steps. hint: the annotation of the place."""
    if not steps:
        return _read(at, hint, written, policy, simulation)
    if is_dataclass(at):
        inner = get_type_hints(type(at), include_extras=True)[steps[0]]
        value = _put(getattr(at, steps[0]), steps[1:], inner, written, policy, simulation)
        made: Any = replace(at, **{steps[0]: value})  # type: ignore[type-var]
        _refuse_contradictions(made, written)
        return made
    inner = get_args(_plain(hint))[1]
    return MappingProxyType({**at, steps[0]: _put(at[steps[0]], steps[1:], inner, written, policy, simulation)})


def _read(at: Any, hint: Any, written: Written, policy: Policy, simulation: SimulationDefinitions) -> Any:
    findings = Findings()
    place = written.place(findings)
    dated = isinstance(at, Dated)
    reader: Any = reader_of(get_args(_plain(hint))[0] if dated else hint)
    if isinstance(reader, Record) and any(field.name == "starts" for field in fields(reader.kind)):
        value = reader.read(written.node, place, {"starts": policy.starts})
    else:
        value = reader.read(written.node, place)
    _raise_found(findings, simulation)
    if dated:
        begins = date(policy.starts, 1, 1)
        return Dated((*(entry for entry in at.entries if entry[0] < begins), (begins, value)))
    return value


def _refuse_contradictions(record: Any, written: Written) -> None:
    for problem in record.problems() if hasattr(record, "problems") else ():
        raise _error(written.file, problem.field, problem.got, problem.allowed, line=written.node.line)


def _raise_found(findings: Findings, simulation: SimulationDefinitions) -> None:
    known = simulation.content.ids() | {kind: set(found) for kind, found in simulation.records.items()}
    refuse_unknown_mentions(findings, known)
    if findings.errors:
        raise ContentErrors(findings.errors)


def _value(simulation: SimulationDefinitions, field: Field) -> Any:
    at: Any = simulation.records[field.kind][field.record]
    for step in field.steps:
        at = _inside(at, step)
    return at


def _inside(at: Any, step: str) -> Any:
    return at[step] if isinstance(at, Mapping) else getattr(at, step)


def _names(at: Any) -> list[str]:
    if isinstance(at, Mapping):
        return list(at)
    return [field.name for field in fields(at)] if is_dataclass(at) else []


def _plain(hint: Any) -> Any:
    """An annotation without its reader and its sentence, and without the None that it may allow."""
    while hasattr(hint, "__metadata__"):
        hint = get_args(hint)[0]
    if get_origin(hint) is None or not get_args(hint):
        return hint
    return (
        next((each for each in get_args(hint) if each is not type(None)), hint)
        if type(None) in get_args(hint)
        else hint
    )


def _files(simulation: SimulationDefinitions) -> list[str]:
    found = []
    for kind in SIMULATION_KINDS:
        stem = kind.files.removeprefix(_FOLDER).removesuffix(".yaml")
        records = simulation.records.get(kind.name, {})
        found += [stem] if "*" not in stem else [stem.replace("*", record) for record in records]
    return found


def _file_of(policy: Policy) -> str:
    written: Written = policy.changes[0].value
    return written.file


def _error(
    file: str, field: str, got: str, allowed: str, *, line: int | None = None, hint: str | None = None
) -> ContentErrors:
    return ContentErrors([DefinitionError(file, field, got, allowed, hint, line=line)])
