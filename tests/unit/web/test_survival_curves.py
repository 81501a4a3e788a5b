"""Where does a survival curve of the pages stop?"""

import polars as pl

from felles.web.portals.analysis.survival import has_stopped


def test_a_curve_that_has_stopped_does_not_go_on_when_more_join_later() -> None:
    rows = pl.DataFrame(
        {
            "stage": ["II"] * 4 + ["I"] * 4,
            "years": [0.3, 0.1, 0.2, 0.4, 0.1, 0.2, 0.3, 0.4],
            "at_risk": [9, 8, 4, 7, 9, 8, 7, 6],
        }
    )

    told = rows.filter(~has_stopped(["stage"])).sort("stage", "years")

    assert told.select("stage", "years").rows() == [("I", 0.1), ("I", 0.2), ("I", 0.3), ("I", 0.4), ("II", 0.1)]


def test_the_curve_of_all_together_stops_alike() -> None:
    rows = pl.DataFrame({"years": [0.1, 0.2, 0.3], "at_risk": [5, 4, 6]})

    assert rows.filter(~has_stopped([]))["years"].to_list() == [0.1]
