"""What does somebody hear who may not see a person, or asks for one who is not there?"""

from felles.store import Refused


class NotAllowed(Refused):
    """The viewer may not see this person, or may not do this at all."""


class NotFound(Refused):
    """There is no such person for anybody."""
