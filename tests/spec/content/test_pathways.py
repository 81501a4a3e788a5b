"""The Norwegian cancer pathways: which limits hold from which day, and which of them were verified."""

import os
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from felles.definitions import Content, Pathway

TODAY = date(2026, 11, 21)
SURVEILLANCE = "surveillance_or_restaging_or_adjuvant_chemo_decision"


@pytest.fixture(scope="module")
def reference() -> dict[str, Any]:
    folder = os.environ.get("FELLES_REFERENCE")
    if not folder:
        pytest.skip("The environment variable FELLES_REFERENCE does not point at the reference folder.")
    read: dict[str, Any] = YAML(typ="safe").load(Path(folder, "reference/pathways.yaml"))
    return read


def days(pathway: Pathway, step: Any, on: date, kind: Any = None) -> int | None:
    limit = pathway.limit(step, on, kind)
    assert limit is not None
    return limit.value


def test_there_are_26_active_pathways_and_two_retired(content: Content) -> None:
    groups = Counter(pathway.group for pathway in content.pathways.values() if pathway.status == "active")
    retired = {pathway.id: pathway.retired_on for pathway in content.pathways.values() if pathway.status == "retired"}

    assert groups == {"organ_specific": 24, "metastases_unknown_primary": 1, "diagnostic": 1}
    assert retired == {"acute_leukaemia": date(2021, 5, 1), "cll": date(2021, 5, 1)}


def test_breast_has_7_days_to_decide_until_april_2021_and_12_from_may(content: Content) -> None:
    breast = content.pathways["breast"]

    assert days(breast, "first_attendance_to_decision", date(2021, 4, 30)) == 7
    assert days(breast, "first_attendance_to_decision", date(2021, 5, 1)) == 12


def test_breast_totals_are_five_days_shorter_before_may_2021(content: Content) -> None:
    breast = content.pathways["breast"]

    assert days(breast, "referral_to_treatment_start", date(2021, 4, 30), "surgery") == 27
    assert days(breast, "referral_to_treatment_start", date(2021, 5, 1), "surgery") == 32
    assert days(breast, "referral_to_treatment_start", date(2021, 4, 30), "systemic") == 24
    assert days(breast, "referral_to_treatment_start", date(2021, 5, 1), "systemic") == 29


def test_testicular_surgery_went_from_14_to_28_days_and_systemic_from_21_to_14(content: Content) -> None:
    testicular = content.pathways["testicular"]

    assert days(testicular, "decision_to_treatment_start", date(2021, 4, 30), "surgery") == 14
    assert days(testicular, "decision_to_treatment_start", date(2021, 5, 1), "surgery") == 28
    assert days(testicular, "decision_to_treatment_start", date(2021, 4, 30), "systemic") == 21
    assert days(testicular, "decision_to_treatment_start", date(2021, 5, 1), "systemic") == 14


def test_testicular_surveillance_has_a_limit_of_its_own(content: Content) -> None:
    testicular = content.pathways["testicular"]

    assert days(testicular, "decision_to_treatment_start", TODAY, "surveillance") == 14
    assert days(testicular, "referral_to_treatment_start", TODAY, "surveillance") == 31


def test_lymphoma_radiotherapy_is_known_from_2023_only(content: Content) -> None:
    lymphoma = content.pathways["lymphoma"]

    assert lymphoma.limit("decision_to_treatment_start", date(2022, 12, 31), "radiotherapy") is None
    assert days(lymphoma, "decision_to_treatment_start", date(2023, 1, 1), "radiotherapy") == 17
    assert days(lymphoma, "referral_to_treatment_start", date(2023, 1, 1), "radiotherapy") == 35


def test_myeloma_has_one_verified_step_and_is_unverified_as_a_whole(content: Content) -> None:
    myeloma = content.pathways["myeloma"]
    limit = myeloma.limit("decision_to_treatment_start", date(2023, 1, 1), "radiotherapy")

    assert limit is not None
    assert (limit.value, limit.verified, myeloma.verified) == (14, True, False)
    assert myeloma.limit("referral_to_first_attendance", TODAY) is None


def test_a_verified_limit_without_a_value_says_that_no_time_is_defined(content: Content) -> None:
    limit = content.pathways["breast"].limit("decision_to_treatment_start", TODAY, "radiotherapy")

    assert limit is not None
    assert (limit.value, limit.verified) == (None, True)


def test_bile_duct_keeps_read_and_remembered_steps_apart(content: Content) -> None:
    bile_duct = content.pathways["bile_duct"]
    verified = {limit.step for limit in bile_duct.limits if limit.days.latest.verified}

    assert verified == {"referral_to_first_attendance", "first_attendance_to_decision"}
    assert bile_duct.verified is False


def test_remembered_pathways_hold_no_verified_limit(content: Content) -> None:
    remembered = [one for one in content.pathways.values() if one.times_status == "remembered"]

    assert {one.id for one in remembered} == {"prostate", "melanoma", "head_neck", "diagnostic"}
    for pathway in remembered:
        assert pathway.verified is False
        assert {(limit.days.latest.verified, limit.days.latest.source) for limit in pathway.limits} == {
            (False, "remembered")
        }


def test_the_diagnostic_pathway_ends_with_the_decision(content: Content) -> None:
    diagnostic = content.pathways["diagnostic"]

    assert diagnostic.ends_with == "decision"
    assert days(diagnostic, "referral_to_decision", TODAY) == 22


def test_steps_add_up_to_the_total(content: Content) -> None:
    added = 0
    for pathway in content.pathways.values():
        for limit in pathway.limits:
            for day, total in limit.days:
                if limit.step != "referral_to_treatment_start" or total.value is None:
                    continue
                steps = (
                    days(pathway, "referral_to_first_attendance", day),
                    days(pathway, "first_attendance_to_decision", day),
                    days(pathway, "decision_to_treatment_start", day, limit.kind),
                )

                assert sum(step or 0 for step in steps) == total.value, (pathway.id, limit.kind, day)
                added += 1
    assert added > 40


def test_the_national_target_is_70_per_cent(content: Content) -> None:
    assert {target.id: target.threshold for target in content.measurement.targets} == {
        "inclusion": 0.7,
        "within_time": 0.7,
    }


def test_the_measured_intervals_run_between_registered_codes(content: Content) -> None:
    points = {point.id: (point.from_code, point.to_code, point.verified) for point in content.measurement.points}

    assert points["OF2"] == ("S", "C*", True)
    assert points["OF4"] == ("A", "FK|FM|FS", True)
    assert points["OF1"][2] is points["OF3"][2] is False


def test_event_codes_keep_verified_and_inferred_apart(content: Content) -> None:
    inferred = {code.code for code in content.registration.codes if not code.verified}

    assert len(content.registration.codes) == 16
    assert inferred == {"B", "X"}


def test_examples_expect_the_limits_that_the_definition_holds(content: Content) -> None:
    ran = 0
    for pathway in content.pathways.values():
        for example in pathway.examples:
            started = next(event.at for event in example.events if event.type == "referred")
            kind = next((event.code for event in example.events if event.type == "treatment_started"), None)
            for step, expected in example.expect["limits"].items():
                with_kind = kind if step.endswith("treatment_start") else None

                assert days(pathway, step, started, with_kind) == expected, example.case
                ran += 1
    assert ran > 30


def test_limits_are_those_of_the_reference(content: Content, reference: dict[str, Any]) -> None:
    for said in reference["pathways"]:
        ours = content.pathways[said["id"]]
        times = dict(said["times"])
        steps: dict[tuple[Any, Any], int | None] = {
            (step, None): value for step, value in times.items() if not isinstance(value, dict)
        }
        for step in ("decision_to_treatment_start", "referral_to_treatment_start"):
            for kind, value in times[step].items():
                steps[step, "surveillance" if kind == SURVEILLANCE else kind] = value

        for (step, kind), value in steps.items():
            limit = ours.limit(step, TODAY, kind)
            assert (limit.value if limit else None) == value, (said["id"], step, kind)
        assert ours.verified == said["verified"]
        assert ours.times_status == said["times_status"]
        assert ours.prefix.code == said["npr_prefix"]
        assert ours.prefix.verified == said["npr_prefix_verified"]
        assert list(ours.icd10.codes) == said["icd10"]
        assert ours.introduced.day.isoformat() == said["introduced"]
        assert ours.introduced.verified == said["introduced_verified"]


def test_event_codes_are_those_of_the_reference(content: Content, reference: dict[str, Any]) -> None:
    said = {code["code"]: code["verified"] for code in reference["registration"]["codes"]}

    assert {code.code: code.verified for code in content.registration.codes} == said
