"""Every case beside a rule and beside a pathway holds, and every verified limit has one."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import ibis
import pytest

from felles.definitions import Content, Example, Pathway, Rule, load_content
from felles.pathways import Book, book_of, intervals

from .conftest import table_of
