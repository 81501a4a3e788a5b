"""The Norwegian intervals of many episodes, written by hand in Polars: the bare part that the rule is measured against."""

from datetime import date

import polars as pl

KEY = ("person", "episode")
NO_KIND = "none"


def intervals_by_hand(events: pl.DataFrame, limits: pl.DataFrame, *, at: date) -> pl.DataFrame:
    """The rows that felles.pathways.intervals gives for the Norwegian book.

    events: person, episode, type, day, code. limits: interval, pathway, kind, begins, until, days, verified.
    """
    known = events.lazy().filter(pl.col("day") <= at)
    begun = known.filter(pl.col("type") == "referred").group_by(KEY).agg(started_on=pl.col("day").min())
    types = ["referred", "attended", "decided", "treatment_planned", "treatment_started", "pathway_ended"]
    since = known.filter(pl.col("type").is_in(types)).join(begun, on=KEY).filter(pl.col("day") >= pl.col("started_on"))
    since = since.collect().lazy()  # used six times: left lazy, Polars makes it anew for each
    day, code, type_ = pl.col("day"), pl.col("code"), pl.col("type")
    limited = (
        limits.lazy()
        .filter((pl.col("interval") == "OF3") & (pl.col("kind") == "surveillance"))
        .select(pathway="pathway", limited_from="begins", limited_until="until")
    )
    treat, watch = (type_ == "decided") & (code == "treat"), (type_ == "decided") & (code == "surveillance")
    ends = (type_ == "pathway_ended") | ((type_ == "decided") & ~code.is_in(["treat", "surveillance"]))
    opened = (
        since.group_by(KEY)
        .agg(
            started_on=pl.col("started_on").min(),
            pathway=pl.when((type_ == "referred") & (day == pl.col("started_on"))).then(code).min(),
            OF2=pl.when(type_ == "attended").then(day).min(),
            treat=pl.when(treat).then(day).min(),
            watch=pl.when(watch).then(day).min(),
            watched=pl.when(watch).then(day).max(),
            ended=pl.when(ends).then(day).max(),
        )
        .join(_planned_last(since), on=KEY, how="left")
        .join(limited, on="pathway", how="left")
        .with_columns(
            surveils=(pl.col("started_on") >= pl.col("limited_from")) & (pl.col("started_on") < pl.col("limited_until"))
        )
        .with_columns(
            OF1=pl.col("started_on"),
            OF3=pl.when("surveils").then(pl.min_horizontal("treat", "watch")).otherwise("treat"),
            OF4=pl.col("started_on"),
            ended=pl.when("surveils").then("ended").otherwise(pl.max_horizontal("ended", "watched")),
        )
        .select(*KEY, "pathway", "started_on", "planned", "ended", "OF1", "OF2", "OF3", "OF4")
        .collect()
        .lazy()
    )
    closing = (
        since.filter(type_.is_in(["attended", "decided"]))
        .join(opened.select(*KEY, "OF2"), on=KEY)
        .group_by(KEY)
        .agg(
            OF1_to=pl.when(type_ == "attended").then(day).min(),
            OF2_to=pl.when((type_ == "decided") & (day >= pl.col("OF2"))).then(day).min(),
        )
    )
    treated = since.filter(type_ == "treatment_started").sort("day", "code", nulls_last=True)
    wide = opened.join(closing, on=KEY, how="left")
    for id in ("OF3", "OF4"):
        wide = wide.join(_first_treatment(treated, opened, id), on=KEY, how="left")
    wide = wide.collect().lazy()
    rows = pl.concat([_interval(wide, id) for id in ("OF1", "OF2", "OF3", "OF4")])
    return _with_state(_with_limit(rows, limits.lazy()), at).collect()


def _planned_last(since: pl.LazyFrame) -> pl.LazyFrame:
    planned = since.filter((pl.col("type") == "treatment_planned") & pl.col("code").is_not_null())
    latest = planned.sort(["day", "code"], descending=[True, False]).unique(KEY, keep="first", maintain_order=True)
    return latest.select(*KEY, planned="code")


def _first_treatment(treated: pl.LazyFrame, opened: pl.LazyFrame, id: str) -> pl.LazyFrame:
    """The day and kind of the first treatment on or after the opening; `treated` in the order of day and kind."""
    after = treated.join(opened.select(*KEY, id), on=KEY, maintain_order="left").filter(pl.col("day") >= pl.col(id))
    first = after.unique(KEY, keep="first", maintain_order=True)
    return first.select(*KEY, **{f"{id}_to": pl.col("day"), f"{id}_kind": pl.col("code").fill_null(NO_KIND)})


def _interval(wide: pl.LazyFrame, id: str) -> pl.LazyFrame:
    kind = pl.lit("any")
    if id in ("OF3", "OF4"):
        kind = pl.coalesce(f"{id}_kind", "planned", pl.lit("earliest"))
    ended = pl.when(pl.col("ended") >= pl.col(id)).then("ended")
    return wide.select(
        *KEY, "pathway", "started_on", interval=pl.lit(id), opened=id, closed=f"{id}_to", ended=ended, kind=kind
    )


def _with_limit(rows: pl.LazyFrame, limits: pl.LazyFrame) -> pl.LazyFrame:
    """The limit in force on the day of referral: at most two periods of a limit, so the others are struck out."""
    found = rows.join(limits, on=["pathway", "interval", "kind"], how="left")
    in_force = (pl.col("started_on") >= pl.col("begins")) & (pl.col("started_on") < pl.col("until"))
    limited = found.filter(in_force).select(*KEY, "interval", limit_days="days", limit_verified="verified")
    return rows.join(limited, on=[*KEY, "interval"], how="left")


def _with_state(rows: pl.LazyFrame, at: date) -> pl.LazyFrame:
    opened, closed, limit = pl.col("opened"), pl.col("closed"), pl.col("limit_days")
    runs = opened.is_not_null() & closed.is_null() & pl.col("ended").is_null()
    rows = rows.with_columns(
        days=pl.when(closed.is_not_null() | runs).then((closed.fill_null(at) - opened).dt.total_days()),
        due=opened + pl.duration(days=limit),
    )
    state = (
        pl.when(opened.is_null()).then(pl.lit("not_started"))
        .when(closed.is_not_null() & limit.is_null()).then(pl.lit("done_no_limit"))
        .when(closed.is_not_null() & (pl.col("days") <= limit)).then(pl.lit("done_within"))
        .when(closed.is_not_null()).then(pl.lit("done_late"))
        .when(pl.col("ended").is_not_null()).then(pl.lit("ended"))
        .when(limit.is_null()).then(pl.lit("running_no_limit"))
        .when(pl.col("due") < at).then(pl.lit("overdue"))
        .otherwise(pl.lit("running"))
    )  # fmt: skip
    return rows.select(
        *KEY,
        "pathway",
        "interval",
        "days",
        "limit_days",
        "limit_verified",
        "due",
        **{"from": opened, "to": closed},
        state=state,
        days_left=pl.when(runs & limit.is_not_null()).then((pl.col("due") - at).dt.total_days()),
        earliest=(pl.col("kind") == "earliest") & limit.is_not_null(),
    )
