"""`felles status`: what does this home hold, and is it the same as another?"""

from felles.cli.answer import Json, answer, say
from felles.cli.counts import number_of


def status(as_json: Json = False) -> None:
    """Counts of persons and events, and fingerprints of what was said.

    Two homes that were told the same have the same log_hash and projections_hash, whatever the order of the files.
    """
    from felles.cli.opening import opened

    with opened() as store:
        found = store.status()

    def words() -> None:
        say(f"{number_of(found['persons'], 'person')}, {number_of(found['events'], 'event')} in {found['home']}")
        say(f"log         {found['log_hash']}")
        say(f"projections {found['projections_hash']}  ({', '.join(found['projections'])})")
        lake = found["lake"]
        say(
            f"lake        {number_of(lake['events'], 'event')}, recorded until {lake['recorded_until']}"
            if lake
            else "lake        none yet: felles lake"
        )

    answer(found, as_json=as_json, words=words)
