"""How do programmes become the arrays that the kernel reads?"""

from collections.abc import Iterable, Mapping, Sequence
from itertools import product
from typing import Any

import numpy as np
from scipy.special import ndtri

from felles.definitions.errors import ContentErrors, DefinitionError, did_you_mean
from felles.definitions.simulation.expressions import OTHER, NumberTable
from felles.definitions.simulation.figures import Ranged
from felles.definitions.simulation.loading import SimulationDefinitions
from felles.definitions.simulation.screening import STAGES, Attendance, Programme, Test
from felles.simulation.calendar import DAYS_A_YEAR
from felles.simulation.parameters import Draw
from felles.simulation.screening.model import OLDEST, Floats, ScreeningModel

SEXES = ("female", "male")
EDUCATION = ("compulsory", "secondary", "tertiary_short", "tertiary_long")
NUMBERS = {"breast": 0, "cervix": 1, "colorectal": 2, "lung": 3, "prostate": 4}
"""Which number a programme has for chance, whatever others there are; one that is not here takes the next after them."""
MANY = 10_000


def prepare(
    simulation: SimulationDefinitions,
    draw: Draw,
    *,
    sites: Sequence[str],
    precursor: Floats,
    starts: int,
    first: int,
    last: int,
    only: Sequence[str] = (),
) -> ScreeningModel:
    """The model of a run.

    sites: cancers by number; precursor: (site, 2), of the cancers' model; starts: year in which the population starts; first,
    last: years told; only: the cancers that are lived, none for all: nobody is invited to look for another.

    Raises ContentErrors where a programme looks for a cancer that is not modelled.
    """
    programmes = [programme for _, programme in sorted(simulation.records["programme"].items())]
    _refuse_unknown_sites(programmes, sites)
    made = _Preparing(simulation, programmes, draw, sites).model(
        precursor, float(starts), float(first), float(last + 1)
    )
    idle = [bool(only) and not set(only) & set(programme.sites) for programme in programmes]
    return made._replace(invites=np.where(np.array(idle, np.bool_)[:, None], np.uint8(0), made.invites))


def tests_of(programmes: Iterable[Programme]) -> tuple[str, ...]:
    """All tests by name, in the order of their numbers in `Rounds.test`."""
    return tuple(sorted({test for programme in programmes for test in programme.tests}))


def _refuse_unknown_sites(programmes: Sequence[Programme], sites: Sequence[str]) -> None:
    wrong = [
        DefinitionError(
            f"content/simulation/screening/{programme.id}.yaml", "sites", f'"{site}"', "a cancer of the simulation",
            did_you_mean(site, sites),
        )
        for programme in programmes
        for site in programme.sites
        if site not in sites
    ]  # fmt: skip
    if wrong:
        raise ContentErrors(wrong)


class _Preparing:
    def __init__(
        self, simulation: SimulationDefinitions, programmes: Sequence[Programme], draw: Draw, sites: Sequence[str]
    ) -> None:
        self.programmes, self.draw, self.sites = programmes, draw, sites
        self.counties = tuple(sorted(simulation.content.counties))
        self.tests = tests_of(programmes)
        self.by_test = {name: test for programme in programmes for name, test in programme.tests.items()}
        self.regimes = max(len(programme.regimes) for programme in programmes)
        self.attendances = max(len(programme.attendance) for programme in programmes)

    def model(self, precursor: Floats, starts: float, first: float, last: float) -> ScreeningModel:
        each, tests = self.programmes, [(name, self.by_test[name]) for name in self.tests]
        return ScreeningModel(
            number=np.array([NUMBERS.get(one.id, len(NUMBERS) + place) for place, one in enumerate(each)]),
            invites=_bits([[sex in one.sexes for sex in SEXES] for one in each]),
            looks_for=_bits([[site in one.sites for site in self.sites] for one in each]),
            begins=np.array([self._by_county(one.begins, f"{one.id}.begins") for one in each]),
            spread=np.array([self.draw(one.spread, _path(one.id, "spread")) for one in each]),
            all_ages=_bits([one.all_ages for one in each]),
            most=np.array([MANY if one.rounds is None else one.rounds for one in each]),
            pack_years=np.array([self._smoked(one) for one in each]),
            ages=np.array([_outermost([regime.ages for regime in one.regimes]) for one in each]),
            **self._regimes(),
            attendance_from=self._padded([[float(a.from_) for a in one.attendance] for one in each], self.attendances),
            attends=self._attends(),
            tendency=self._of_attendance(lambda a: a.tendency, "tendency", 0.0),
            reminded=self._of_attendance(lambda a: a.after_reminder, "after_reminder", 0.0),
            days=np.array([[self._days(one, field) for field in ("reminder", "answer", "found")] for one in each]),
            sees=np.array([self._sees(name, test) for name, test in tests]),
            growing=self._of_tests("growing"),
            false_alarm=np.stack([self._of_tests("false_first"), self._of_tests("false_later")], axis=1),
            unsuitable=self._of_tests("unsuitable"),
            sees_precancer=self._of_tests("precancer_sensitivity"),
            other_precancer=np.array([self._by_age(test.other_precancer, f"{name}.other_precancer") for name, test in tests]),
            work_up=self._of_tests("work_up"),
            precursor=np.ascontiguousarray(precursor, np.float64),
            starts=starts,
            first=first,
            last=last,
        )  # fmt: skip

    def _regimes(self) -> dict[str, Any]:
        shape = (len(self.programmes), self.regimes)
        made = {
            "regime_from": np.full(shape, np.inf),
            "regime_ages": np.zeros((*shape, 2)),
            "regime_every": np.ones(shape),
            "regime_test": np.zeros(shape, np.uint8),
            "regime_county": np.zeros((*shape, len(self.counties)), np.uint8),
        }
        for place, programme in enumerate(self.programmes):
            for which, regime in enumerate(programme.regimes):
                made["regime_from"][place, which] = regime.from_
                made["regime_ages"][place, which] = regime.ages
                made["regime_every"][place, which] = self.draw(
                    regime.every, _path(programme.id, f"regimes.{which}.every")
                )
                made["regime_test"][place, which] = self.tests.index(regime.test)
                counties = regime.counties or self.counties
                made["regime_county"][place, which] = [county in counties for county in self.counties]
        return made

    def _attends(self) -> Floats:
        """The willingness at which the share comes, persons' tendency counted in; shares from the tables by what is known."""
        shape = (len(self.tests), len(SEXES), len(self.counties), len(EDUCATION), OLDEST + 1)
        made = np.zeros((len(self.programmes), self.attendances, *shape))
        for place, programme in enumerate(self.programmes):
            for which, attendance in enumerate(programme.attendance):
                made[place, which] = self._willing(programme, attendance, which, shape)
        return made

    def _willing(self, programme: Programme, attendance: Attendance, which: int, shape: tuple[int, ...]) -> Floats:
        path = f"{programme.id}.attendance.{which}"
        table = attendance.share
        by = table.by if isinstance(table, NumberTable) else ()
        axes: dict[str, Sequence[Any]] = {
            "test": self.tests, "sex": SEXES, "county": self.counties, "education": (None,), "age": range(OLDEST + 1),
        }  # fmt: skip
        told = {name: values if name in by else values[:1] for name, values in axes.items()}
        cells = [
            self._of(table, f"{path}.share", **dict(zip(told, known, strict=True))) for known in product(*told.values())
        ]
        share = np.array(cells).reshape([len(values) for values in told.values()])
        tendency = self.draw(attendance.tendency, _path(path, "tendency"))
        willing = ndtri(np.clip(share, 1e-6, 1 - 1e-6)) * np.sqrt(1 + tendency**2)
        added = [self.draw(attendance.education[level], _path(path, f"education.{level}")) for level in EDUCATION]
        return np.broadcast_to(willing + np.array(added)[:, None] * np.sqrt(1 + tendency**2), shape)

    def _of(self, figure: Any, path: str, **known: Any) -> float:
        """A plain number, a Ranged, or a table's cell for what is known."""
        if isinstance(figure, Ranged):
            return self.draw(figure, _path(path, ""))
        if not isinstance(figure, NumberTable):
            return float(figure)
        cell = figure.values
        for name in figure.by:
            cell = _cell(cell, known[name])
        off = figure.give_or_take or 0.0
        times = Ranged(value=1.0, low=1 - off, high=1 + off, assumption="give or take")
        return float(cell) * self.draw(times, _path(path, ""))

    def _of_attendance(self, field: Any, name: str, none: float) -> Floats:
        rows = [
            [self.draw(field(a), _path(f"{one.id}.attendance.{which}", name)) for which, a in enumerate(one.attendance)]
            for one in self.programmes
        ]
        return self._padded(rows, self.attendances, none)

    def _of_tests(self, field: str) -> Floats:
        return np.array([self.draw(getattr(self.by_test[name], field), _path(name, field)) for name in self.tests])

    def _by_county(self, figure: Any, path: str) -> list[float]:
        return [self._of(figure, path, county=county) for county in self.counties]

    def _by_age(self, figure: Any, path: str) -> list[float]:
        return [self._of(figure, path, age=age) for age in range(OLDEST + 1)]

    def _sees(self, name: str, test: Test) -> list[float]:
        return [self.draw(test.sensitivity[stage], _path(name, f"sensitivity.{stage}")) for stage in STAGES]

    def _smoked(self, programme: Programme) -> tuple[float, float]:
        """Pack-years at least and years since at most; 0 where anybody is invited."""
        if programme.smoked is None:
            return 0.0, 0.0
        path = f"{programme.id}.smoked"
        least, within = programme.smoked.pack_years, programme.smoked.within
        return self.draw(least, _path(path, "pack_years")), self.draw(within, _path(path, "within"))

    def _days(self, programme: Programme, field: str) -> tuple[float, float]:
        path, days = f"{programme.id}.{field}", getattr(programme, field)
        return self.draw(days.median, _path(path, "median")) / DAYS_A_YEAR, self.draw(
            days.spread, _path(path, "spread")
        )

    def _padded(self, rows: Sequence[Sequence[float]], width: int, none: float = np.inf) -> Floats:
        return np.array([[*row, *[none] * (width - len(row))] for row in rows])


def _cell(cell: Any, known: Any) -> Any:
    """What a table says of a word, or of the band that a number lies in."""
    if not isinstance(cell, Mapping):
        return cell
    if isinstance(known, str):
        return cell[known] if known in cell else cell[OTHER]
    starts = [key for key in cell if key != OTHER and float(key) <= known]
    return cell[max(starts, key=float)] if starts else cell.get(OTHER, 0.0)


def _outermost(ages: Sequence[Sequence[float]]) -> tuple[float, float]:
    """The youngest and the oldest of all spans."""
    return float(min(span[0] for span in ages)), float(max(span[1] for span in ages))


def _bits(rows: Any) -> Any:
    return np.array(rows, np.uint8)


def _path(*parts: str) -> str:
    return "screening/" + ".".join(part for part in parts if part)
