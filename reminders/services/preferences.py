"""Her choice whether and when she may be written to."""

from datetime import datetime, time

from django.db import transaction

from people.models import Participant
from reminders.models import Preference, Reminder
from reminders.services.owed import preference_of
from reminders.services.plan import follow_moves

__all__ = ["preference_of", "set_preference"]


def set_preference(
    *,
    participant: Participant,
    now: datetime,
    paused: bool | None = None,
    quiet_from: time | None = None,
    quiet_until: time | None = None,
) -> Preference:
    """Change what is given, keep the rest. Equal hours mean no quiet hours.

    What is owed follows at once: it moves out of the new quiet hours. A pause ends nothing by
    itself; a reminder that falls due while it lasts is cancelled and stays cancelled, since an
    ended message is never owed again. After the pause the next ones go out as before.
    """
    with transaction.atomic():
        Preference.objects.get_or_create(participant=participant)
        mine = Preference.objects.select_for_update().get(participant=participant)
        if paused is not None and paused != bool(mine.paused_at):
            mine.paused_at = now if paused else None
        mine.quiet_from = mine.quiet_from if quiet_from is None else quiet_from
        mine.quiet_until = mine.quiet_until if quiet_until is None else quiet_until
        mine.save()
        follow_moves(Reminder.objects.filter(participant=participant))
    return mine
