"""How does a home come to its own running PostgreSQL, and how does it end?"""

import sys

import psycopg
from psycopg import sql
from psycopg.conninfo import make_conninfo

from felles.store.home import Home
from felles.store.server import postmaster
from felles.store.server.addresses import Server
from felles.store.server.cluster import Cluster, cluster_in
from felles.store.server.problem import OnWait, ServerProblem
from felles.store.server.roles import SIGN_IN, Role, ensure_roles, passwords, signs_in

DATABASE = "felles"


def enter(home: Home, on_wait: OnWait) -> Server:
    """Use the home's server: start it where nobody has, share it where somebody has."""
    if sys.platform == "win32":
        raise ServerProblem(
            "The embedded PostgreSQL runs on Linux and macOS. On Windows, run Felles in WSL or set FELLES_DATABASE_URL."
        )
    from felles.store.server.sharing import Use, gate  # the locks exist on these platforms alone

    home.make_folders()
    cluster = cluster_in(home.postgres)

    def leave() -> None:
        with gate(cluster.folder, cluster.account, on_wait):
            if use.end():
                postmaster.stop(cluster, on_wait)

    def revive() -> None:
        with gate(cluster.folder, cluster.account, on_wait):
            postmaster.ensure_running(cluster, on_wait)

    with gate(cluster.folder, cluster.account, on_wait):
        use = Use(cluster.folder, cluster.account)
        try:
            return Server(_come_up(home, cluster, on_wait), leave, revive)
        except BaseException:
            if use.end():
                postmaster.stop(cluster, on_wait)
            raise


def _come_up(home: Home, cluster: Cluster, on_wait: OnWait) -> dict[Role, dict[str, str]]:
    words = _passwords(home, cluster)
    cluster.make("felles_admin", words["felles_admin"])
    cluster.check_version()
    running = postmaster.ensure_running(cluster, on_wait)
    place = {"host": str(running.socket_folder), "port": "5432", "dbname": DATABASE}
    parameters = {role: {**place, "user": role, "password": words[role]} for role in SIGN_IN}
    _ensure_database(parameters, words)
    return parameters


def _passwords(home: Home, cluster: Cluster) -> dict[Role, str]:
    admin = home.keys / "postgres" / "felles_admin"
    if cluster.data.exists() and not admin.exists():
        raise ServerProblem(
            f"The database's password file {admin} is gone, but the database is there."
            f" Restore the folder {home.keys} from its backup, then start again."
        )
    return passwords(home.keys)


def _ensure_database(parameters: dict[Role, dict[str, str]], words: dict[Role, str]) -> None:
    """The roles, and a database that they alone may enter."""
    with psycopg.connect(
        make_conninfo(**{**parameters["felles_admin"], "dbname": "postgres"}), autocommit=True
    ) as admin:
        ensure_roles(admin, words, lambda role: signs_in(make_conninfo(**parameters[role])), ours_alone=True)
        name = sql.Identifier(DATABASE)
        if admin.execute("select from pg_database where datname = %s", (DATABASE,)).fetchone() is None:
            admin.execute(sql.SQL("create database {} owner felles_owner template template0").format(name))
            admin.execute(sql.SQL("revoke all on database {} from public").format(name))
            admin.execute(sql.SQL("grant connect, temporary on database {} to felles_importer").format(name))
            admin.execute(sql.SQL("grant connect on database {} to felles_web").format(name))
