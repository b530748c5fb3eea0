"""Owing, sending and ending messages; a module for each journey."""

from reminders.services.lines import ask_to_check_lines
from reminders.services.owed import open_to_her, with_questions
from reminders.services.page import page_staff, pages_ahead, pages_of
from reminders.services.plan import cancel_owed, follow_moves, owed_now, plan_reminders
from reminders.services.preferences import preference_of, set_preference
from reminders.services.send import reminders_of, send_due

__all__ = [
    "ask_to_check_lines",
    "cancel_owed",
    "follow_moves",
    "open_to_her",
    "owed_now",
    "page_staff",
    "pages_ahead",
    "pages_of",
    "plan_reminders",
    "preference_of",
    "reminders_of",
    "send_due",
    "set_preference",
    "with_questions",
]
