"""Journeys that cross rooms, one transaction each; a module a journey."""

from pathway.services.assigning import assign, check_start
from pathway.services.births import record_birth_of, record_outcome, record_place
from pathway.services.details import change_details
from pathway.services.enrolling import NewMother, enrol
from pathway.services.taking_on import take_on

__all__ = [
    "NewMother",
    "assign",
    "change_details",
    "check_start",
    "enrol",
    "record_birth_of",
    "record_outcome",
    "record_place",
    "take_on",
]
