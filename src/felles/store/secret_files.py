"""How does a secret lie on disk: made once, whole or not at all, readable by its owner alone?"""

import os
import tempfile
from collections.abc import Callable
from pathlib import Path

from felles.store.refused import Refused


def kept(path: Path, make: Callable[[], bytes]) -> bytes:
    """The secret in this file; made and written first where there is none. Two processes at once get the same one."""
    if not path.exists():
        _write_once(path, make())
    return read(path)


def read(path: Path) -> bytes:
    """The secret in this file. Permissions that are too wide are narrowed; a file of somebody else's is refused."""
    try:
        status = path.stat()
        if status.st_uid not in (os.geteuid(), 0) and os.geteuid() != 0:
            raise Refused(f"The key file {path} belongs to another user. Make it yours (chown), then start again.")
        if status.st_mode & 0o077:
            path.chmod(0o600)
        return path.read_bytes()
    except OSError as error:
        raise Refused(
            f"The key file {path} cannot be read ({error.strerror}). Restore it, or let its owner start Felles."
        ) from error


def _write_once(path: Path, secret: bytes) -> None:
    """A link appears with its whole content, or not; the one who comes second keeps the first one's."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    path.parent.chmod(0o700)
    descriptor, unfinished = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}-")  # made 0600
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(secret)
            file.flush()
            os.fsync(file.fileno())
        try:
            os.link(unfinished, path)
        except FileExistsError:
            return
        _sync_folder(path.parent)
    finally:
        Path(unfinished).unlink()


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
