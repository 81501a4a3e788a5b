"""Which faults mean that the database does not answer: the one of the log, and those of Django's own tables?"""

from django.db import InterfaceError, OperationalError

from felles.access import DatabaseGone

DATABASE_GONE = (DatabaseGone, OperationalError, InterfaceError)
