"""`felles validate`: what must hold, and every published figure beside the simulated one."""

import orjson
import pytest
from typer.testing import CliRunner

from felles.cli import app
from felles.simulation.request import CannotSimulate
from felles.simulation.running import run_country
from felles.simulation.validating import ladder, sameness


@pytest.fixture
def felles():
    return lambda *words: CliRunner().invoke(app, [str(word) for word in words])


@pytest.fixture(autouse=True)
def small(monkeypatch):
    """Small countries, and one process: that several write the same log is tested with the country."""
    monkeypatch.setattr(ladder, "SMALL", 600)
    monkeypatch.setattr(ladder, "COUPLED_PEOPLE", 3_000)
    monkeypatch.setattr(
        sameness, "run_country", lambda country, folder, **how: run_country(country, folder, **how | {"workers": 1})
    )


def test_a_small_country_keeps_its_promises_and_is_told_figure_by_figure(felles, simulation, tmp_path):
    page = tmp_path / "page.md"

    answer = felles("validate", "--people", 800, "--workers", 1, "--json", "--report", page)

    assert answer.exit_code == 0, answer.stderr
    rows = {row["figure"]: row for row in orjson.loads(answer.stdout)["rows"]}
    assert all(rows[rung]["inside"] for rung in ("workers", "alone", "no_effect", "cancer_clock"))
    assert (rows["strategy.2040"]["published"], rows["strategy.2040"]["kind"]) == (50_000, "validation")
    assert rows["population.male.2024"]["simulated"] == pytest.approx(2_800_000, rel=0.02)
    said = {each.id_of(figure) for kind in ("target", "validation") for each in simulation.records[kind].values()
            for figure in each.figures}  # fmt: skip
    assert said <= rows.keys(), "every published figure is answered"
    assert "## The worst deviations" in page.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("words", "said"),
    [(("--only", "all"), "national or ladder"), (("--only", "ladder", "--report", "page.md"), "leave out --only")],
)
def test_what_cannot_be_asked_is_refused(felles, words, said):
    answer = felles("validate", *words)

    assert isinstance(answer.exception, CannotSimulate)
    assert said in str(answer.exception)
