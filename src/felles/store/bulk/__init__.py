"""How do very many events enter the log at once, with the same checks and the same result as one by one?

A frame is checked as a whole, its people are found or made, and what is new is inserted from a staging table in one
transaction with the projections of the people it touches. What is known already is counted, what is wrong set aside.
"""

from felles.store.bulk.appending import Appended, Doorway, append_frame

__all__ = ["Appended", "Doorway", "append_frame"]
