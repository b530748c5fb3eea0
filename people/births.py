"""What a birth date may be, pure."""

from datetime import date

# A birth this far from the due date is possible (a wrong due date, a late record) but rarely
# meant: asked to confirm.
ODD_WEEKS = 20


def odd_birth(due: date, born: date) -> bool:
    """Whether a birth is 20 weeks or more from the due date."""
    return abs((born - due).days) >= ODD_WEEKS * 7


def odd_due_date(due: date, today: date) -> bool:
    """Whether a due date of an ongoing pregnancy is further off than a pregnancy lasts."""
    return not -21 <= (due - today).days <= 294
