"""`felles calibrate`: which values of uncertain figures make the simulated country most like the published one?"""

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from felles.cli.answer import Json, answer, console, progress, say
from felles.cli.simulation_options import (
    PeopleOption,
    SeedOption,
    WorkersOption,
    command_line,
    load_definitions,
    request_of,
    threads_of,
)
from felles.cli.written_files import write_file

if TYPE_CHECKING:
    from felles.simulation.calibrating.fitting import Fitted

app = typer.Typer(add_completion=False)

WriteOption = Annotated[Path | None, typer.Option("--write", help="Also write the result to this file.")]


@app.callback(invoke_without_command=True)
def calibrate(
    context: typer.Context,
    parameter: Annotated[
        list[str] | None,
        typer.Option(
            "--parameter",
            help="The path of a figure to fit: folder, file and field, such as exposures/tobacco.smoking.level."
            " May be repeated.",
        ),
    ] = None,
    targets: Annotated[
        list[str] | None,
        typer.Option(
            "--targets",
            help="What to fit to: files of content/simulation/targets, or figures of them such as cases_2024.lung."
            " May be repeated.",
        ),
    ] = None,
    people: PeopleOption = 100_000,
    seed: SeedOption = None,
    trials: Annotated[
        int, typer.Option("--trials", min=1, help="The most countries to live before the search ends.")
    ] = 60,
    workers: WorkersOption = None,
    write: WriteOption = None,
    as_json: Json = False,
) -> None:
    """Fit figures to targets by Nelder and Mead's search, everybody with the same luck in every trial.

    felles calibrate --parameter exposures/tobacco.smoking.level --targets tobacco_all_adults --people 50000

    Nothing is changed: the fitted values are told, and with --write put in a file. Figures that are kept for validation
    cannot be fitted to.
    """
    if context.invoked_subcommand is not None:
        return
    from felles.simulation.calibrating.answering import as_yaml, targets_of, told, window_of
    from felles.simulation.calibrating.fitting import fit
    from felles.simulation.calibrating.parameters import parameters_at
    from felles.simulation.measuring.against import asking
    from felles.simulation.measuring.registers import live_and_count
    from felles.simulation.request import CannotSimulate

    definitions = load_definitions()
    if not targets:
        known = ", ".join(sorted(definitions.records["target"]))
        raise CannotSimulate(f"Name what to fit to with --targets. There are: {known}.")
    chosen = targets_of(definitions, targets)
    parameters = parameters_at(definitions, parameter or [])
    request = request_of(people, *window_of(chosen), seed)
    threads = threads_of(workers)

    def on_trial(number: int, values: Sequence[float], likelihood: float) -> None:
        if console.is_terminal:
            say(f"{number}: {', '.join(f'{value:.4g}' for value in values)} -> {likelihood:.2f}")

    fitted = fit(
        definitions,
        parameters,
        chosen,
        lambda changed: asking(live_and_count(changed, request, workers=threads)),
        most_trials=trials,
        on_trial=on_trial,
    )
    if write is not None:
        write_file(write, as_yaml(fitted, command_line(), datetime.now(UTC).date()))
    result = {"people": people, "seed": request.seed, **told(fitted)}
    answer(result, as_json=as_json, words=lambda: _say(fitted))


@app.command("cancer-mortality")
def cancer_mortality(
    people: PeopleOption = 1_000_000,
    rounds: Annotated[
        int, typer.Option("--rounds", min=1, help="How many times the table is brought towards the lives.")
    ] = 2,
    seed: SeedOption = None,
    workers: WorkersOption = None,
    write: WriteOption = None,
    write_shares: Annotated[
        Path | None,
        typer.Option("--write-shares", help="Also write which cancers they died of: cancer_mortality_shares.csv."),
    ] = None,
    as_json: Json = False,
) -> None:
    """Fit the deaths of modelled cancers by sex, age and year to the lives: what other causes of death are told from.

    felles calibrate cancer-mortality --people 1000000 --write content/simulation/people/tables/cancer_mortality.csv
    """
    from felles.simulation.calibrating.mortality import as_csv, fit_rounds, shares_as_csv

    definitions, request = load_definitions(), request_of(people, 2000, 2045, seed)
    made: list[dict[str, Any]] = []
    table = shares = ""
    with progress("Living") as report:
        for done in fit_rounds(definitions, request, rounds, workers=threads_of(workers), on_progress=report):
            off = {
                sex: round(found / expected, 4)
                for sex, found, expected in zip(("female", "male"), done.found, done.expected, strict=True)
            }
            made.append({"found_against_table": off})
            table, shares = as_csv(done.rows), shares_as_csv(done.shares)
    if write is not None:
        write_file(write, table)
    if write_shares is not None:
        write_file(write_shares, shares)

    def words() -> None:
        for number, row in enumerate(made, 1):
            off = row["found_against_table"]
            say(f"Round {number}: deaths of cancer against the table, women {off['female']:.3f}, men {off['male']:.3f}")
        if write is None:
            say("Nothing is written. To have the table: --write FILE.csv")

    answer({"people": people, "seed": request.seed, "rounds": made}, as_json=as_json, words=words)


@app.command("screened-cases")
def screened_cases(
    people: PeopleOption = 1_000_000,
    rounds: Annotated[int, typer.Option("--rounds", min=1, help="How many times the same people are lived.")] = 2,
    seed: SeedOption = None,
    workers: WorkersOption = None,
    write: WriteOption = None,
    as_json: Json = False,
) -> None:
    """Count the cases with screening and vaccination for each without: what published rates are brought back by.

    felles calibrate screened-cases --people 3000000 --write content/simulation/cancers/tables/cancer_screened.csv
    """
    from felles.simulation.calibrating.screened import FIRST, LAST, as_csv, fit_rounds

    definitions, request = load_definitions(), request_of(people, FIRST, LAST, seed)
    rows = list(fit_rounds(definitions, request, rounds, workers=threads_of(workers)))[-1]
    if write is not None:
        write_file(write, as_csv(rows))

    def words() -> None:
        for cancer, sex, year, age, ratio in rows:
            say(f"{cancer}, {sex}, {year}, {age if age == 'all' else f'from {age}'}: {ratio:.3f}")
        if write is None:
            say("Nothing is written. To have the table: --write FILE.csv")

    told = [dict(zip(("cancer", "sex", "year", "age", "ratio"), row, strict=True)) for row in rows]
    answer({"people": people, "seed": request.seed, "rows": told}, as_json=as_json, words=words)


def _say(fitted: "Fitted") -> None:
    from rich.table import Table

    shown = Table("Figure", "Before", "Fitted", "Its range", box=None, pad_edge=False)
    for each, value in zip(fitted.parameters, fitted.values, strict=True):
        low, high = each.figure.ends
        outside = "" if each.within(value) else "  outside"
        shown.add_row(each.path, f"{each.figure.value:.5g}", f"{value:.5g}", f"{low:.4g} to {high:.4g}{outside}")
    console.print(shown)
    rows = Table("Target", "Published", "Before", "After", box=None, pad_edge=False)
    for before, after in zip(fitted.before, fitted.after, strict=True):
        rows.add_row(
            after.id, f"{after.published:.5g}", f"{before.simulated:.5g}", f"{after.simulated:.5g}"
        )  # fmt: skip
    console.print(rows)
    say(f"{fitted.trials} countries were lived; the log-likelihood rose by {fitted.gained:.2f}.")
    if not fitted.settled:
        say("The search was not done: give more --trials.")
    say("Nothing is changed in the content. To keep the values: --write FILE.")
