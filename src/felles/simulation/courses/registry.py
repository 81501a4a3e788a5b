"""Which relations can courses run over? A new one is a row here."""

from felles.simulation.courses.other_rows import MOVES_RELATION, ROUNDS_RELATION, SUSPICIONS_RELATION
from felles.simulation.courses.people_rows import PEOPLE_RELATION
from felles.simulation.courses.relations import Relation
from felles.simulation.courses.tumour_rows import TUMOURS_RELATION

RELATIONS: dict[str, Relation] = {
    relation.name: relation
    for relation in (PEOPLE_RELATION, TUMOURS_RELATION, ROUNDS_RELATION, MOVES_RELATION, SUSPICIONS_RELATION)
}
