"""Statistics of a table of events on the command line: by region, only some rows, as a figure; and a projection of the log."""

import json
from pathlib import Path
from xml.etree import ElementTree

import polars as pl
import pytest
from typer.testing import CliRunner

from felles.cli import app
from felles.definitions import load_content
from felles.epidemiology import incidence
from felles.epidemiology.projecting.from_log import aged_population, projection_tables

SVG = "{http://www.w3.org/2000/svg}"
CONTENT = load_content()


def people() -> list[str]:
    """Forty with colon cancer in Oslo and forty in Troms, a woman and a man by turns; in Troms every second one dies."""
    rows = ["person,type,time,code,place,episode"]
    for number in range(80):
        north = number >= 40
        sex, place = ("female", "male")[number % 2], "5501" if north else "0301"
        rows.append(f"p{number},born,1950-01-01,{sex},{place},")
        rows.append(f"p{number},diagnosed,2015-03-01,C18.7,,t{number}")
        rows.append(f"p{number},staged,2015-03-01,tnm8:{'I' if number % 4 else 'IV'},,t{number}")
        if north and number % 4 == 0:
            rows.append(f"p{number},died,2017-06-{number % 28 + 1:02},C18,,")
        else:
            rows.append(f"p{number},follow_up_ended,2024-12-31,end_of_study,,")
    return rows


@pytest.fixture
def table(tmp_path: Path) -> Path:
    file = tmp_path / "events.csv"
    file.write_text("\n".join(people()) + "\n", "utf-8")
    return file


def answer(*words: str) -> dict[str, object]:
    done = CliRunner().invoke(app, [*words, "--json"])
    assert done.exit_code == 0, done.output
    made: dict[str, object] = json.loads(done.stdout)
    return made


def test_survival_is_told_by_the_region_where_a_person_lived_at_diagnosis(table: Path) -> None:
    made = answer("survival", "--table", str(table), "--method", "kaplan-meier", "--by", "region", "--at", "5")

    rows = {row["region"]: row for row in made["rows"]}  # type: ignore[attr-defined]
    assert rows["south_east"]["survival"] == 1
    assert rows["north"]["survival"] == pytest.approx(0.75)
    assert rows["north"]["n"] == 40


def test_only_some_rows_are_the_same_rows_as_among_all(table: Path) -> None:
    words = ("survival", "--table", str(table), "--method", "kaplan-meier", "--by", "sex,region", "--at", "5")

    every, some = answer(*words)["rows"], answer(*words, "--only", "sex=female,region=north")["rows"]

    assert some == [row for row in every if (row["sex"], row["region"]) == ("female", "north")]  # type: ignore[attr-defined]
    assert len(some) == 1  # type: ignore[arg-type]


def test_only_a_column_of_the_answer_can_be_chosen_of(table: Path) -> None:
    done = CliRunner().invoke(
        app, ["survival", "--table", str(table), "--method", "kaplan-meier", "--only", "sex=female"]
    )

    assert done.exit_code != 0
    assert "--only takes column=value, a column of --by; got sex=female" in str(done.exception)


@pytest.mark.parametrize(
    ("words", "shapes", "names"),
    [
        (["survival", "--method", "kaplan-meier", "--by", "region"], "polyline", {"north", "south_east"}),
        (["incidence", "--site", "colon", "--by", "sex"], "rect", {"female", "male"}),
        (["stage", "--site", "colon", "--by", "region"], "rect", {"north", "south_east", "tnm8:IV"}),
    ],
)
def test_a_figure_is_drawn_of_what_is_answered(
    table: Path, tmp_path: Path, words: list[str], shapes: str, names: set[str]
) -> None:
    figure = tmp_path / "figure.svg"

    answer(*words, "--table", str(table), "--figure", str(figure))

    svg = ElementTree.parse(figure).getroot()
    assert len(list(svg.iter(f"{SVG}{shapes}"))) >= 2
    assert names <= {text.text for text in svg.iter(f"{SVG}text")}


def test_prevalence_quality_and_signals_are_drawn_too(table: Path, tmp_path: Path) -> None:
    counts, records = tmp_path / "counts.csv", tmp_path / "records.csv"
    lines = [
        f"{region},{year},{50 + place},{20 + place}"
        for region in ("north", "west")
        for place, year in enumerate(range(2010, 2020))
    ]
    counts.write_text("\n".join(["region,period,n,events", *lines]) + "\n", "utf-8")
    records.write_text("id,sex,icd10,basis\n1,female,C50,7\n2,male,C18,0\n", "utf-8")
    asked = {
        "prevalence": ("prevalence", "--table", str(table), "--at", "2016-12-31", "--by", "region"),
        "quality": ("quality", "--table", str(records), "--indicators"),
        "signals": ("signals", "--table", str(counts), "--by", "region"),
        "funnel": ("signals", "--table", str(counts), "--by", "region", "--method", "p_chart"),
    }

    for name, words in asked.items():
        answer(*words, "--figure", str(tmp_path / f"{name}.svg"))

    for name in asked:
        drawn = ElementTree.parse(tmp_path / f"{name}.svg").getroot()
        assert drawn.tag == f"{SVG}svg"
        texts = {text.text for text in drawn.iter(f"{SVG}text")}
        assert "north" in texts or name == "quality", name


def test_a_figure_of_quality_is_of_the_indicators(tmp_path: Path) -> None:
    words = ["quality", "--table", str(tmp_path / "records.csv"), "--figure", str(tmp_path / "figure.svg")]

    done = CliRunner().invoke(app, words)

    assert "--figure draws the indicators: ask for --indicators too." in str(done.exception)


def test_avoidable_deaths_are_told_between_regions(table: Path) -> None:
    made = answer("survival", "--table", str(table), "--avoidable", "region", "--reference", "best", "--at", "5")

    rows = {row["region"]: row for row in made["rows"]}  # type: ignore[attr-defined]
    assert rows["south_east"]["avoidable"] == 0
    assert 8 < rows["north"]["avoidable"] < 12  # ten of the forty in the north died, nobody in the south-east


def test_a_figure_of_another_kind_than_svg_is_refused(table: Path, tmp_path: Path) -> None:
    words = ["survival", "--table", str(table), "--method", "kaplan-meier", "--figure", str(tmp_path / "figure.png")]

    done = CliRunner().invoke(app, words)

    assert "--figure draws SVG: name a file such as figure.svg." in str(done.exception)


def test_the_people_to_come_are_those_of_today_a_year_older_for_each_year() -> None:
    known = CONTENT.population["age_sex"].frame
    dying = CONTENT.population["life_table_2019_2023"].frame

    people, day = aged_population(CONTENT, last=2029)

    women = known.filter(pl.col("age").is_between(60, 64))["female"].to_list()
    lives_on = []
    for age, count in zip(range(60, 65), women, strict=True):
        for later in range(age, age + 5):
            [probability] = dying.filter((pl.col("sex") == "female") & (pl.col("age") == later))["probability"]
            count *= 1 - probability
        lives_on.append(count)
    [five_years_on] = people.filter(
        (pl.col("year") == 2029) & (pl.col("sex") == "female") & (pl.col("age_group") == "65-69")
    )["population"]
    assert day == "2024-01-01"
    assert five_years_on == pytest.approx(sum(lives_on))


def test_a_projection_of_the_log_starts_from_the_cases_that_incidence_counts() -> None:
    cases = pl.DataFrame(
        {"icd10": ["C18"] * 6, "sex": ["male"] * 6, "year": [2019, 2020, 2020, 2021, 2022, 2022], "age": 70}
    )

    tables = projection_tables(cases, site="colon", last=2022)

    counted = incidence(cases, by=["year"], site="colon", period=(2019, 2022)).rows
    by_year = tables.cases.group_by("year").agg(pl.col("cases").sum()).sort("year")
    assert by_year["cases"].to_list() == counted["cases"].to_list()
    assert tables.coming["year"].min() == 2024
    assert any("is an assumption" in note for note in tables.notes)
