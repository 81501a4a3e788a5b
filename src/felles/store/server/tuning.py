"""How is the embedded server set up on this machine?"""

import os
from pathlib import Path

_MB = 1024 * 1024
_GB = 1024 * _MB


def configuration(socket_folder: Path, *, memory: int | None = None) -> str:
    """The whole postgresql.conf; `memory` in bytes, by default what this machine or container has."""
    memory = _memory() if memory is None else memory
    settings = {
        # Reached through a socket file in a closed folder, and never over a network.
        "listen_addresses": "",
        "unix_socket_directories": _quoted(str(socket_folder), '"'),
        "unix_socket_permissions": "0700",
        "password_encryption": "scram-sha-256",
        "max_connections": "60",
        "shared_buffers": _mb(memory / 8, lowest=128 * _MB, highest=2 * _GB),
        "effective_cache_size": _mb(memory / 2, lowest=256 * _MB, highest=64 * _GB),
        "work_mem": _mb(memory / 256, lowest=16 * _MB, highest=128 * _MB),
        "temp_buffers": _mb(memory / 128, lowest=16 * _MB, highest=256 * _MB),  # what an import stages
        "maintenance_work_mem": _mb(memory / 16, lowest=64 * _MB, highest=1 * _GB),
        "random_page_cost": "1.1",
        "jit": "off",
        # A commit is on disk when it is answered. Nobody replicates: the log carries what recovery needs.
        "synchronous_commit": "on",
        "wal_level": "minimal",
        "max_wal_senders": "0",
        "max_wal_size": "4GB",
        "checkpoint_timeout": "15min",
        "TimeZone": "UTC",
        "log_timezone": "UTC",
        # No statement, parameter or row ever reaches the log: they hold what people said and who they are.
        "log_min_messages": "log",
        "log_min_error_statement": "panic",
        "log_statement": "none",
        "log_parameter_max_length": "0",
        "log_parameter_max_length_on_error": "0",
        "log_error_verbosity": "terse",
    }
    return "".join(f"{name} = {_text(value)}\n" for name, value in settings.items())


def _text(value: str) -> str:
    """A value as postgresql.conf wants it."""
    return _quoted(value.replace("\\", "\\\\"), "'")


def _quoted(text: str, mark: str) -> str:
    return mark + text.replace(mark, mark * 2) + mark


def _mb(size: float, *, lowest: int, highest: int) -> str:
    return f"{int(min(max(size, lowest), highest)) // _MB}MB"


def _memory() -> int:
    """Bytes of memory of this machine, or of the container it runs in."""
    machine = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    limit = Path("/sys/fs/cgroup/memory.max")
    text = limit.read_text(encoding="ascii").strip() if limit.exists() else ""
    return min(machine, int(text)) if text.isdigit() else machine
