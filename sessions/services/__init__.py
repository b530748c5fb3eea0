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
    sessions_done,
)
from sessions.services.deleting import delete_said
from sessions.services.entries import save_entry
from sessions.services.harming import harm_of, harm_rule, help_after, record_harm
from sessions.services.homing import done_at_home, plan_at_home, stop_at_home
from sessions.services.meeting import (
    TOOK_PART,
    meetings_attended,
    record_meeting,
    take_back_attendance,
)
from sessions.services.practising import HELPED, keep_back, save_moment, save_practice
from sessions.services.receiving import hand_in
from sessions.services.releasing import release_step, withhold_step
from sessions.services.walking import (
    complete_session,
    content_of,
    enter_session,
    is_open_now,
    path_of,
    practice_name,
    progress_of,
    shelf_of,
    start_questions,
)

__all__ = [
    "HELPED",
    "TOOK_PART",
    "asked_in",
    "complete_session",
    "content_of",
    "curriculum_languages",
    "delete_said",
    "done_at_home",
    "enter_session",
    "hand_in",
    "harm_of",
    "harm_rule",
    "help_after",
    "hold_course",
    "hold_session",
    "is_open_now",
    "keep_back",
    "meetings_attended",
    "open_course",
    "path_of",
    "plan_at_home",
    "practice_name",
    "progress_of",
    "record_harm",
    "record_meeting",
    "release_session",
    "release_step",
    "resume_course",
    "resume_session",
    "save_entry",
    "save_moment",
    "save_practice",
    "sessions_done",
    "shelf_of",
    "start_questions",
    "stop_at_home",
    "take_back_attendance",
    "withhold_step",
]
