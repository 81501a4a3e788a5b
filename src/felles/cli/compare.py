"""`felles compare`: what does a policy change, in the same people with the same luck?"""

from typing import TYPE_CHECKING, Annotated, Any

import typer

from felles.cli.answer import Json, progress
from felles.cli.case_sources import names_in
from felles.cli.figures import FigureOption, draw_differences
from felles.cli.rows import Csv, OnlyOption, answer_rows, one_form, only_rows
from felles.cli.simulation_options import CancerOption, WorkersOption, load_definitions, one_seed, threads_of
from felles.cli.written_files import write_file

if TYPE_CHECKING:
    from felles.simulation.comparing.pairs import Pair
    from felles.simulation.request import Request

_OTHERWISE = {"people": 100_000, "first": 2024, "last": 2060, "seed": 1, "only": ()}
_NORWAY = 5_550_203


def compare(
    before: Annotated[
        str,
        typer.Argument(
            metavar="A", help="A folder written by felles simulate, policies joined by +, or the word base."
        ),
    ],
    after: Annotated[str, typer.Argument(metavar="B", help="The same, to be compared with A.")],
    people: Annotated[
        int | None, typer.Option("--people", help="Persons alive on 1 January 2024. Default 100,000.")
    ] = None,
    first: Annotated[int | None, typer.Option("--from", help="The first year counted. Default 2024.")] = None,
    last: Annotated[int | None, typer.Option("--to", help="The last year counted. Default 2060.")] = None,
    seed: Annotated[list[int] | None, typer.Option("--seed", help="The luck that both sides share. Default 1.")] = None,
    sets: Annotated[
        int, typer.Option("--sets", help="Parameter sets that the intervals are drawn from; 0 for no intervals.")
    ] = 20,
    by: Annotated[str, typer.Option(help="Split by some of year, region, sex, age, site.")] = "",
    measure: Annotated[
        str,
        typer.Option(
            help="What the figure sums from the first year on: cases, cancer_deaths, deaths, life_years, stage_1 to stage_4."
        ),
    ] = "cases",
    cancer: CancerOption = None,
    only: OnlyOption = "",
    figure: FigureOption = None,
    workers: WorkersOption = None,
    as_json: Json = False,
    as_csv: Csv = False,
) -> None:
    """The difference that a policy makes to cases, deaths, life years and stage: B less A.

    felles compare base tobacco_free_generation --people 100000 --from 2024 --to 2070 --by sex

    Both sides are the same people with the same luck, so that whoever the policy does not touch is the same to the day.
    Intervals hold 95 % of parameter sets drawn from the ranges of what is not known exactly.
    """
    from felles.simulation.comparing import asking
    from felles.simulation.comparing.counting import MEASURES
    from felles.simulation.comparing.differences import difference_rows, running
    from felles.simulation.comparing.pairs import Pair, count_pair
    from felles.store import Refused

    one_form(as_json=as_json, as_csv=as_csv)
    if measure not in MEASURES:
        raise Refused(f"--measure takes one of {', '.join(MEASURES)}; got {measure}.")
    asked = asking.splits_of(names_in(by))
    sides = asking.side_of(before), asking.side_of(after)
    given: dict[str, Any] = {"people": people, "first": first, "last": last, "seed": one_seed(seed)}
    given["only"] = tuple(dict.fromkeys(cancer)) if cancer else None
    request = asking.request_of(sides, given, _OTHERWISE)
    simulation = load_definitions()
    asking.refuse_changed(sides, simulation)
    frame = asking.frame_of(asking.splits_of([*asked, *(["year"] if figure else [])]), request, simulation)
    pair = Pair(
        base=simulation,
        before=sides[0].policies,
        after=sides[1].policies,
        request=request,
        frame=frame,
        sets=asking.sets_asked(sets),
    )
    with progress("Comparing") as report:
        counted = count_pair(pair, workers=threads_of(workers), on_progress=report)
    if figure is not None:
        by_year = only_rows(difference_rows(running(counted, frame), frame, frame.by), only)
        write_file(figure, draw_differences(by_year, asked, measure))
    rows = only_rows(difference_rows(counted, frame, asked), only)
    more = {"before": sides[0].name, "after": sides[1].name, "persons": counted.persons, "sets": sets, **_told(request)}
    answer_rows(rows, _notes(pair), as_json=as_json, as_csv=as_csv, more=more)


def _told(request: "Request") -> dict[str, Any]:
    window = {"people": request.people, "from": request.first, "to": request.last, "seed": request.seed}
    return window | ({"cancers": list(request.only)} if request.only else {})


def _notes(pair: "Pair") -> list[str]:
    request = pair.request
    notes = [
        f"Made-up people, {request.people:,} of them alive on 1 January 2024: for the whole country times "
        f"{_NORWAY / request.people:.4g}.",
        "The difference is B less A in the same people with the same luck.",
        "Region: where a person lived when first counted. Age: at diagnosis or death; for life years in the middle of the year.",
    ]
    if request.only:
        notes.append(f"Of {', '.join(request.only)} alone: the other cancers are among all other causes of death.")
    if pair.sets:
        notes.append(
            f"The limits hold 95 % of {pair.sets} parameter sets, drawn from the ranges of what is not known exactly."
        )
    return notes
