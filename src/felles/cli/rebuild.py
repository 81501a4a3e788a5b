"""`felles rebuild`: make every derived table anew from the log."""

from felles.cli.answer import Json, answer, say
from felles.cli.counts import number_of


def rebuild(as_json: Json = False) -> None:
    """Make every derived table anew from the log. The log itself is not touched."""
    from felles.cli.opening import opened

    with opened() as store:
        rows = store.rebuild()

    def words() -> None:
        for name, count in rows.items():
            say(f"{name}: {number_of(count, 'row')}")

    answer({"projections": rows}, as_json=as_json, words=words)
