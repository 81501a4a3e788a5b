"""How long has each part of a pathway taken, and is its limit passed? Pure rules over the event table.

book = book_of("norway", load_content())
rows = intervals(events, book, at=date(2026, 11, 21))
"""

from felles.pathways.book import Book, LimitRow, book_of
from felles.pathways.intervals import intervals

__all__ = ["Book", "LimitRow", "book_of", "intervals"]
