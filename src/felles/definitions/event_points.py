"""How does a definition name events of the log, such as `imaged:ct`? Whether there are such events is asked where they are read
(felles.pathways.points)."""

from typing import Annotated, TypeAlias

from felles.definitions.readers import Shaped

EventPoint: TypeAlias = Annotated[
    str,
    Shaped(
        r"[a-z][a-z_]*(:[A-Za-z0-9_.-]+\*?)?",
        'an event type, with a code after a colon where that matters, such as "imaged:ct" or "diagnosed:C50*"',
    ),
]
