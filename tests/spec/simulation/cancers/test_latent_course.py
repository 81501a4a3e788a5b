"""What is the latent course of a tumour?"""

import numpy as np
from tests.spec.simulation.cancers.conftest import LAST, SEED

from felles.simulation import cancers, exposures
from felles.simulation.parameters import Draw
from felles.simulation.structs import CERTIFICATE


def assert_no_sooner(after, before):
    """The first tumour of each person comes at the same time or later, and none comes to who had none."""
    first = {
        row: time for row, time, number in zip(before.row, before.clinical, before.number, strict=True) if number == 0
    }
    for row, time, number in zip(after.row, after.clinical, after.number, strict=True):
        assert number > 0 or time >= first[row]


def test_a_tumour_passes_its_stages_in_order_between_onset_and_symptoms(tumours):
    seen = np.isfinite(tumours.clinical)

    for row in np.flatnonzero(seen & (tumours.stage > 0)):
        passed = tumours.entries[row, : tumours.stage[row]]
        assert passed[0] == tumours.onset[row]
        assert (np.diff(passed) > 0).all()
        assert passed[-1] < tumours.clinical[row]
        assert np.isinf(tumours.entries[row, tumours.stage[row] :]).all()


def test_without_screening_it_is_found_by_symptoms_in_its_clinical_stage(tumours):
    certificate = tumours.found_by == CERTIFICATE

    assert np.array_equal(tumours.diagnosed[~certificate], tumours.clinical[~certificate])
    assert np.array_equal(tumours.diagnosed[certificate], tumours.kills[certificate])
    assert np.array_equal(tumours.stage_found, tumours.stage)


def test_nothing_begins_before_birth_or_after_death_emigration_or_the_end(people, tumours):
    row = tumours.row

    assert (tumours.onset >= people.born[row]).all()
    assert (tumours.onset < np.minimum(people.other_death, people.emigrates)[row]).all()
    assert (tumours.onset < LAST + 1).all()


def test_nobody_who_is_counted_among_the_living_was_killed_before(people, tumours):
    assert (tumours.kills > people.entered[tumours.row]).all()


def test_what_never_gives_symptoms_never_kills(tumours):
    silent = np.isinf(tumours.clinical)

    assert silent.any()
    assert np.isinf(tumours.kills[silent]).all()


def test_a_cancer_alone_gives_the_same_tumours_as_all_together(simulation, exposed, model, people, weights, tumours):
    alone = cancers.prepare(simulation, Draw(), exposed, last_year=LAST, only=("lung",))
    place = [cancer.id for cancer in cancers.cancers_in_order(simulation)].index("lung")

    made = cancers.draw(alone, SEED, people, weights)

    of_lung = tumours.site == place
    assert made.row.tolist() == tumours.row[of_lung].tolist()
    assert made.clinical.tolist() == tumours.clinical[of_lung].tolist()
    assert made.kills.tolist() == tumours.kills[of_lung].tolist()


def test_a_person_alone_has_the_same_tumours_as_in_the_crowd(model, people, weights, tumours):
    some = slice(400, 700)

    made = cancers.draw(
        model,
        SEED,
        type(people)(*(column[some] for column in people)),
        type(weights)(*(column[some] for column in weights)),
    )

    there = (tumours.row >= some.start) & (tumours.row < some.stop)
    assert (made.row + some.start).tolist() == tumours.row[there].tolist()
    assert made.clinical.tolist() == tumours.clinical[there].tolist()


def test_who_had_smoked_less_gets_lung_cancer_no_sooner(simulation, exposed, people):
    alone = cancers.prepare(simulation, Draw(), exposed, last_year=LAST, only=("lung",))
    people.other_death[:] = np.inf
    people.entered[:] = people.born
    before = cancers.draw(alone, SEED, people, exposures.weigh(exposed, people))
    people.smokes_until[:] = np.minimum(people.smokes_until, people.smokes_from + 10)
    after = cancers.draw(alone, SEED, people, exposures.weigh(exposed, people))

    assert_no_sooner(after, before)
    assert len(after.row) < len(before.row)


def test_a_vaccine_delays_or_prevents_cervical_cancer(simulation, exposed, people):
    alone = cancers.prepare(simulation, Draw(), exposed, last_year=LAST, only=("cervix",))
    people.vaccinated[:] = np.inf
    people.entered[:] = (
        people.born
    )  # what kills before one is counted is drawn again, and the vaccine would come before that
    before = cancers.draw(alone, SEED, people, exposures.weigh(exposed, people))
    people.vaccinated[:] = people.born + 12
    after = cancers.draw(alone, SEED, people, exposures.weigh(exposed, people))

    assert_no_sooner(after, before)
    assert len(after.row) < len(before.row) / 2
