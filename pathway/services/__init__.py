"""Journeys that cross rooms, one transaction each; a module a journey."""

from pathway.services.assigning import assign, check_start
from pathway.services.births import record_birth_of, record_outcome, record_place
from pathway.services.details import change_details
from pathway.services.enrolling import NewMother, enrol
from pathway.services.taking_on import hand_to, take_on
from pathway.services.tolerance import (
    MedicationReport,
    finish_card,
    gap_rule,
    report_gap,
    report_medication,
    series_after,
    undo_gap,
)

__all__ = [
    "MedicationReport",
    "NewMother",
    "assign",
    "change_details",
    "check_start",
    "enrol",
    "hand_to",
    "finish_card",
    "gap_rule",
    "record_birth_of",
    "record_outcome",
    "record_place",
    "report_gap",
    "report_medication",
    "series_after",
    "take_on",
    "undo_gap",
]
