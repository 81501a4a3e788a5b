"""`felles ...`: the command line. One file a command; each opens what it needs, late, so that `--help` is quick."""

import sys

import typer

from felles.cli import (
    board,
    calibrate,
    check,
    codes,
    compare,
    export,
    followup,
    importing,
    incidence,
    indicators,
    intervals,
    lake,
    person,
    prevalence,
    projection,
    quality,
    rebuild,
    region,
    replay,
    run,
    signals,
    simulate,
    stage,
    status,
    survival,
    touchpoints,
    validate,
)
from felles.cli.answer import explain

app = typer.Typer(
    name="felles",
    help="Felles: one log of what happened to each person, from the first suspicion of cancer; everything else follows from it.",
    epilog="Settings: FELLES_HOME (where everything is kept), FELLES_DATABASE_URL, FELLES_PORT, FELLES_THREADS.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode="rich",
)
app.command("run")(run.run)
app.command("import")(importing.import_)
app.command("export")(export.export)
app.command("person")(person.person)
app.command("intervals")(intervals.intervals)
app.command("board")(board.board)
app.command("codes")(codes.codes)
app.add_typer(indicators.app, name="indicators")
app.command("touchpoints")(touchpoints.touchpoints)
app.command("followup")(followup.followup)
app.command("replay")(replay.replay)
app.command("survival")(survival.survival)
app.command("status")(status.status)
app.command("lake")(lake.lake)
app.command("rebuild")(rebuild.rebuild)
app.command("check")(check.check)
app.command("incidence")(incidence.incidence)
app.command("mortality")(incidence.mortality)
app.command("prevalence")(prevalence.prevalence)
app.command("stage")(stage.stage)
app.command("projection")(projection.projection)
app.command("signals")(signals.signals)
app.command("quality")(quality.quality)
app.command("simulate")(simulate.simulate)
app.command("region")(region.region)
app.add_typer(calibrate.app, name="calibrate")
app.command("validate")(validate.validate)
app.command("compare")(compare.compare)


def main() -> None:
    """The entry point: what goes wrong is said in one sentence, never as a traceback."""
    try:
        app()
    except Exception as error:
        sys.exit(explain(error))
