"""What does a person hear when the database server cannot be had?"""

from collections.abc import Callable

from felles.store.refused import Refused

# Called with a sentence while something takes longer than usual.
OnWait = Callable[[str], None]


class ServerProblem(Refused):
    """The database server cannot be started, reached or used: why, and what to do now."""
