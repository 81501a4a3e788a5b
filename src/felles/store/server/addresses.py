"""How is the database reached as each of its roles?"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from urllib.parse import quote, urlencode

from psycopg.conninfo import make_conninfo

from felles.store.server.roles import Role


@dataclass(slots=True)
class Server:
    """A PostgreSQL that answers. `stop` gives up this use of it; an embedded server ends with its last use."""

    parameters: Mapping[Role, Mapping[str, str]] = field(repr=False)  # libpq's, a role; they hold the passwords
    leave: Callable[[], None] = field(repr=False)
    revive: Callable[[], None] = field(repr=False, default=lambda: None)  # starts the server again where it is ours
    is_stopped: bool = False

    def conninfo(self, role: Role) -> str:
        """The connection string of a role, for psycopg and libpq."""
        return make_conninfo(**self.parameters[role])

    def url(self, role: Role) -> str:
        """The same as an address, for ADBC, DuckDB and others that want one."""
        return "postgresql:///?" + urlencode(self.parameters[role], quote_via=quote)

    def stop(self) -> None:
        """Give up this use; doing so twice changes nothing."""
        if not self.is_stopped:
            self.is_stopped = True
            self.leave()
