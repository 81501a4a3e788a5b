"""How likely is lung cancer within six years for one who smokes or has smoked? PLCOm2012, without the terms for race.

Tammemagi, Katki, Hocking and others, N Engl J Med 2013;368:728-36. Norway uses no race, and the reference there is white: term 0.
"""

import math

AT_REFERENCE = -4.532506
AGE, EDUCATION, BMI = (0.0778868, 62.0), (-0.0812744, 4.0), (-0.0274194, 27.0)
COPD, OWN_CANCER, FAMILY_LUNG_CANCER, CURRENT = 0.3553063, 0.4589971, 0.587185, 0.2597431
AMOUNT, SMOKED, STOPPED = (-1.822606, 0.4021541613), (0.0317321, 27.0), (-0.0308572, 10.0)


def plco_risk(
    *,
    age: float,
    education: int,
    bmi: float,
    copd: bool,
    own_cancer: bool,
    family_lung_cancer: bool,
    current: bool,
    cigarettes: float,
    years_smoked: float,
    years_stopped: float,
) -> float:
    """The risk from 0 to 1. education: 1 less than high school to 6 postgraduate. cigarettes: a day, above 0.

    years_stopped is 0 for current smokers. Raises ValueError for what the model does not cover.
    """
    if cigarettes <= 0:
        raise ValueError(f"PLCOm2012 is for those who have smoked: cigarettes a day above 0; got {cigarettes:g}.")
    if not 1 <= education <= 6:
        raise ValueError(f"Education is 1 (less than high school) to 6 (postgraduate); got {education}.")
    if current and years_stopped:
        raise ValueError(f"Who smokes has not stopped: years_stopped is 0; got {years_stopped:g}.")
    logit = (
        AT_REFERENCE
        + _from(AGE, age)
        + _from(EDUCATION, education)
        + _from(BMI, bmi)
        + COPD * copd
        + OWN_CANCER * own_cancer
        + FAMILY_LUNG_CANCER * family_lung_cancer
        + CURRENT * current
        + _from(AMOUNT, 10 / cigarettes)
        + _from(SMOKED, years_smoked)
        + _from(STOPPED, years_stopped)
    )
    return 1 / (1 + math.exp(-logit))


def _from(term: tuple[float, float], value: float) -> float:
    """A coefficient times the distance from where it is centred."""
    coefficient, centre = term
    return coefficient * (value - centre)
