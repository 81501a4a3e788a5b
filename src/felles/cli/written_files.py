"""How does a command write a file that it was asked for beside its answer?"""

from pathlib import Path

from felles.cli.answer import say


def write_file(path: Path, text: str) -> None:
    """Write the text and say where. Raises Refused where it cannot be written."""
    from felles.store import Refused

    try:
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise Refused(f"{path} cannot be written ({error.strerror}). Choose another place.") from None
    say(f"Written: {path}")
