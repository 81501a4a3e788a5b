"""What is said where a table cannot be counted on, with the row and the column that are wrong."""


class BadTable(ValueError):
    """A table that a statistic cannot use as it is: the sentence names column and row, what stands there, what is allowed."""
