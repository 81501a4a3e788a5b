"""Which course does a tumour take: when could it be found, when does it give symptoms and kill, and how is it found?"""

import math
from typing import NamedTuple

from felles.simulation.cancers.model import OLDEST, TREND_FROM, Floats
from felles.simulation.cancers.survival import time_until
from felles.simulation.compiling import part
from felles.simulation.luck import uniforms
from felles.simulation.purposes import CANCER_COURSES, CANCER_FATES, CANCER_FINDINGS
from felles.simulation.structs import CERTIFICATE, EMERGENCY, INCIDENTAL, SYMPTOMS


class Way(NamedTuple):
    """The figures of a cancer that its course reads."""

    number: int
    scale: float  # of the sojourn
    shape: float
    indolent: float
    emergency: float
    incidental: float
    certificate: float


class Course(NamedTuple):
    """A tumour's latent course, without symptoms where `clinical` is infinite."""

    kept: bool
    onset: float
    clinical: float
    stage: int
    kills: float
    found_by: int
    subtype: int


@part
def course_of(  # type: ignore[no-untyped-def]
    person: int, born: float, way: Way, seed: int, nth: int, attempt: int, age: float, until: float,
    stages: Floats, curves: Floats, older: Floats, better: Floats, kinds,
):  # fmt: skip
    """The course of a tumour whose clock rings at an age; not kept where it begins at `until` or later."""
    nothing = Course(False, math.inf, math.inf, 0, math.inf, SYMPTOMS, 0)
    if not age < math.inf:
        return nothing
    own = (attempt << 8) | (way.number << 1) | nth
    of_sojourn, of_stage = uniforms(seed, person, CANCER_COURSES, own)
    clinical = born + age
    onset = max(clinical - way.scale * (-math.log(of_sojourn)) ** (1.0 / way.shape), born)
    if onset >= until:
        return nothing
    of_life, of_kind = uniforms(seed, person, CANCER_FATES, own)
    of_finding, of_symptoms = uniforms(seed, person, CANCER_FINDINGS, own)
    stage = stage_of(stages, of_stage)
    subtype = kind_of(kinds[min(int(age), OLDEST)], of_kind)
    if of_symptoms * (1.0 + way.indolent) < way.indolent:
        return Course(True, onset, math.inf, stage, math.inf, SYMPTOMS, subtype)
    kills = clinical + time_until(curves[stage], power_at(older, better, clinical, age), of_life)
    return Course(True, onset, clinical, stage, kills, found_by(way, of_finding, kills < math.inf), subtype)


@part
def power_at(older: Floats, better: Floats, time: float, age: float) -> float:
    """The ratio of the excess mortality of those who are diagnosed at a time and an age. older: by age; better: by year."""
    year = min(max(int(time) - TREND_FROM, 0), len(better) - 1)
    return float(older[min(max(int(age), 0), OLDEST)] * better[year])


@part
def stage_of(shares: Floats, luck: float) -> int:
    """1 to 4 by cumulative shares; 0 for a cancer without stages."""
    if math.isnan(shares[0]):
        return 0
    stage = 1
    while stage < 4 and luck > shares[stage - 1]:
        stage += 1
    return stage


@part
def enter_stages(entries: Floats, dwell: Floats, stage: int, onset: float, clinical: float) -> None:
    """When it enters each stage up to the one it has with symptoms: the sojourn split in proportion to `dwell`."""
    total = 0.0
    for each in range(stage):
        total += dwell[each]
    spent = 0.0
    for each in range(4):
        entries[each] = onset + (clinical - onset) * spent / total if each < stage else math.inf
        spent += dwell[each]


@part
def kind_of(shares, luck: float) -> int:  # type: ignore[no-untyped-def]
    """The row of `kinds` by cumulative shares."""
    kind = 0
    while kind < len(shares) - 1 and luck > shares[kind]:
        kind += 1
    return kind


@part
def found_by(way: Way, luck: float, kills: bool) -> int:
    """How it is found without screening: emergency, incidental, from the certificate (of those it kills), symptoms."""
    if luck < way.emergency:
        return EMERGENCY
    if luck < way.emergency + way.incidental:
        return INCIDENTAL
    if kills and luck > 1.0 - way.certificate:
        return CERTIFICATE
    return SYMPTOMS
