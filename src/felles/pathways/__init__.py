"""How long has each part of a pathway taken, and is its limit passed? Pure rules over the event table.

book = book_of("norway", load_content())
rows = intervals(events, book, at=date(2026, 11, 21))
"""

from felles.pathways.book import Book, Interval, book_of
from felles.pathways.deferrals import deferrals
from felles.pathways.intervals import COLUMNS, intervals, spans, standing
from felles.pathways.limits import LimitRow
from felles.pathways.oddities import ODDITIES, found_oddities, oddities

__all__ = [
    "COLUMNS",
    "ODDITIES",
    "Book",
    "Interval",
    "LimitRow",
    "book_of",
    "deferrals",
    "found_oddities",
    "intervals",
    "oddities",
    "spans",
    "standing",
]
