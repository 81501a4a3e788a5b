"""How are the characters of a text file written?"""

import codecs
from pathlib import Path

BLOCK_BYTES = 8 << 20


def encoding_of(path: Path, head: bytes) -> tuple[str, tuple[str, ...]]:
    """The encoding of a file, and notes on what had to be assumed.

    UTF-16 is known by its mark. Everything else is UTF-8, unless most of the lines that go beyond ASCII cannot be that:
    then it is Windows-1252, which has the letters of Latin-1 too.
    """
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16", ()
    sound, unsound = _lines_beyond_ascii(path)
    if unsound > sound:
        return "cp1252", (f"{path.name} is not UTF-8. It was read as Windows-1252; check letters such as æ, ø and å.",)
    return "utf-8", ()


def _lines_beyond_ascii(path: Path) -> tuple[int, int]:
    """Lines with other than ASCII bytes that are UTF-8, and those that are not."""
    sound = unsound = 0
    carry = b""
    with path.open("rb") as stream:
        while chunk := stream.read(BLOCK_BYTES):
            whole, _, carry = (carry + chunk).rpartition(b"\n")
            # A line without an end in sight is cut: its pieces count as lines.
            if not whole:
                whole, carry = carry[:-4], carry[-4:]
            found = _counted(whole)
            sound, unsound = sound + found[0], unsound + found[1]
    found = _counted(carry)
    return sound + found[0], unsound + found[1]


def _counted(text: bytes) -> tuple[int, int]:
    if text.isascii():
        return 0, 0
    beyond = [line for line in text.split(b"\n") if not line.isascii()]
    if is_utf8(text):
        return len(beyond), 0
    unsound = sum(1 for line in beyond if not is_utf8(line))
    return len(beyond) - unsound, unsound


def is_utf8(text: bytes) -> bool:
    """Whether the bytes are text in UTF-8."""
    try:
        text.decode()
    except UnicodeDecodeError:
        return False
    return True
