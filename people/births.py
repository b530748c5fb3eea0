"""What a birth date may be, pure."""

from datetime import date

# A birth this far from the due date is possible (a wrong due date, a late record) but rarely
# meant: asked to confirm.
ODD_WEEKS = 20

# Further from today than this is a slip in the year.
FAR_DAYS = 6 * 366


def another_age(day: date, today: date) -> bool:
    """Whether a date is too far from today to belong to this pregnancy or these children."""
    return abs((day - today).days) > FAR_DAYS


def odd_birth(due: date, born: date) -> bool:
    """Whether a birth is 20 weeks or more from the due date."""
    return abs((born - due).days) >= ODD_WEEKS * 7


def odd_due_date(due: date, today: date) -> bool:
    """Whether a due date of an ongoing pregnancy is further off than a pregnancy lasts."""
    return not -21 <= (due - today).days <= 294
