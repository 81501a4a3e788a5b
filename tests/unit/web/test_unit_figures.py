"""What a leader reads about each step."""

from felles.access import StepTime
from felles.web.portals.clinic.unit_figures import by_pathway, quantile, steps_of


def time(
    days: int,
    *,
    step: str = "OF4",
    pathway: str = "lung",
    limit: int | None = 30,
    verified: bool = True,
    closed: bool = True,
) -> StepTime:
    return StepTime(
        step=step, pathway=pathway, days=days, limit_days=limit, limit_verified=verified, earliest=False, closed=closed
    )


def test_the_share_counts_closed_steps_with_a_confirmed_limit_alone() -> None:
    [step] = steps_of([time(30), time(31), time(10, verified=False), time(5, limit=None), time(3, closed=False)])

    assert (step.closed, step.limited, step.within, step.share) == (4, 2, 1, 0.5)


def test_who_waits_is_counted_apart_with_the_longest_wait() -> None:
    [step] = steps_of([time(9), time(4, closed=False), time(50, closed=False), time(40, closed=False, verified=False)])

    assert (step.waiting, step.longest, step.overdue) == (3, 50, 1)


def test_without_a_confirmed_limit_there_is_no_share() -> None:
    [step] = steps_of([time(9, limit=None)])

    assert step.share is None


def test_half_were_done_by_the_median_and_nine_of_ten_by_the_ninth() -> None:
    days = list(range(1, 11))

    assert (quantile(days, 0.5), quantile(days, 0.9), quantile([7], 0.9), quantile([], 0.5)) == (5, 9, 7, 0)


def test_the_pathway_with_most_past_their_limit_comes_first() -> None:
    kept = [time(5, pathway="lung") for _ in range(3)]
    late = [time(31, pathway="breast") for _ in range(2)]

    rows = by_pathway([*kept, *late, time(99, step="OF1", pathway="lung")], {"breast": "Brystkreft"})

    assert [(id_, words, step.within, step.limited) for id_, words, step in rows] == [
        ("breast", "Brystkreft", 0, 2),
        ("lung", "lung", 3, 3),
    ]
