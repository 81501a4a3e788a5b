"""Which shape has the database, and how does an older one become the one this version expects?

Migrations are numbered SQL files that only go forward. Each runs once, whole or not at all, as the role that owns
everything; what ran is remembered with a digest, so that a file that was changed after it ran is noticed.
"""

from dataclasses import dataclass
from hashlib import sha256
from importlib.resources import files

from psycopg import Connection

from felles.store.locks import ONE_MIGRATION
from felles.store.refused import Refused


@dataclass(frozen=True, slots=True)
class Migration:
    """One step of the schema: its number, its name, its SQL."""

    number: int
    name: str
    sql: str

    @property
    def digest(self) -> str:
        return sha256(self.sql.encode()).hexdigest()


def migrations() -> list[Migration]:
    """All steps that this version knows, in order."""
    found = [item for item in files("felles.store.migrations").iterdir() if item.name.endswith(".sql")]
    return sorted(
        (Migration(int(item.name[:3]), item.name[4:-4], item.read_text(encoding="utf-8")) for item in found),
        key=lambda step: step.number,
    )


def migrate(connection: Connection, steps: list[Migration] | None = None) -> list[str]:
    """Bring the schema to this version and say what was done; `connection` belongs to the administrator.

    Raises Refused where the database was made by a newer version or by files that have been changed since.
    """
    steps = migrations() if steps is None else steps
    done: list[str] = []
    with connection.transaction():
        connection.execute("select pg_advisory_xact_lock(%s)", (ONE_MIGRATION,))
        connection.execute("create schema if not exists felles_schema authorization felles_owner")
        # Django's own tables: the web makes and owns them, and they hold nothing about people.
        connection.execute("create schema if not exists web authorization felles_web")
        connection.execute(
            "create table if not exists felles_schema.migration"
            " (number int primary key, name text not null, digest text not null, ran timestamptz not null default now())"
        )
        ran: dict[int, str] = dict(connection.execute("select number, digest from felles_schema.migration").fetchall())
        _refuse_strangers(ran, steps)
        for step in steps:
            if step.number in ran:
                continue
            connection.execute("set local role felles_owner")
            connection.execute(step.sql)
            connection.execute("reset role")
            connection.execute(
                "insert into felles_schema.migration (number, name, digest) values (%s, %s, %s)",
                (step.number, step.name, step.digest),
            )
            done.append(step.name)
    return done


def _refuse_strangers(ran: dict[int, str], steps: list[Migration]) -> None:
    known = {step.number: step.digest for step in steps}
    newer = sorted(number for number in ran if number not in known)
    if newer:
        raise Refused(
            f"This database has the schema of a newer Felles (step {newer[-1]}; this version knows {max(known)})."
            " Start the newer version again, or give this one a home of its own with FELLES_HOME."
        )
    changed = sorted(number for number, digest in ran.items() if known[number] != digest)
    if changed:
        raise Refused(
            f"Step {changed[0]} of the schema was changed after it ran in this database."
            " A step that has run is never edited: add a new one."
        )
