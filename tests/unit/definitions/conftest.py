"""A content folder as small as can be, sound until a test spoils it."""

from collections.abc import Callable
from pathlib import Path

import pytest

SMALL = {
    "sources.yaml": """\
strategy: {title: The strategy, publisher: A ministry, kind: official, mark: read, date: "2025"}
memory: {title: From memory, publisher: nobody, kind: memory, mark: remembered}
""",
    "units.yaml": """\
percent:
  label: {nb: prosent, nn: prosent, en: per cent}
  symbol: "%"
""",
    "breakdowns.yaml": """\
year:
  label: {nb: år, nn: år, en: year}
""",
    "goals/areas.yaml": """\
prevention:
  number: 1
  label: {nb: Forebygging, nn: Førebygging, en: Prevention}
  about: {nb: Færre syke., nn: Færre sjuke., en: Fewer ill.}
""",
    "goals/overall.yaml": """\
new_cases:
  label: {nb: Nye, nn: Nye, en: New}
  value: 38000
  unit: percent
  source: strategy
""",
    "goals/01_tobacco.yaml": """\
id: "01_tobacco"
number: 1
area: prevention
title: {nb: Tobakk, nn: Tobakk, en: Tobacco}
heading: {nb: Fri, nn: Fri, en: Free}
why: {nb: Derfor., nn: Difor., en: Because.}
lead_indicator: smoking
indicators: [smoking]
""",
    "indicators/smoking.yaml": """\
id: smoking
goal: 01_tobacco
label: {nb: Røyking, nn: Røyking, en: Smoking}
numerator: those who smoke
unit: percent
direction: down
breakdowns: [year]
kept_by: Statistics
computable_from_log: "yes"
baseline:
  value: 7
  period: "2023"
  source: strategy
target_2035: {note: nothing published was found}
""",
    "pathways/measurement.yaml": """\
points: []
targets: []
rules: []
treatment_kinds: []
inclusion: {days_before: 365, days_after: 120, assumption: Ours.}
""",
    "pathways/oddities.yaml": """\
ahead:
  label: {nb: Fram i tid, nn: Fram i tid, en: Ahead}
  mend: {nb: Rett den., nn: Rett ho., en: Mend it.}
""",
    "pathways/registration.yaml": """\
pattern: prefix and letters
reported_to: a registry
sources: [strategy]
codes: []
diagnostic_endings: []
special_cases: []
pauses: none
known_inconsistencies: []
elsewhere: []
""",
    "pathways/changes.yaml": "changes: []\n",
    "pathways/results.yaml": "results: []\n",
    "pathways/breast.yaml": """\
id: breast
label: {nb: Brystkreft, nn: Brystkreft, en: Breast cancer}
group: organ_specific
status: active
introduced: {day: "2015-01-01", verified: true}
prefix: {code: "A01", verified: false, source: memory}
icd10: {codes: ["C50"], verified: false}
times_status: read_official
verified: true
source: strategy
limits:
  - step: first_attendance_to_decision
    days:
      "2015-01-01": {value: 7, source: strategy, verified: true, start: introduction}
      "2021-05-01": {value: 12, source: strategy, verified: true, start: stated}
""",
    "rulebooks/elsewhere/wait.yaml": """\
id: wait
label: {nb: Ventetid, nn: Ventetid, en: Wait}
opens: [referred]
closes: [attended]
limits:
  - days:
      "2020-01-01": {value: 7, source: strategy, verified: true, start: stated}
      "2024-01-01": {value: 5, source: strategy, verified: true, start: stated}
source: strategy
verified: true
""",
    "home_pathway/talk.yaml": """\
id: talk
number: 1
label: {nb: Samtale, nn: Samtale, en: Conversation}
holder: municipality
opens: window
held_by: [needs_conversation_held:municipality_first]
dropped_by: [needs_conversation_dropped:municipality_first]
window:
  "2022-01-01": {from_months: 3, to_months: 4, source: strategy, verified: true, start: stated}
ask_again_after: {value: 30, assumption: Ours.}
source: strategy
verified: true
""",
    "quality/checks/sex_site.yaml": """\
id: sex_site
label: {nb: Kjønn og organ, nn: Kjønn og organ, en: Sex and organ}
severity: E
text: {nb: "Rett {topography}.", nn: "Rett {topography}.", en: "Mend {topography}."}
source: strategy
verified: true
rules:
  - id: female_organ_in_male
    when: [{sex: [male], topography: ["C51-C58"]}]
""",
    "quality/indicators/dco.yaml": """\
id: dco
label: {nb: Dødsattest, nn: Dødsattest, en: Death certificate}
direction: down
numerator: [{basis: ["0"]}]
source: strategy
verified: true
""",
    "quality/multiple_primaries.yaml": """\
label: {nb: Flere svulster, nn: Fleire svulstar, en: Several tumours}
counted: [{behaviour: ["3"]}]
sites: []
histologies:
  - {id: adenocarcinoma, label: {nb: Kjertelkreft, nn: Kjertelkreft, en: Adenocarcinoma}, morphology: ["8140-8149"]}
source: strategy
verified: true
""",
    "programmes/follow_up/breast_plan.yaml": """\
id: breast_plan
label: {nb: Brystkreft, nn: Brystkreft, en: Breast cancer}
pathway: breast
source: strategy
verified: true
anchor: {kind: diagnosis, events: ["diagnosed:C50*"]}
slack_days: 30
slack_assumption: Our own choice.
items:
  - id: visit
    label: {nb: Kontroll, nn: Kontroll, en: Visit}
    who: hospital
    done_by: ["visited:planned_control"]
    at_months: [3, 6]
    every_months: 12
    until_months: 60
  - id: talk
    label: {nb: Samtale, nn: Samtale, en: Talk}
    who: gp
    done_by: ["visited:gp"]
    window_months: [3, 6]
""",
    "sites.yaml": """\
lung:
  label: {nb: Lunge, nn: Lunge, en: Lung}
  icd10: ["C33-C34"]
  source: strategy
  verified: true
""",
    "standards/young.yaml": """\
id: young
label: {nb: Unge, nn: Unge, en: The young}
weights: {"0-4": 2, "5+": 1}
source: strategy
verified: true
""",
    "survival_weights/half.yaml": """\
id: half
label: {nb: Like mye, nn: Like mykje, en: Alike}
weights: {"15-64": 0.5, "65+": 0.5}
source: strategy
verified: true
""",
    "country/norway/health_regions.yaml": """\
west:
  label: {nb: Helse Vest, nn: Helse Vest, en: West}
  verified: true
  source: strategy
""",
    "country/norway/hospital_trusts.yaml": """\
bergen: {name: Helse Bergen, region: west, owner: state, hospitals: [Haukeland], verified: false, source: memory}
""",
    "country/norway/counties.yaml": """\
"46":
  label: {nb: Vestland, nn: Vestland, en: Vestland}
  region: west
  source: strategy
""",
    "country/norway/population/by_county.yaml": """\
id: by_county
title: People by county
columns:
  day: {type: date, meaning: 1 January}
  county: {type: text, meaning: its number}
  persons: {type: whole_number, meaning: both sexes}
source: strategy
licence: free
""",
    "country/norway/population/by_county.csv": "day,county,persons\n2024-01-01,46,651299\n",
}

Spoil = Callable[..., Path]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A small sound content folder."""
    content = tmp_path / "content"
    for name, text in SMALL.items():
        file = content / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    return content


@pytest.fixture
def spoil(folder: Path) -> Spoil:
    """Replaces a passage of a file in the small folder; the folder is given back."""

    def replace(name: str, passage: str, other: str) -> Path:
        file = folder / name
        text = file.read_text(encoding="utf-8")
        assert passage in text, f"{name} does not hold {passage!r}"
        file.write_text(text.replace(passage, other, 1), encoding="utf-8")
        return folder

    return replace
