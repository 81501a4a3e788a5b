"""What does a programme do, and can a new one be written without code?"""

from dataclasses import replace

import numpy as np
import pytest

from felles.definitions import content_folder
from felles.definitions.nodes import read_nodes
from felles.definitions.places import Findings, Place
from felles.definitions.records import Record
from felles.definitions.simulation.screening import Programme
from felles.simulation import cancers, screening
from felles.simulation.exposures.weighing import PIECES, Weights
from felles.simulation.parameters import Draw
from felles.simulation.screening.results import CANCER
from felles.simulation.structs import SCREENING, people_of, tumours_for

SEED = 2
TWENTY, TEN = "{value: 20, source: strategy}", "{value: 10, source: strategy}"


def programme(tmp_path, name, *changes):
    """A programme of content with pieces of its file replaced."""
    text = (content_folder() / "simulation/screening/breast.yaml").read_text(encoding="utf-8")
    for old, new in (("id: breast", f"id: {name}"), *changes):
        assert old in text
        text = text.replace(old, new)
    path = tmp_path / f"{name}.yaml"
    path.write_text(text, encoding="utf-8")
    findings = Findings()
    found = Record(Programme).read(read_nodes(path, path.name), Place(path.name, findings))
    return found, "\n".join(map(str, findings.errors))


def model_of(simulation, *programmes, first=2015):
    ids = [cancer.id for cancer in cancers.cancers_in_order(simulation)]
    records = {**simulation.records, "programme": {each.id: each for each in programmes}}
    only = replace(simulation, records=records)
    return ids, screening.prepare(
        only, Draw(0), sites=ids, precursor=np.zeros((len(ids), 2)), starts=2000, first=first, last=2040
    )


def grown_ups(count):
    people = people_of(np.arange(count, dtype=np.uint32))
    people.born[:], people.entered[:] = 1955.0, 2015.0
    return people


def test_lung_screening_of_those_who_smoked_is_a_file_and_no_code(tmp_path, simulation):
    lung, said = programme(
        tmp_path, "lung", ("sites: [breast]", "sites: [lung]"), ("sexes: [female]", "sexes: [female, male]"),
        ("all_ages: true", f"all_ages: true\nsmoked: {{pack_years: {TWENTY}, within: {TEN}}}"),
    )  # fmt: skip
    _, model = model_of(simulation, lung)
    people = grown_ups(4)
    people.smokes_from[:] = [1970.0, 1970.0, 1970.0, np.inf]
    people.smokes_until[:] = [np.inf, 2000.0, 2012.0, np.inf]
    people.cigarettes[:] = [10.0, 20.0, 15.0, 0.0]

    rounds = screening.screen(model, SEED, people, tumours_for(0))

    assert said == ""
    assert {row: round(float(rounds.invited[rounds.row == row].max())) for row in set(rounds.row)} == {0: 2024, 2: 2022}


def test_what_is_found_is_found_earlier_and_at_no_later_a_stage(simulation):
    ids, model = model_of(simulation, *simulation.records["programme"].values())
    people, tumours = grown_ups(2000), tumours_for(2000)
    tumours.row[:], tumours.site[:] = np.arange(2000), ids.index("breast")
    tumours.onset[:], tumours.clinical[:] = 2015.5, 2019.5
    tumours.diagnosed[:], tumours.stage[:], tumours.stage_found[:] = 2019.5, 3, 3
    tumours.entries[:, :3] = [2015.5, 2017.0, 2018.5]

    rounds = screening.screen(model, SEED, people, tumours)

    found = tumours.found_by == SCREENING
    assert 0.4 < found.mean() < 0.8
    assert (rounds.result == CANCER).sum() == found.sum()
    assert (tumours.diagnosed[found] < 2019.5).all()
    assert (
        tumours.stage_found[found] == 1 + (tumours.diagnosed[found] >= 2017.0) + (tumours.diagnosed[found] >= 2018.5)
    ).all()
    assert (tumours.diagnosed[~found] == 2019.5).all()


def with_a_sharp_eye(tmp_path):
    """A programme whose test sees every precancer, and after which everybody comes to the work-up."""
    made, _ = programme(
        tmp_path, "breast",
        ("precancer_sensitivity: {value: 0, low: 0, high: 0", "precancer_sensitivity: {value: 1, low: 1, high: 1"),
        ("unsuitable: {value: 0.005, low: 0.001", "unsuitable: {value: 0, low: 0"),
        ("work_up: {value: 0.99", "work_up: {value: 1"),
    )  # fmt: skip
    return made


def with_a_precancer(simulation, sharp):
    """Five hundred women with a long precancer that would be a cancer with symptoms in 2033; the model and they."""
    ids, model = model_of(simulation, sharp)
    model = model._replace(precursor=np.tile([1000.0, 50.0], (len(ids), 1)))
    people, tumours = grown_ups(500), tumours_for(500)
    tumours.row[:], tumours.site[:] = np.arange(500), ids.index("breast")
    tumours.onset[:], tumours.clinical[:], tumours.diagnosed[:] = 2030.0, 2033.0, 2033.0
    return model, people, tumours


def test_a_treated_precancer_takes_the_cancer_away(tmp_path, simulation):
    model, people, tumours = with_a_precancer(simulation, with_a_sharp_eye(tmp_path))

    rounds = screening.screen(model, SEED, people, tumours)

    came = np.bincount(rounds.row, weights=np.isfinite(rounds.attended), minlength=500) > 0
    assert came.any()
    assert np.isinf(tumours.diagnosed[came]).all()
    assert np.isfinite(tumours.diagnosed[~came]).all()


def test_who_had_a_precancer_treated_is_invited_after_the_cancer_would_have_come(tmp_path, simulation):
    model, people, tumours = with_a_precancer(simulation, with_a_sharp_eye(tmp_path))
    people.born[:] = 1968.0

    rounds = screening.screen(model, SEED, people, tumours)

    spared = np.flatnonzero(np.isinf(tumours.diagnosed))
    latest = [rounds.invited[rounds.row == row].max() for row in spared]
    assert len(spared) > 300
    assert min(latest) > 2033.0


def test_under_a_programme_nobody_has_a_cancer_that_would_not_have_come_without_it(simulation):
    """The same luck: tests and treated precancers take cancers away, and add none."""
    ids, model = model_of(simulation, simulation.records["programme"]["cervix"])
    ill = cancers.prepare(simulation, Draw(0), None, last_year=2040, only=["cervix"])
    model = model._replace(looks_for=model.looks_for[:, [ids.index("cervix")]], precursor=ill.precursor)
    none = model._replace(begins=np.full_like(model.begins, np.inf))

    before, after = (women_with_cervical_cancer(ill, each) for each in (none, model))

    assert (after.clinical[np.isfinite(after.clinical)] == before.clinical[np.isfinite(after.clinical)]).all()
    assert (after.diagnosed <= np.where(np.isinf(after.clinical), np.inf, before.diagnosed)).all()
    assert 0.2 < np.isfinite(after.diagnosed).sum() / np.isfinite(before.diagnosed).sum() < 0.6


def women_with_cervical_cancer(ill, model):
    """The tumours of two hundred thousand women born in 1955, after screening."""
    people = people_of(np.arange(200_000, dtype=np.uint32))
    people.born[:], people.entered[:] = 1955.0, 2000.0
    exposures = np.full((len(people.index), PIECES), np.inf)
    unexposed = Weights(
        exposures, exposures, 0 * people.born[:, None] + np.zeros(PIECES), exposures[:, 0], 0 * people.born
    )
    tumours = cancers.draw(ill, SEED, people, unexposed)
    screening.screen(model, SEED, people, tumours)
    return tumours


@pytest.mark.parametrize("first", [2001, 2015, 2030])
def test_what_is_found_does_not_hang_on_the_year_from_which_it_is_told(simulation, first):
    """Who is there when the population starts has been invited since the programme came to the county."""
    found, told = [], []
    for each in (2000, first):
        ids, model = model_of(simulation, simulation.records["programme"]["breast"], first=each)
        people, tumours = grown_ups(3000), tumours_for(3000)
        people.born[:], people.entered[:], people.county[:] = 1945.0, 2000.0, 0
        tumours.row[:], tumours.site[:] = np.arange(3000), ids.index("breast")
        tumours.onset[:] = 1995.0 + np.arange(3000) * 0.005
        tumours.clinical[:] = tumours.diagnosed[:] = tumours.onset + 4.0
        tumours.entries[:, 0] = tumours.onset
        told.append(screening.screen(model, SEED, people, tumours))
        found.append(tumours)

    assert (found[0].diagnosed == found[1].diagnosed).all()
    assert (found[0].found_by == found[1].found_by).all()
    assert (found[0].diagnosed[found[0].found_by == SCREENING] < 2000.0).any()
    later = told[0].invited >= first
    assert (told[0].result[later] == told[1].result).all()
    assert (told[0].attended[later] == told[1].attended).all()


def test_more_who_come_change_nothing_for_those_who_came(tmp_path, simulation):
    usual, _ = programme(tmp_path, "breast")
    more, _ = programme(tmp_path, "breast", ("other: 0.765", "other: 0.9"))
    people = grown_ups(3000)
    people.county[:] = 4

    before, after = (
        screening.screen(model_of(simulation, each)[1], SEED, people, tumours_for(0)) for each in (usual, more)
    )

    came = np.isfinite(before.attended)
    assert (after.attended[came] == before.attended[came]).all()
    assert np.isfinite(after.attended).mean() > came.mean() + 0.08


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("sites: [breast]", "site: [breast]", 'Did you mean "sites"?'),
        ("ages: [50, 70]", "ages: [70, 50]", "two ages, the first below the second"),
        ("test: mammography", "test: mamography", "a test of the programme: mammography"),
        ('      none: {value', '      never: {value', "allowed is 1, 2, 3, 4, none"),
        ("value: 1.7, low: 1.3", "value: 1.7, low: 1.9", "a value between low and high"),
        ("true\nregimes", "perhaps\nregimes", "true or false"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_refused_in_words(tmp_path, old, new, said):
    assert said in programme(tmp_path, "breast", (old, new))[1]


def test_a_cancer_that_is_not_modelled_is_refused(tmp_path, simulation):
    wrong, _ = programme(tmp_path, "breast", ("sites: [breast]", "sites: [brest]"))

    with pytest.raises(Exception, match='Did you mean "breast"'):
        model_of(simulation, wrong)
