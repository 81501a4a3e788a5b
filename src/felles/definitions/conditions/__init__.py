"""The one condition language: who meets a criterion at a date, said once for one person and for a country.

condition = parse(raw, "content/eligibility/lung.yaml, criteria[1]")
evaluate(condition, events, at)      one person, with reasons
compile(condition, table, at)        many persons, as an Ibis expression
explain(condition, "nb")             in words
"""

from felles.definitions.conditions.compiling import compile, compile_many
from felles.definitions.conditions.errors import ConditionError
from felles.definitions.conditions.evaluating import evaluate
from felles.definitions.conditions.explaining import Labels, explain, explain_reason
from felles.definitions.conditions.facts import FACTS, types_read
from felles.definitions.conditions.parsing import parse
from felles.definitions.conditions.terms import Condition
from felles.definitions.conditions.verdicts import Reason, Value, Verdict

__all__ = [
    "FACTS",
    "Condition",
    "ConditionError",
    "Labels",
    "Reason",
    "Value",
    "Verdict",
    "compile",
    "compile_many",
    "evaluate",
    "explain",
    "explain_reason",
    "parse",
    "types_read",
]
