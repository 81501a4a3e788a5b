"""The coordinator's board: who waits for what, the most urgent first."""

from typing import get_args

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from felles.access import PHASES, Board, Order, Phase, Viewer
from felles.web.accounts.rights import signed_in_as
from felles.web.components.names import place_names
from felles.web.content import content
from felles.web.given import door, now
from felles.web.middleware import language_of
from felles.web.portals.clinic.board_words import line
from felles.web.portals.clinic.views import is_professional
from felles.web.wording import Language

ORDERS: tuple[Order, ...] = get_args(Order)
_REGION = "region"


@require_safe
@signed_in_as(is_professional)
def board(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    """Open pathways in the hands of the viewer's trust, or of another unit as far as the viewer may see them."""
    language, asked = language_of(request), _Asked(request)
    found = door().board(
        viewer,
        at=now(),
        units=_units(viewer, asked.unit),
        pathway=asked.pathway,
        phase=asked.phase,
        order=asked.order,
        page=asked.page,
    )
    units, pathways = place_names(content(), language), _pathway_names(language)
    shown = {
        "board": found,
        "lines": [line(row, language, units, pathways, at=found.at) for row in found.rows],
        "phases": [(phase, found.phases[phase], asked.address(fase=phase, side="")) for phase in PHASES],
        "pathways": _choices(found, pathways),
        "orders": ORDERS,
        "asked": asked,
        "next_page": asked.address(side=str(found.page + 1)) if found.page < found.pages else "",
        "previous_page": asked.address(side=str(found.page - 1)) if found.page > 1 else "",
        "updated": now(),
    }
    return render(request, "clinic/board.html", shown)


class _Asked:
    """What the address asks for; what it asks for wrongly counts as not asked."""

    def __init__(self, request: HttpRequest) -> None:
        given = {name: str(request.GET.get(name, "")) for name in ("forlop", "fase", "enhet", "rekkefolge", "side")}
        self._given = {name: value for name, value in given.items() if value}
        self.pathway = given["forlop"] if given["forlop"] in content().pathways else None
        self.phase: Phase | None = given["fase"] if given["fase"] in PHASES else None
        self.unit = given["enhet"]
        self.order: Order = given["rekkefolge"] if given["rekkefolge"] in ORDERS else ORDERS[0]
        self.page = int(given["side"]) if given["side"].isdecimal() else 1

    def address(self, **changed: str) -> str:
        """The same question with something else."""
        asked = {name: value for name, value in {**self._given, **changed}.items() if value}
        return f"?{urlencode(asked)}"


def _units(viewer: Viewer, asked: str) -> list[str] | None:
    """The trusts of the region, where that is asked for; the viewer's own by default."""
    trusts = content().trusts
    own = trusts.get(str(viewer.unit).partition(":")[0])
    if asked != _REGION or own is None:
        return None
    return [trust.id for trust in trusts.values() if trust.region == own.region]


def _pathway_names(language: Language) -> dict[str, str]:
    return {pathway.id: pathway.label.in_language(language) for pathway in content().pathways.values()}


def _choices(found: Board, names: dict[str, str]) -> list[tuple[str, str, int]]:
    counted = [(id_, names.get(id_, id_), count) for id_, count in found.pathways.items() if id_]
    return sorted(counted, key=lambda one: one[1])
