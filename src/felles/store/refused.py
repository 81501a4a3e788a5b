"""What does a person hear when something cannot be done?"""


class Refused(Exception):
    """One plain sentence, and what would make it possible. Never a name, a national number or an answer."""
