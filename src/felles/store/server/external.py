"""How does Felles use a PostgreSQL server that runs already, FELLES_DATABASE_URL?"""

import psycopg
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from felles.store.home import Home
from felles.store.server.addresses import Server
from felles.store.server.problem import ServerProblem
from felles.store.server.roles import SIGN_IN, Role, ensure_roles, passwords, signs_in

OLDEST = 15


def enter(home: Home) -> Server:
    """Use the server at the administrator's address; the roles that Felles works as are made where they are missing."""
    home.make_folders()
    address = _address(home)
    words = passwords(home.keys)
    parameters: dict[Role, dict[str, str]] = {
        role: {**address, "user": role, "password": words[role]} for role in SIGN_IN
    }
    parameters["felles_admin"] = address
    try:
        with psycopg.connect(make_conninfo(**address), connect_timeout=10, autocommit=True) as admin:
            _check_version(admin)
            ensure_roles(admin, words, lambda role: signs_in(make_conninfo(**parameters[role])), ours_alone=False)
            _let_in(admin)
    except psycopg.errors.InsufficientPrivilege as error:
        raise ServerProblem(
            "The user in FELLES_DATABASE_URL may not make roles or let them into the database."
            " Give an administrator's address: one who may create roles and owns the database."
        ) from error
    except psycopg.OperationalError as error:
        raise ServerProblem(
            f"The database server in FELLES_DATABASE_URL (host {address.get('host', 'unnamed')},"
            f" database {address.get('dbname', 'unnamed')}) cannot be reached or refuses the password."
            " Check that it runs and that the address is right."
        ) from error
    return Server(parameters, lambda: None)


def _address(home: Home) -> dict[str, str]:
    try:
        address = conninfo_to_dict(home.database_url or "")
    except psycopg.ProgrammingError as error:
        raise ServerProblem(
            "FELLES_DATABASE_URL cannot be read. Write it as postgresql://administrator:password@host:5432/database."
        ) from error
    return {name: str(value) for name, value in address.items()}


def _check_version(admin: psycopg.Connection) -> None:
    major = admin.info.server_version // 10_000
    if major < OLDEST:
        raise ServerProblem(f"The database server is PostgreSQL {major}; Felles needs {OLDEST} or later.")


def _let_in(admin: psycopg.Connection) -> None:
    name = sql.Identifier(admin.info.dbname)
    admin.execute(sql.SQL("grant create, connect on database {} to felles_owner").format(name))
    admin.execute(sql.SQL("grant connect, temporary on database {} to felles_importer").format(name))
    admin.execute(sql.SQL("grant connect on database {} to felles_web").format(name))
