"""What pages reach persons through, while the database is there and while it is not."""

import psycopg
import pytest
from psycopg import sql

from felles.access import Access, DatabaseGone, Role, add_viewer
from felles.store import Store


def test_a_viewer_is_known_by_the_subject_of_the_identity_provider(store: Store) -> None:
    with store.connection() as connection:
        identifier = add_viewer(connection, role=Role.DOCTOR, name="Siri", unit="ward", subject="sub-1")

    viewer = Access(store).viewer("sub-1")

    assert viewer is not None
    assert (viewer.id, viewer.role, viewer.name, viewer.unit) == (identifier, Role.DOCTOR, "Siri", "ward")
    assert Access(store).viewer("sub-2") is None


def test_while_the_database_is_away_it_says_so_and_works_again_when_it_is_back(store: Store) -> None:
    access = Access(store)
    words = store.server.parameters["felles_admin"]
    name = sql.Identifier(str(words["dbname"]))
    with psycopg.connect(**{**words, "dbname": "postgres"}, autocommit=True) as administrator:  # type: ignore[arg-type]
        administrator.execute(sql.SQL("alter database {} with allow_connections false").format(name))
        administrator.execute(
            "select pg_terminate_backend(pid) from pg_stat_activity where datname = %s", (words["dbname"],)
        )
        try:
            with pytest.raises(DatabaseGone, match="try again"):
                access.viewer("sub-1")
        finally:
            administrator.execute(sql.SQL("alter database {} with allow_connections true").format(name))

    assert access.viewer("sub-1") is None
