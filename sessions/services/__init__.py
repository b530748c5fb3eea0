"""Journeys through courses and their sessions, one module each."""

from sessions.services.courses import (
    asked_in,
    curriculum_languages,
    hold_course,
    hold_session,
    open_course,
    release_session,
    resume_course,
    resume_session,
)
from sessions.services.deleting import delete_said
from sessions.services.entries import hand_in, save_entry
from sessions.services.walking import (
    complete_session,
    content_of,
    enter_session,
    is_open_now,
    path_of,
    progress_of,
    start_questions,
)

__all__ = [
    "asked_in",
    "complete_session",
    "content_of",
    "curriculum_languages",
    "delete_said",
    "enter_session",
    "hand_in",
    "hold_course",
    "hold_session",
    "is_open_now",
    "open_course",
    "path_of",
    "progress_of",
    "release_session",
    "resume_course",
    "resume_session",
    "save_entry",
    "start_questions",
]
