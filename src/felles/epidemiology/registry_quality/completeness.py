"""How many cases did the registry never hear of?

Two sources: Chapman's estimator (Chapman, Univ Calif Publ Stat 1951;1:131-160; variance of Seber, Biometrics 1970;26:13-22).
Three to five: log-linear models with every hierarchy of dependence between two sources (Fienberg, Biometrika
1972;59:591-603; Chao et al., Stat Med 2001;20:3123-3157), the one with the lowest AIC chosen.
From death certificates: Ajiki et al., Nihon Koshu Eisei Zasshi 1998;45:1011-1017 (abstract read); the others are remembered.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import polars as pl

from felles.epidemiology.errors import BadTable
from felles.epidemiology.frames import read
from felles.epidemiology.registry_quality.log_linear_models import MOST_SOURCES, fitted
from felles.epidemiology.registry_quality.ratios import Z


@dataclass(frozen=True, kw_only=True)
class Completeness:
    """What is estimated. cases: all there are, with an interval of 95 %; completeness: observed of cases, 0 to 1.

    method: `chapman` or `log_linear`; model: the sources that depend on each other, as `a*b`, empty for none; aic: of the model.
    """

    method: str
    observed: int
    cases: float
    cases_lower: float
    cases_upper: float
    completeness: float
    lower: float
    upper: float
    model: tuple[str, ...] = ()
    aic: float | None = None


def chapman(*, first: int, second: int, both: int) -> Completeness:
    """All cases from two independent sources. first, second: cases in each; both: in both.

    The interval is log-normal in the number of cases that both missed (Chao, Biometrics 1987;43:783-791), so it never goes below
    what was seen. Raises ValueError for counts that cannot be.
    """
    if not 0 <= both <= min(first, second) or first + second == 0:
        raise ValueError(f"Both cannot exceed either, nor be below 0; got first={first}, second={second}, both={both}.")
    cases = (first + 1) * (second + 1) / (both + 1) - 1
    variance = (first + 1) * (second + 1) * (first - both) * (second - both) / ((both + 1) ** 2 * (both + 2))
    return _estimate("chapman", first + second - both, cases, variance)


def log_linear(counts: Mapping[tuple[bool, ...], int], sources: Sequence[str]) -> Completeness:
    """All cases from three to five sources. counts: by which of the sources hold a case, how many; patterns left out are 0.

    Every set of dependences between two sources is fitted (Poisson, log link) and the one with the lowest AIC taken.
    Raises ValueError for too few or too many sources, and where no model can be fitted.
    """
    fits = sorted(fitted(counts, len(sources)), key=lambda fit: (round(fit.aic, 9), len(fit.pairs)))
    if not fits:
        raise ValueError("No model can be fitted: too many of the patterns of sources hold no case.")
    best = fits[0]
    observed = sum(counts.values())
    model = tuple(f"{sources[one]}*{sources[other]}" for one, other in best.pairs)
    return _estimate("log_linear", observed, observed + best.missed, best.variance, model=model, aic=best.aic)


def capture_recapture(frame: Any, sources: Sequence[str], *, by: Sequence[str] = ()) -> pl.DataFrame:
    """How complete the records are, by columns of the frame: one row a stratum.

    frame: one row a case; sources: columns that say whether a source holds the case (true or false, 1 or 0). Two sources:
    Chapman; three to five: log-linear. A case that no source holds is left out. Returns the columns of `by`, method, observed,
    cases, cases_lower, cases_upper, completeness, lower, upper, model, aic.
    A stratum that no model fits has its observed cases and nothing more. Raises BadTable.
    """
    if not 2 <= len(set(sources)) == len(sources) <= MOST_SOURCES:
        raise BadTable(f"Name two to {MOST_SOURCES} different columns of sources; got {', '.join(sources) or 'none'}.")
    table = read(frame, columns=[*by, *sources])
    held = table.select(*(pl.col(name).cast(pl.String) for name in by), *(_held(table, name) for name in sources))
    seen = held.filter(pl.any_horizontal(sources))
    counted = seen.group_by([*by, *sources]).agg(cases=pl.len())
    strata = counted.partition_by(list(by), as_dict=True) if by else {(): counted}
    rows = [dict(zip(by, key, strict=True)) | _of_stratum(stratum, sources) for key, stratum in strata.items()]
    made = pl.DataFrame(rows, schema={**dict.fromkeys(by, pl.String), **_COLUMNS})
    return made.sort(list(by), nulls_last=True) if by else made


def completeness_from_certificates(*, cases: int, first_by_certificate: int, deaths: int) -> tuple[float, float, float]:
    """The share of all cases that are registered, with 95 % limits: (1 - DCN * I/M) / (1 - DCN).

    cases: registered in a period (I); first_by_certificate: those that a death certificate told of first; deaths: from cancer
    in the period (M). It supposes that those missed while alive die as often as the others. Limits by the delta method
    (assumption: the counts are independent), within 0 and 1. Raises ValueError.
    """
    if not 0 <= first_by_certificate < cases or deaths <= 0:
        raise ValueError(
            "Some cases must be told of otherwise than by certificate, and there must be deaths;"
            f" got {first_by_certificate} of {cases} by certificate, and {deaths} deaths."
        )
    share, ratio = first_by_certificate / cases, cases / deaths
    value = (1 - share * ratio) / (1 - share)
    by_share, by_ratio = (1 - ratio) / (1 - share) ** 2, -share / (1 - share)
    variance = by_share**2 * share * (1 - share) / cases + (by_ratio * ratio) ** 2 * (1 / cases + 1 / deaths)
    return tuple(min(1.0, max(0.0, value + step * Z * math.sqrt(variance))) for step in (0, -1, 1))  # type: ignore[return-value]


_COLUMNS = {
    "method": pl.String,
    "observed": pl.Int64,
    **dict.fromkeys(("cases", "cases_lower", "cases_upper", "completeness", "lower", "upper"), pl.Float64),
    "model": pl.String,
    "aic": pl.Float64,
}


def _held(table: pl.DataFrame, name: str) -> pl.Expr:
    written = table[name].cast(pl.String).str.to_lowercase().fill_null("false")
    strange = sorted(set(written.unique()) - {"true", "false", "1", "0"})
    if strange:
        raise BadTable(f"The column {name} holds {strange[0]}; a source is told by true or false, or 1 or 0.")
    return pl.lit(written.is_in(["true", "1"])).alias(name)


def _of_stratum(counted: pl.DataFrame, sources: Sequence[str]) -> dict[str, Any]:
    counts = {tuple(row[:-1]): row[-1] for row in counted.select(*sources, "cases").iter_rows()}
    try:
        found = _chapman_of(counts) if len(sources) == 2 else log_linear(counts, sources)
    except ValueError:
        return {"observed": sum(counts.values())}
    return {name: getattr(found, name) for name in _COLUMNS if name != "model"} | {"model": " + ".join(found.model)}


def _chapman_of(counts: Mapping[tuple[bool, ...], int]) -> Completeness:
    first, second = (sum(number for held, number in counts.items() if held[place]) for place in (0, 1))
    return chapman(first=first, second=second, both=counts.get((True, True), 0))


def _estimate(method: str, observed: int, cases: float, variance: float, **more: Any) -> Completeness:
    missed = cases - observed
    if missed <= 0:
        lower = upper = float(observed)
    else:
        spread = math.exp(Z * math.sqrt(math.log1p(variance / missed**2)))
        lower, upper = observed + missed / spread, observed + missed * spread
    return Completeness(
        method=method,
        observed=observed,
        cases=max(cases, float(observed)),
        cases_lower=lower,
        cases_upper=upper,
        completeness=observed / max(cases, observed),
        lower=observed / upper,
        upper=observed / lower,
        **more,
    )
