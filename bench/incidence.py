"""Incidence by site, sex, age, year and county from ten million diagnoses, against a bare GROUP BY of the same columns."""

import os
from typing import Any

import numpy as np
import polars as pl

from bench.measure import Result, in_turn
from felles.definitions import load_content
from felles.epidemiology.occurrence.case_tables import case_table
from felles.epidemiology.occurrence.incidence import incidence
from felles.epidemiology.occurrence.site_codes import codes_of
from felles.epidemiology.occurrence.tallies import tallied

DIAGNOSES = int(os.environ.get("FELLES_BENCH_DIAGNOSES", 10_000_000))
THREADS = 2
BY = ("site", "sex", "age", "year", "county")
CONTENT = load_content()
BARE = "select site, sex, age, year, county, count(*) as cases from counted_by group by all"


def run() -> list[Result]:
    import ibis

    connection = ibis.duckdb.connect(threads=THREADS)
    connection.raw_sql("set preserve_insertion_order = false")
    connection.con.register("invented", invented(DIAGNOSES).to_arrow())
    connection.raw_sql("create table diagnosis as select * from invented")
    connection.raw_sql(
        """create table counted_by as
        select substr(icd10, 1, 3) as site, sex, least(datesub('year', born_on, diagnosed_on) // 5, 17) as age,
            year(diagnosed_on) as year, substr(place, 1, 2) as county
        from diagnosis"""
    )
    table = connection.table("diagnosis")

    def count() -> Any:
        return tallied(
            case_table(table),
            BY,
            site=None,
            period=None,
            primaries="registered",
            content=CONTENT,
            run=connection.to_polars,
        )

    def whole() -> Any:
        return incidence(table, by=BY, content=CONTENT, run=connection.to_polars)

    def bare() -> Any:
        return connection.con.sql(BARE).to_arrow_table()

    if count().rows["cases"].sum() != DIAGNOSES:
        raise AssertionError("Every invented diagnosis is a cancer, and must be counted.")
    counting, rates, grouped = in_turn([count, whole, bare], 5, warm=1)
    job = f"incidence by site, sex, age, year and county, {DIAGNOSES / 1e6:g} M diagnoses"
    return [
        Result(
            f"{job}: counted", f"{counting:.2f} s", f"{grouped:.2f} s GROUP BY", f"{counting / grouped:.2f}x",
            "at most 4x", counting <= 4 * grouped,
        ),
        Result(
            f"{job}: with person-years, rates and limits of {whole().rows.height:,} cells", f"{rates:.2f} s",
            f"{grouped:.2f} s GROUP BY", f"{rates / grouped:.2f}x", "at most 4x", rates <= 4 * grouped,
        ),
    ]  # fmt: skip


def invented(diagnoses: int) -> pl.DataFrame:
    """Tumours of twenty years: code, sex, dates and municipality, in no order."""
    chance = np.random.default_rng(1)
    codes = [
        f"{code[:3]}.{code[3]}"
        for site in CONTENT.sites.values()
        for code in sorted(codes_of(site))
        if not site.total and len(code) == 4 and code[3] in "0123" and (site.sex is None)
    ]
    municipalities = [f"{county}01" for county in CONTENT.counties]
    days = chance.integers(0, 20 * 365, diagnoses)
    return pl.DataFrame(
        {
            "person": np.arange(diagnoses),
            "icd10": pl.Series(codes).gather(chance.integers(0, len(codes), diagnoses)),
            "sex": pl.Series(["female", "male"]).gather(chance.integers(0, 2, diagnoses)),
            "born_on": np.datetime64("1915-01-01", "D")
            + chance.integers(0, 75 * 365, diagnoses).astype("timedelta64[D]"),
            "diagnosed_on": np.datetime64("2004-01-01", "D") + days.astype("timedelta64[D]"),
            "place": pl.Series(municipalities).gather(chance.integers(0, len(municipalities), diagnoses)),
        }
    )
