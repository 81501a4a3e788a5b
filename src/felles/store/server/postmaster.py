"""Is the embedded server running, and how is it started and stopped?

`postmaster.pid` (PostgreSQL: src/include/utils/pidfile.h) has a line each for: process id, data folder, start time,
port, socket folder, address, shared memory, state. A pid alone proves nothing: another process may have it.
"""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from felles.store.server import programs
from felles.store.server.cluster import SHORT_PLACE, Cluster
from felles.store.server.problem import OnWait, ServerProblem

_LOOK_AGAIN = 0.02
_FIRST_WORD_AFTER, _NEXT_WORD_AFTER = 2.0, 10.0
_LONGEST_STOP = 120.0
# What is left of a killed server's own processes goes away by itself, in seconds.
_LONGEST_REMAINS = 30.0
_LARGEST_LOG = 10_000_000


@dataclass(frozen=True, slots=True)
class Postmaster:
    """A running server: its process, where it listens, and `starting`, `ready` or `stopping`."""

    pid: int
    socket_folder: Path
    state: str


def find(cluster: Cluster) -> Postmaster | None:
    """The server that runs on these files, if one does."""
    try:
        lines = (cluster.data / "postmaster.pid").read_text(encoding="utf-8").splitlines()
    except FileNotFoundError:
        return None
    if len(lines) < 1 or not lines[0].strip().isdigit() or not _serves(int(lines[0]), cluster):
        return None
    if len(lines) < 8:
        return Postmaster(int(lines[0]), cluster.socket_folder, "starting")
    return Postmaster(int(lines[0]), Path(lines[4]), lines[7].strip())


def ensure_running(cluster: Cluster, on_wait: OnWait) -> Postmaster:
    """The server, ready; started, awaited or taken over as need be. Raises ServerProblem where it does not come up."""
    found = find(cluster)
    if found is not None and found.state == "stopping":
        _await_end(cluster, found.pid, on_wait)
        found = None
    if found is None:
        return _start(cluster, on_wait)
    return _await_ready(cluster, lambda: find(cluster) is None, 0, on_wait)


def stop(cluster: Cluster, on_wait: OnWait) -> None:
    """Stop the server cleanly: open transactions are rolled back, all is written, nothing needs recovery."""
    found = find(cluster)
    if found is None:
        return
    os.kill(found.pid, signal.SIGINT)
    _await_end(cluster, found.pid, on_wait)
    for name in (".s.PGSQL.5432", ".s.PGSQL.5432.lock"):
        (found.socket_folder / name).unlink(missing_ok=True)
    if found.socket_folder.parent == SHORT_PLACE:
        found.socket_folder.rmdir()


def _start(cluster: Cluster, on_wait: OnWait) -> Postmaster:
    cluster.configure()
    _forget_stale(cluster)
    patience_ends = time.monotonic() + _LONGEST_REMAINS
    while True:
        start = _begin_log(cluster)
        try:
            return _launch(cluster, start, on_wait)
        except ServerProblem as problem:
            if "is still in use" not in str(problem) or time.monotonic() > patience_ends:
                raise
            time.sleep(0.5)


def _launch(cluster: Cluster, log_start: int, on_wait: OnWait) -> Postmaster:
    with cluster.log.open("ab") as log:
        process = programs.launch(cluster.account, "postgres", "-D", str(cluster.data), log=log)
    # Whoever stops it: no dead child is left behind in this process.
    threading.Thread(target=process.wait, name="felles-postgres-end", daemon=True).start()
    return _await_ready(cluster, lambda: _has_ended(process), log_start, on_wait)


def _has_ended(process: subprocess.Popen[bytes]) -> bool:
    return process.returncode is not None


def _begin_log(cluster: Cluster) -> int:
    """Where in the log the next words will stand (bytes); an overlong log is begun anew, the last one kept beside."""
    if cluster.log.exists() and cluster.log.stat().st_size > _LARGEST_LOG:
        cluster.log.replace(cluster.log.with_suffix(".log.before"))
    cluster.log.touch(mode=0o600)
    cluster.account.owns(cluster.log)
    return cluster.log.stat().st_size


def _forget_stale(cluster: Cluster) -> None:
    """After a crash another process may have the pid that the files name; PostgreSQL would take it for a living server.

    Where nothing has that pid the files are left: PostgreSQL sees by them whether parts of the old server still live.
    """
    for file in (cluster.data / "postmaster.pid", cluster.socket_folder / ".s.PGSQL.5432.lock"):
        if not file.exists():
            continue
        first = file.read_text(encoding="utf-8").partition("\n")[0].strip()
        if not first.isdigit() or (_command_line(int(first)) and not _serves(int(first), cluster)):
            file.unlink()


def _await_ready(cluster: Cluster, ended: Callable[[], bool], log_start: int, on_wait: OnWait) -> Postmaster:
    word = _Patience(
        on_wait, "PostgreSQL is getting ready; after a crash or a cut it may have to recover, which can take minutes."
    )
    while True:
        is_over = ended()
        found = find(cluster)
        if found is not None and found.state in ("ready", "standby"):
            return found
        if is_over:
            raise ServerProblem(
                f"PostgreSQL did not start. It said: {cluster.log_tail(log_start) or 'nothing'}"
                f" (all of it: {cluster.log})"
            )
        word.wait()


def _await_end(cluster: Cluster, pid: int, on_wait: OnWait) -> None:
    word = _Patience(on_wait, "PostgreSQL is writing what it holds to disk before it stops.")
    hurry_after = time.monotonic() + _LONGEST_STOP
    while _serves(pid, cluster):
        if time.monotonic() > hurry_after:
            os.kill(pid, signal.SIGQUIT)  # at once; the next start recovers
            hurry_after += _LONGEST_STOP
        word.wait()


class _Patience:
    """Waits a moment at a time, and says so to the person when it takes long."""

    def __init__(self, on_wait: OnWait, sentence: str) -> None:
        self._on_wait, self._sentence = on_wait, sentence
        self._speak_at = time.monotonic() + _FIRST_WORD_AFTER

    def wait(self) -> None:
        if time.monotonic() > self._speak_at:
            self._on_wait(self._sentence)
            self._speak_at = time.monotonic() + _NEXT_WORD_AFTER
        time.sleep(_LOOK_AGAIN)


def _serves(pid: int, cluster: Cluster) -> bool:
    """Is this process a PostgreSQL on these files? One that has ended has no command line."""
    line = _command_line(pid)
    return "postgres" in line and str(cluster.data) in line


def _command_line(pid: int) -> str:
    if sys.platform == "linux":
        try:
            return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode(errors="surrogateescape")
        except OSError:
            return ""
    listed = subprocess.run(
        ["/bin/ps", "-ww", "-o", "command=", "-p", str(pid)], capture_output=True, text=True, check=False
    )
    return "" if "<defunct>" in listed.stdout else listed.stdout.strip()
