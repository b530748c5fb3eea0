"""Her way through a curriculum: the course, its sessions, what she did, the meetings she was at."""

from sessions.models.courses import (
    AssignedSession,
    AssignedSessionQuerySet,
    Course,
    HomePractice,
    StepRelease,
)
from sessions.models.entries import (
    Dose,
    HardMoment,
    HarmRecord,
    KeptBack,
    PracticeEntry,
    StepEntry,
)
from sessions.models.meetings import Attendance, Meeting

__all__ = [
    "AssignedSession",
    "AssignedSessionQuerySet",
    "Attendance",
    "Course",
    "Dose",
    "HardMoment",
    "HarmRecord",
    "HomePractice",
    "KeptBack",
    "Meeting",
    "PracticeEntry",
    "StepEntry",
    "StepRelease",
]
