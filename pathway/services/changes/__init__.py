"""Facts about her recorded, previewed, corrected and taken back; a module for each."""

from pathway.services.changes.births import correct_birth, record_birth
from pathway.services.changes.effect import Effect, effect_of
from pathway.services.changes.losses import record_loss
from pathway.services.changes.places import record_custody, record_stay
from pathway.services.changes.pregnancies import (
    record_due_date,
    record_ongoing,
    record_pregnancy_of,
)
from pathway.services.changes.recording import preview
from pathway.services.changes.undoing import last_change, undo, why_not_undo

__all__ = [
    "Effect",
    "correct_birth",
    "effect_of",
    "last_change",
    "preview",
    "record_birth",
    "record_custody",
    "record_due_date",
    "record_loss",
    "record_ongoing",
    "record_pregnancy_of",
    "record_stay",
    "undo",
    "why_not_undo",
]
