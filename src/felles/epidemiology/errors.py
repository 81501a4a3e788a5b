"""What is said where a table cannot be counted on, with the row and the column that are wrong."""


class BadTable(ValueError):
    """A table that a statistic cannot use as it is: the sentence names column and row, what stands there, what is allowed."""


class NobodyLeft(BadTable):
    """Nobody of the table can be counted. notes: why, of each who cannot."""

    def __init__(self, sentence: str, notes: tuple[str, ...] = ()) -> None:
        super().__init__(sentence)
        self.notes = notes
