"""Which errors of the parts we stand on have a plain sentence of their own?"""

import errno

import psycopg

from felles.definitions import ContentErrors, DefinitionError
from felles.epidemiology.asking import NotAnswerable
from felles.epidemiology.errors import BadTable
from felles.store import Refused


def sentence_for(error: Exception) -> str | None:
    """The sentence for a person, or None for a surprise."""
    if isinstance(error, Refused | DefinitionError | ContentErrors | BadTable | NotAnswerable):
        return str(error)
    if (isinstance(error, OSError) and error.errno == errno.ENOSPC) or isinstance(error, psycopg.errors.DiskFull):
        return "The disk is full. Make room, then run the same command again: what is in the log stays, nothing is doubled."
    if isinstance(error, psycopg.OperationalError):
        return "The database cannot be reached or stopped answering. What was appended is kept: try again in a moment."
    if isinstance(error, PermissionError):
        return f"{error.filename} may not be read or written by you. Change its permissions, or choose another place."
    if isinstance(error, OSError) and error.filename:
        return f"{error.filename} cannot be used ({error.strerror}). Check the path, or choose another."
    return None
