"""What do the options of `felles survival` ask, and which statistic answers it?"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from felles.cli.case_sources import names_in
from felles.cli.choices import no_such

if TYPE_CHECKING:
    from felles.cli.patient_sources import PatientSource
    from felles.epidemiology.answers import Answer
    from felles.epidemiology.surviving.comparing import Test

_OTHERS = ("cumulative-incidence", "crude-probability")
_CURVE = 100
"""Times at which a figure is drawn."""


@dataclass(frozen=True, kw_only=True)
class SurvivalQuestion:
    """The options as the command has them; by: names as the user knows them; weights: shares by age group, or None."""

    by: Sequence[str]
    at: Sequence[float]
    method: str
    approach: str
    period: tuple[int, int] | None
    newest: tuple[int, int] | None
    weights: Any
    standardise: str
    given: float
    limits: str
    precision: int
    mortality: str | None

    def answer(self, source: "PatientSource") -> "Answer":
        """Survival, or one of the probabilities of dying. Raises Refused, BadTable."""
        from felles.epidemiology import crude_probability, cumulative_incidence, survival
        from felles.store import Refused

        if self.method not in _OTHERS:
            return survival(  # type: ignore[no-any-return]
                source.patients,
                method=self.method,
                at=self.at,
                lifetable=self._life_table(source),
                weights=self.weights,
                standardise=self.standardise,
                given=self.given,
                limits_on=self.limits,
                precision=self.precision,
                **self._followed(source, self.by),
            )
        if self.weights or self.given:
            raise Refused(f"--weights and --given go with survival; {self.method} is a probability of dying.")
        chosen = {"at": self.at, **self._followed(source, self.by)}
        if self.method == "crude-probability":
            return crude_probability(source.patients, lifetable=self._life_table(source), **chosen)  # type: ignore[no-any-return]
        return cumulative_incidence(source.patients, **chosen)  # type: ignore[no-any-return]

    def whole_curve(self, source: "PatientSource") -> "Answer":
        """The same at enough times for a figure."""
        last = max(self.at)
        return replace(self, at=[round(last * part / _CURVE, 4) for part in range(1, _CURVE + 1)]).answer(source)

    def compared(self, source: "PatientSource", column: str) -> "Test":
        """Whether net survival differs between the values of a column, within those of --by."""
        from felles.epidemiology import net_survival_test

        return net_survival_test(  # type: ignore[no-any-return]
            source.patients,
            lifetable=self._life_table(source),
            between=source.names([column])[0],
            strata=source.names([each for each in self.by if each != column]),
            until=max(self.at),
            **self._followed(source),
        )

    def avoidable(self, source: "PatientSource", column: str, reference: str) -> "Answer":
        """How many deaths of each value of a column would be avoided with the reference's net survival."""
        from felles.epidemiology import avoidable_deaths

        return avoidable_deaths(  # type: ignore[no-any-return]
            source.patients,
            lifetable=self._life_table(source),
            between=source.names([column])[0],
            at=max(self.at),
            reference=reference,
            **self._followed(source, [each for each in self.by if each != column]),
        )

    def _followed(self, source: "PatientSource", by: Sequence[str] | None = None) -> dict[str, Any]:
        """Whose follow-up counts, and what it is split by."""
        chosen: dict[str, Any] = {"approach": self.approach, "period": self.period, "newest": self.newest}
        return chosen if by is None else {"by": source.names(by), **chosen}

    def _life_table(self, source: "PatientSource") -> Any:
        from felles.epidemiology import LifeTable

        if source.lifetable is None or self.mortality is None:
            return source.lifetable
        return LifeTable.from_frame(source.lifetable, mortality=self.mortality)


def years_of_option(words: str) -> list[float]:
    """The years since diagnosis of --at. Raises Refused."""
    from felles.store import Refused

    try:
        return [float(word) for word in names_in(words)]
    except ValueError:
        raise Refused(f"--at takes years since diagnosis, such as 1,5,10; got {words}.") from None


def weights_of_option(name: str | None) -> Any:
    """Weights by age group, of the content or of a file. Raises Refused."""
    import polars as pl

    from felles.cli.table_files import read_table_file
    from felles.epidemiology.asking import shipped
    from felles.store import Refused

    if name is None:
        return None
    known = shipped().survival_weights
    if name in known:
        return dict(known[name].weights)
    if not Path(name).is_file():
        raise no_such("set of weights", name, known, "; or give a CSV file")
    table = read_table_file(Path(name))
    if not {"age_group", "weight"} <= set(table.columns):
        raise Refused(f"{Path(name).name} needs the columns age_group and weight.")
    shares = table["weight"].cast(pl.Float64, strict=False)
    if shares.null_count():
        row = (shares.is_null().arg_max() or 0) + 1
        raise Refused(f"{Path(name).name}, row {row}, column weight: a number is needed.")
    return dict(zip(table["age_group"].cast(pl.String), shares, strict=True))
