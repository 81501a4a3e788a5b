"""How does a command answer: one JSON object on standard output, everything else on standard error?

Exit codes: 0 done; 1 done, but some records were set aside; 2 could not start or could not go on.
"""

import sys
import traceback
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskProgressColumn, TextColumn, TimeElapsedColumn

Json = Annotated[bool, typer.Option("--json", help="One JSON object on standard output; all else on standard error.")]

DONE, SOME_SET_ASIDE, COULD_NOT = 0, 1, 2

console = Console(stderr=True, highlight=False, soft_wrap=True)


def say(text: str) -> None:
    """A line to the person at the keyboard."""
    console.print(text, markup=False)


def answer(result: Mapping[str, Any], *, as_json: bool, words: Callable[[], None]) -> None:
    """Print the result as JSON, or in words."""
    if as_json:
        import orjson

        sys.stdout.write(orjson.dumps(dict(result), default=str).decode() + "\n")
    else:
        words()


@contextmanager
def progress(what: str) -> Iterator[Callable[[int, int | None], None]]:
    """A bar on standard error that appears once a job has taken a second. Yields report(done, of)."""
    with Progress(
        TextColumn(what),
        BarColumn(),
        TaskProgressColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        console=console,
        transient=True,
        disable=not console.is_terminal,
    ) as bar:
        task = bar.add_task(what, total=None)

        def report(done: int, of: int | None = None) -> None:
            bar.update(task, completed=done, total=of)

        yield report


def explain(error: Exception) -> int:
    """Say in one sentence what went wrong; returns the exit code. The message of a surprise may hold personal data, so
    only its kind and place are shown."""
    from felles.cli.sentences import sentence_for

    sentence = sentence_for(error)
    if sentence is None:
        frame = traceback.extract_tb(error.__traceback__)[-1]
        place = f"{Path(frame.filename).name}:{frame.lineno}"
        sentence = (
            f"Something went wrong inside Felles ({type(error).__name__} at {place}). Nothing is half done: try again."
        )
    if "--json" in sys.argv:
        answer({"error": sentence}, as_json=True, words=lambda: None)
    console.print(sentence, style="red", markup=False)
    return COULD_NOT
