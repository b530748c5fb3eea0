"""Who has to sign a piece of content, and how far that has come. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

CLINICIAN, LIVED, BILINGUAL, LEGAL = (
    "clinician",
    "lived_experience",
    "bilingual",
    "medical_or_legal",
)
ROLES = (CLINICIAN, LIVED, BILINGUAL, LEGAL)
DRAFT, SIGNED, EXPIRED = "draft", "signed", "expired"

# Help lines, what is told to whom, what she agrees to: not clinicians alone answer for these.
_LEGAL_KINDS = {"crisis", "safety", "consent", "card", "notice"}
# The opening says who sees what and what staff must report.
_LEGAL_SESSIONS = {"opening"}
_WEAKEST_FIRST = (DRAFT, EXPIRED, SIGNED)


@dataclass(frozen=True)
class Review:
    """One signature."""

    role: str
    name: str
    on: date


@dataclass(frozen=True)
class ReviewState:
    """`missing` roles make a draft; `until` is the first day it no longer holds, once signed."""

    state: str  # draft | signed | expired
    missing: tuple[str, ...] = ()
    until: date | None = None


def needed_roles(kind: str, languages: Iterable[str], role: str | None = None) -> tuple[str, ...]:
    """Whose signatures a piece of content needs; `role` is that of a session."""
    needed = [CLINICIAN, LIVED]
    if "es" in languages:
        needed.append(BILINGUAL)
    if kind in _LEGAL_KINDS or role in _LEGAL_SESSIONS:
        needed.append(LEGAL)
    return tuple(needed)


def review_state(reviews: Iterable[Review], needed: Iterable[str], today: date) -> ReviewState:
    """How far a review has come. It ends a year after the oldest signature it needs.

    Of several signatures in one role the newest counts; one dated after today does not yet.
    """
    newest: dict[str, date] = {}
    for review in reviews:
        if review.on <= today:
            newest[review.role] = max(review.on, newest.get(review.role, review.on))
    roles = tuple(needed)
    missing = tuple(role for role in roles if role not in newest)
    if missing:
        return ReviewState(DRAFT, missing)
    until = _a_year_after(min(newest[role] for role in roles))
    return ReviewState(SIGNED if today < until else EXPIRED, (), until)


def weakest(states: Iterable[ReviewState]) -> ReviewState:
    """The state of a whole: that of its weakest part, missing what any part misses."""
    parts = list(states)
    if not parts:
        return ReviewState(DRAFT)
    state = min((part.state for part in parts), key=_WEAKEST_FIRST.index)
    missing = tuple(role for role in ROLES if any(role in part.missing for part in parts))
    ends = [part.until for part in parts if part.until]
    return ReviewState(state, missing, min(ends) if ends and state != DRAFT else None)


def two_roles(reviews: Iterable[Review]) -> tuple[str, ...]:
    """Names that stand under more than one role: each role is another person's eyes."""
    roles: dict[str, set[str]] = {}
    for review in reviews:
        roles.setdefault(" ".join(review.name.split()).casefold(), set()).add(review.role)
    return tuple(name for name, held in roles.items() if len(held) > 1)


def _a_year_after(day: date) -> date:
    if (day.month, day.day) == (2, 29):
        return date(day.year + 1, 3, 1)
    return day.replace(year=day.year + 1)
