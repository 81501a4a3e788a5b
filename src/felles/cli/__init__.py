"""`felles ...`: the command line. One file a command; each opens what it needs, late, so that `--help` is quick."""

import os
import sys
from collections.abc import Callable

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
    epilog="Settings: FELLES_HOME (where everything is kept), FELLES_DATABASE_URL, FELLES_PORT, FELLES_THREADS, FELLES_DEMO.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode="rich",
)
_COMMANDS: dict[str, dict[str, Callable[..., None] | typer.Typer]] = {
    "The log": {
        "run": run.run,
        "import": importing.import_,
        "person": person.person,
        "status": status.status,
        "export": export.export,
        "lake": lake.lake,
        "rebuild": rebuild.rebuild,
        "check": check.check,
    },
    "Pathways and follow-up": {
        "board": board.board,
        "intervals": intervals.intervals,
        "touchpoints": touchpoints.touchpoints,
        "followup": followup.followup,
        "codes": codes.codes,
        "indicators": indicators.app,
        "replay": replay.replay,
    },
    "Statistics": {
        "incidence": incidence.incidence,
        "mortality": incidence.mortality,
        "prevalence": prevalence.prevalence,
        "stage": stage.stage,
        "survival": survival.survival,
        "projection": projection.projection,
        "signals": signals.signals,
        "quality": quality.quality,
    },
    "The simulated country": {
        "region": region.region,
        "simulate": simulate.simulate,
        "compare": compare.compare,
        "validate": validate.validate,
        "calibrate": calibrate.app,
    },
}

for _panel, _commands in _COMMANDS.items():
    for _name, _command in _commands.items():
        if isinstance(_command, typer.Typer):
            app.add_typer(_command, name=_name, rich_help_panel=_panel)
        else:
            app.command(_name, rich_help_panel=_panel)(_command)


def main() -> None:
    """The entry point: what goes wrong is said in one sentence, never as a traceback."""
    # Read when NumPy and SciPy are first asked for: no matrix here is large enough for several threads, and starting them costs
    # every command a quarter of a second of processor time.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    try:
        app()
    except Exception as error:
        sys.exit(explain(error))
