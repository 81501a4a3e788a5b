"""Which rule book does `--rules` mean: one that came with Felles, or a folder of somebody's own?"""

from pathlib import Path
from typing import TYPE_CHECKING

from felles.cli.choices import no_such

if TYPE_CHECKING:
    from felles.definitions import Content
    from felles.pathways import Book


def open_book(name: str, content: "Content") -> "Book":
    """The rule book of this name or in this folder. Raises Refused, ContentErrors and DefinitionError."""
    from felles.definitions.rule_folders import read_rule_folder
    from felles.pathways import book_of

    if name in content.rule_books:
        return book_of(name, content)
    if Path(name).is_dir():
        folder = Path(name).resolve()
        return book_of(folder.name, content, read_rule_folder(folder, content))
    raise no_such("rule book", name, content.rule_books, "; or give a folder with your own")
