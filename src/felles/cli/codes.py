"""`felles codes`: the codes of the Norwegian Patient Registry, as they follow from what happened."""

from felles.cli.answer import Json
from felles.cli.event_sources import AtOption, EngineOption, KnownOnOption, LakeOption, TableOption, reading_events
from felles.cli.rows import Csv, answer_rows, one_form


def codes(
    at: AtOption,
    table: TableOption = None,
    lake: LakeOption = None,
    known_on: KnownOnOption = None,
    engine: EngineOption = "duckdb",
    as_json: Json = False,
    as_csv: Csv = False,
) -> None:
    """The pathway codes that are reported to the patient registry (A12A, A12S, A12CK, A12FK ...), with their days.

    felles codes --at 2026-11-21 --csv

    One row per person, episode and code; letters say what happened. A code is empty where the pathway has no known
    prefix, or was not in use on the day it started; verified is false where prefix or letters are only remembered.
    """
    import polars as pl

    from felles.definitions import load_content
    from felles.pathways import book_of
    from felles.pathways import national as engine_of_codes
    from felles.pathways.holding import trusts_by_name

    one_form(as_json=as_json, as_csv=as_csv)
    content = load_content()
    with reading_events(table, lake, known_on, engine) as events:
        rule = engine_of_codes.codes(
            events.relation,
            book_of("norway", content),
            content.registration,
            content.pathways,
            trusts_by_name(content),
            at=at,
        )
        rows = events.names(events.run(rule)).sort("person", "episode", "day", "letters", "place", nulls_last=True)
    notes = list(events.notes)
    without, unread = rows["code"].null_count(), rows.filter(~pl.col("verified") & pl.col("code").is_not_null()).height
    if without:
        notes.append(f"Rows without a code, of a pathway that has no known prefix or was not in use then: {without}.")
    if unread:
        notes.append(f"Rows with a code that nobody has confirmed: {unread}.")
    answer_rows(rows, notes, as_json=as_json, as_csv=as_csv)
