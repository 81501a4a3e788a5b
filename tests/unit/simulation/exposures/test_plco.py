"""PLCOm2012 as it was published, without race."""

import pytest

from felles.simulation.exposures.plco import AMOUNT, plco_risk

REFERENCE = {
    "age": 62, "education": 4, "bmi": 27, "copd": False, "own_cancer": False, "family_lung_cancer": False,
    "current": False, "cigarettes": 10 / AMOUNT[1], "years_smoked": 27, "years_stopped": 10,
}  # fmt: skip


def test_the_reference_person_has_the_risk_of_the_intercept():
    assert plco_risk(**REFERENCE) == pytest.approx(0.0106393, abs=5e-8)


def test_one_who_smokes_by_hand():
    risk = plco_risk(**REFERENCE | {"age": 70, "education": 1, "bmi": 22, "copd": True, "own_cancer": True,
                                    "family_lung_cancer": True, "current": True, "cigarettes": 20,
                                    "years_smoked": 50, "years_stopped": 0})  # fmt: skip

    # -4.532506 + 0.623094 + 0.243823 + 0.137097 + 0.355306 + 0.458997 + 0.587185 + 0.259743 - 0.178334 + 0.729838 + 0.308572
    assert risk == pytest.approx(1 / (1 + 2.718281828**1.007185), abs=2e-5)


@pytest.mark.parametrize(
    "change", [{"cigarettes": 0}, {"education": 7}, {"current": True}], ids=["never smoked", "education", "stopped"]
)
def test_whom_the_model_does_not_cover_is_refused(change):
    with pytest.raises(ValueError, match="got"):
        plco_risk(**REFERENCE | change)
