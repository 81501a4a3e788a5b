"""`felles survival`: how many survive, by any method, of the patients of a table, a registry file or the log."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from felles.cli.answer import Json, say
from felles.cli.case_sources import names_in
from felles.cli.event_sources import LakeOption
from felles.cli.figures import FigureOption, draw_survival, save_figure
from felles.cli.rows import Csv, OnlyOption, answer_rows, day_of_option, one_form, only_rows

if TYPE_CHECKING:
    from felles.cli.patient_sources import PatientSource
    from felles.epidemiology.answers import Answer

_OTHERS = ("cumulative-incidence", "crude-probability")


def survival(
    table: Annotated[
        Path | None,
        typer.Option(help="A table (CSV, NDJSON or Parquet) with one row a patient, or one event a row; else the log."),
    ] = None,
    lifetable: Annotated[
        Path | None,
        typer.Option(
            help="Expected mortality: sex, year, age, and survival_1y or mx. With the log: Norway's, unless given."
        ),
    ] = None,
    mapping: Annotated[
        str | None, typer.Option(help="Read --table as a registry file, with this mapping, such as melanoma_finland.")
    ] = None,
    lake: LakeOption = None,
    method: Annotated[
        str,
        typer.Option(
            help="pohar-perme, ederer1, ederer2, hakulinen, kaplan-meier, cause-specific,"
            " cumulative-incidence (Aalen-Johansen) or crude-probability (Cronin and Feuer)."
        ),
    ] = "pohar-perme",
    by: Annotated[str, typer.Option(help="Columns to split by, such as sex,stage, as they stand in the table.")] = "",
    at: Annotated[str, typer.Option(help="Years since diagnosis.")] = "1,5,10",
    approach: Annotated[str, typer.Option(help="complete, cohort, period or hybrid.")] = "complete",
    period: Annotated[str | None, typer.Option(help="First and last year, such as 2020-2024.")] = None,
    newest: Annotated[
        str | None, typer.Option(help="With hybrid: the newest diagnosis years that are registered in full.")
    ] = None,
    weights: Annotated[
        str | None, typer.Option(help="Standardise for age: icss1, icss2, icss3, or a CSV file with age_group, weight.")
    ] = None,
    standardise: Annotated[str, typer.Option(help="By strata of age, or by brenner weights of persons.")] = "strata",
    given: Annotated[float, typer.Option(help="Conditional survival: given that so many years were survived.")] = 0.0,
    limits: Annotated[str, typer.Option(help="The scale of the 95 % limits: log, log-log or plain.")] = "log",
    precision: Annotated[
        int, typer.Option(help="1: through gaps between times as relsurv does; 0: the exact integral.")
    ] = 1,
    compare: Annotated[
        str | None, typer.Option(help="Also test whether net survival differs between the values of this column.")
    ] = None,
    site: Annotated[str, typer.Option(help="With the log: a site of content/sites.yaml, such as lung.")] = "",
    until: Annotated[
        str | None, typer.Option(help="With the log: the day on which it is closed; by default its last day.")
    ] = None,
    only: OnlyOption = "",
    figure: FigureOption = None,
    as_json: Json = False,
    as_csv: Csv = False,
) -> None:
    """Survival with 95 % limits, by group and years since diagnosis.

    felles survival --table patients.csv --lifetable lifetable.csv --by sex,stage --at 1,5,10 --json

    A table has one row a patient: sex, born_on (or age), diagnosed_on (or year), followed_until (or days), status (alive,
    dead; or cancer, other), and the columns of --by. With the log the first tumour of each person counts.
    """
    from felles.cli.patient_sources import reading_patients
    from felles.epidemiology.asking import period_of

    one_form(as_json=as_json, as_csv=as_csv)
    closed = day_of_option(until, "--until") if until else None
    columns = names_in(by)
    wanted = [*columns, compare] if compare else columns
    source = reading_patients(table, lake, mapping, lifetable, wanted, site, closed)
    chosen: dict[str, Any] = {
        "by": source.names(columns),
        "at": _years(at),
        "approach": approach,
        "period": period_of(period),
        "newest": period_of(newest),
        "lifetable": source.lifetable,
    }
    made = _asked(source, method, chosen, weights, standardise, given, limits, precision)
    rows = only_rows(source.named(made.rows), only)
    if figure is not None:
        times = [round(max(chosen["at"]) * part / 100, 4) for part in range(1, 101)]
        whole = _asked(source, method, {**chosen, "at": times}, weights, standardise, given, limits, precision)
        save_figure(figure, draw_survival(only_rows(source.named(whole.rows), only), columns, method))
    more: dict[str, Any] = {"method": method}
    notes = [*source.notes, *made.notes]
    if compare:
        more["test"], said = _compared(source, compare, columns, chosen)
        notes += [note for note in said if note not in notes]
        say(_sentence(compare, more["test"]))
    say("Small numbers are not hidden here. What others will see must not show groups of under five.")
    answer_rows(rows, notes, as_json=as_json, as_csv=as_csv, more=more)


def _asked(
    source: "PatientSource",
    method: str,
    chosen: dict[str, Any],
    weights: str | None,
    standardise: str,
    given: float,
    limits: str,
    precision: int,
) -> "Answer":
    from felles.epidemiology import crude_probability, cumulative_incidence
    from felles.epidemiology import survival as surviving
    from felles.store import Refused

    if method in _OTHERS:
        if weights or given:
            raise Refused(f"--weights and --given go with survival; {method} is a probability of dying.")
        if method == "crude-probability":
            return crude_probability(source.patients, **chosen)  # type: ignore[no-any-return]
        plain = {name: value for name, value in chosen.items() if name != "lifetable"}
        return cumulative_incidence(source.patients, **plain)  # type: ignore[no-any-return]
    made: Answer = surviving(
        source.patients,
        method=method,
        weights=_weights(weights),
        standardise=standardise,
        given=given,
        limits_on=limits,
        precision=precision,
        **chosen,
    )
    return made


def _compared(
    source: "PatientSource", column: str, strata: list[str], chosen: dict[str, Any]
) -> tuple[dict[str, Any], tuple[str, ...]]:
    from felles.epidemiology import net_survival_test

    test = net_survival_test(
        source.patients,
        lifetable=chosen["lifetable"],
        between=source.names([column])[0],
        strata=source.names([each for each in strata if each != column]),
        until=max(chosen["at"]),
        approach=chosen["approach"],
        period=chosen["period"],
        newest=chosen["newest"],
    )
    told = {"between": column, "statistic": test.statistic, "degrees_of_freedom": test.degrees_of_freedom, "p": test.p}
    return told, test.notes


def _sentence(column: str, test: dict[str, Any]) -> str:
    return (
        f"Net survival between the values of {column}: chi-squared {test['statistic']:.2f}"
        f" on {test['degrees_of_freedom']} degrees of freedom, p = {test['p']:.3g}."
    )


def _years(words: str) -> list[float]:
    from felles.store import Refused

    try:
        return [float(word) for word in names_in(words)]
    except ValueError:
        raise Refused(f"--at takes years since diagnosis, such as 1,5,10; got {words}.") from None


def _weights(name: str | None) -> Any:
    """Weights by age group, of the content or of a file."""
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
        raise Refused(f"There are no weights {name}. There are {', '.join(known)}; or give a CSV file.")
    table = read_table_file(Path(name))
    if not {"age_group", "weight"} <= set(table.columns):
        raise Refused(f"{Path(name).name} needs the columns age_group and weight.")
    shares = table["weight"].cast(pl.Float64, strict=False)
    if shares.null_count():
        row = (shares.is_null().arg_max() or 0) + 1
        raise Refused(f"{Path(name).name}, row {row}, column weight: a number is needed.")
    return dict(zip(table["age_group"].cast(pl.String), shares, strict=True))
