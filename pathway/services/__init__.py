"""Journeys that cross rooms, one transaction each; a module a journey."""

from pathway.services.assigning import assign, check_start
from pathway.services.changes import (
    Effect,
    correct_birth,
    effect_of,
    last_change,
    preview,
    record_birth,
    record_custody,
    record_due_date,
    record_loss,
    record_ongoing,
    record_pregnancy_of,
    record_stay,
    undo,
    why_not_undo,
)
from pathway.services.copy import archive_of, copy_of, hand_over_copy
from pathway.services.details import change_details
from pathway.services.enrolling import NewMother, enrol
from pathway.services.leaving import stop_taking_part, stopped_at, take_up_again
from pathway.services.taking_back import take_back_report, take_back_told
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
from schedule.services import end_pause

__all__ = [
    "Effect",
    "MedicationReport",
    "NewMother",
    "archive_of",
    "assign",
    "change_details",
    "check_start",
    "copy_of",
    "correct_birth",
    "effect_of",
    "end_pause",
    "enrol",
    "finish_card",
    "gap_rule",
    "hand_over_copy",
    "hand_to",
    "last_change",
    "preview",
    "record_birth",
    "record_custody",
    "record_due_date",
    "record_loss",
    "record_ongoing",
    "record_pregnancy_of",
    "record_stay",
    "report_gap",
    "report_medication",
    "series_after",
    "stop_taking_part",
    "stopped_at",
    "take_back_report",
    "take_back_told",
    "take_on",
    "take_up_again",
    "undo",
    "undo_gap",
    "why_not_undo",
]
