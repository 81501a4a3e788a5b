"""`felles region`: the simulated patients of the demonstration."""

from felles.cli.answer import Json, answer, say
from felles.cli.counts import number_of


def region(as_json: Json = False) -> None:
    """Put a small simulated region in the log: some 2,000 made-up patients as they stand today. Done once for a home.

    `felles run` does it by itself, beside the pages, when the home is new and only made-up people live there.
    """
    from datetime import UTC, datetime

    from felles.cli.opening import opened
    from felles.definitions import content_folder
    from felles.simulation.region import load_region
    from felles.store import Refused

    with opened() as store:
        if not store.home.demo:
            raise Refused("Simulated patients are loaded only where all people are made up: FELLES_DEMO=1.")
        patients = load_region(store, content_folder(), at=datetime.now(UTC))
    result = {"patients": patients}
    answer(result, as_json=as_json, words=lambda: say(_sentence(patients)))


def _sentence(patients: int) -> str:
    return (
        f"Loaded a simulated region: {number_of(patients, 'patient')}."
        if patients
        else "The simulated region is in the log already."
    )
