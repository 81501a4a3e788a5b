"""What does the national reporting say of the pathways: the codes of the patient registry, and the indicators? All of it
falls out of the events; nobody codes by hand."""

from felles.pathways.national.codes import codes
from felles.pathways.national.indicators import BY, COUNTS, DAYS, INCLUDED, pathway_time

__all__ = ["BY", "COUNTS", "DAYS", "INCLUDED", "codes", "pathway_time"]
