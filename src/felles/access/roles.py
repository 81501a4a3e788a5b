"""Which roles are there, and what does a role by itself allow?"""

from enum import StrEnum


class Role(StrEnum):
    """What somebody is to the people in the log. The order is that of a list of choices."""

    PATIENT = "patient"
    RELATIVE = "relative"
    NURSE = "nurse"
    DOCTOR = "doctor"
    COORDINATOR = "coordinator"
    CANCER_COORDINATOR = "cancer_coordinator"
    GP = "gp"
    ANALYST = "analyst"
    AUTHORITY = "authority"

    @property
    def is_professional(self) -> bool:
        """Health personnel: they see the patients they treat, and may open a record in an emergency."""
        return self in PROFESSIONALS

    @property
    def is_municipal(self) -> bool:
        """They hold conversations and check-ups outside the hospital; pathways and their times are a hospital's."""
        return self in (Role.CANCER_COORDINATOR, Role.GP)

    @property
    def sees_pseudonyms(self) -> bool:
        """Analysts read every person's events, and never who the person is."""
        return self is Role.ANALYST

    @property
    def sees_statistics(self) -> bool:
        """Counts and rates of everybody, small numbers hidden."""
        return self in (Role.ANALYST, Role.AUTHORITY)

    @property
    def may_search(self) -> bool:
        """Patients and relatives have their own pages; the authority reads figures, not persons."""
        return self.is_professional or self.sees_pseudonyms


PROFESSIONALS = frozenset({Role.NURSE, Role.DOCTOR, Role.COORDINATOR, Role.CANCER_COORDINATOR, Role.GP})
