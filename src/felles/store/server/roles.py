"""Which roles has the database, what are their passwords, and are they all there?

felles_admin changes the schema and nothing else; felles_owner owns it and cannot sign in; felles_importer reads and
appends; felles_web serves people and sees what row-level security lets it see.
"""

import secrets
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Literal, get_args

import psycopg
from psycopg import Connection, sql

from felles.store import secret_files
from felles.store.server.problem import ServerProblem

Role = Literal["felles_admin", "felles_importer", "felles_web"]
SIGN_IN: tuple[Role, ...] = get_args(Role)
SERVING: tuple[Role, ...] = ("felles_importer", "felles_web")
_ONE_AT_A_TIME = 72_010_010


def passwords(keys: Path) -> dict[Role, str]:
    """The password of each role that signs in; made at first use, each in a file of its own."""
    return {role: secret_files.kept(keys / "postgres" / role, _new_password).decode("ascii") for role in SIGN_IN}


def ensure_roles(
    admin: Connection, words: Mapping[Role, str], signs_in: Callable[[Role], bool], *, ours_alone: bool
) -> None:
    """Make the roles that are missing. `signs_in` tries a role's password.

    ours_alone: the server belongs to this home, so a role with another password is given ours. Elsewhere that role is
    another home's, and ServerProblem is raised.
    """
    with admin.transaction():
        admin.execute("select pg_advisory_xact_lock(%s)", (_ONE_AT_A_TIME,))
        there = {name for (name,) in admin.execute("select rolname from pg_roles where rolname like 'felles\\_%'")}
        if "felles_owner" not in there:
            admin.execute("create role felles_owner nologin")
            admin.execute("grant felles_owner to current_user")
        for role in SERVING:
            if role not in there:
                _set_password(admin, sql.SQL("create role {} login"), role, words[role])
    for role in SERVING:
        if role in there and not signs_in(role):
            if not ours_alone:
                raise ServerProblem(
                    f"The database server has a role {role} with another password: it serves another home."
                    " Copy that home's folder keys/postgres into this home, or use another server."
                )
            _set_password(admin, sql.SQL("alter role {} login"), role, words[role])


def _set_password(admin: Connection, statement: sql.SQL, role: Role, password: str) -> None:
    """Only the verifier travels: a password in a statement could end in a log."""
    verifier = admin.pgconn.encrypt_password(password.encode(), role.encode(), b"scram-sha-256").decode()
    admin.execute(sql.SQL("{} password {}").format(statement.format(sql.Identifier(role)), sql.Literal(verifier)))


def signs_in(conninfo: str) -> bool:
    """Does the server accept this role and password?"""
    try:
        psycopg.connect(conninfo, connect_timeout=10).close()
    except psycopg.OperationalError:
        return False
    return True


def _new_password() -> bytes:
    return secrets.token_urlsafe(32).encode("ascii")
