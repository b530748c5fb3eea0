"""Concerns and who answers for them, lost tolerance, and her own plan."""

from safety.models.concerns import Concern, ConcernSource
from safety.models.duty import ClosedDay, Duty, LineCheck, OpeningHours, Protocol
from safety.models.plan import SafetyPlan
from safety.models.tolerance import ToleranceGap

__all__ = [
    "ClosedDay",
    "Concern",
    "ConcernSource",
    "Duty",
    "LineCheck",
    "OpeningHours",
    "Protocol",
    "SafetyPlan",
    "ToleranceGap",
]
