"""`felles rebuild`: make every derived table anew from the log."""

from felles.cli.answer import Json, answer, say


def rebuild(as_json: Json = False) -> None:
    """Make every derived table anew from the log. The log itself is not touched."""
    from felles.cli.opening import opened

    with opened() as store:
        rows = store.rebuild()

    def words() -> None:
        for name, count in rows.items():
            say(f"{name}: {count:,} rows")

    answer({"projections": rows}, as_json=as_json, words=words)
