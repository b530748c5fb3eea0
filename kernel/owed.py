"""Work that is owed: a row, a state, a lease by the database's clock, and a sweep.

Celery only nudges. Whoever claims a row writes a lease into it in a short transaction, does the
work outside it, and writes the end only if the lease is still theirs. A row whose lease ran out
is anybody's again; what that means (try again, or `unknown`) is the owner's rule.
"""

import uuid
from datetime import datetime, timedelta
from typing import TypeVar

from django.db import connection, models, transaction
from django.db.models.functions import Now


class OwedWork(models.Model):
    """The columns of one owed thing. `state` is the subclass's own vocabulary."""

    lease_token = models.UUIDField(null=True, editable=False)
    lease_until = models.DateTimeField(null=True, editable=False)
    tries = models.PositiveIntegerField(default=0, editable=False)
    last_error = models.TextField(blank=True, editable=False)

    class Meta:
        abstract = True


Owed = TypeVar("Owed", bound=OwedWork)


def database_now() -> datetime:
    """The database's clock: two workers with different clocks still agree on a lease."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        return cursor.fetchone()[0]


def claim(
    owed: "models.QuerySet[Owed]", *, lease: timedelta, batch: int, **written: object
) -> list[Owed]:
    """Take up to `batch` free rows of `owed` and lease them; rows others hold are passed over.

    `written` are further columns set with the claim (a state, mostly).
    """
    with transaction.atomic():
        free = owed.filter(models.Q(lease_until=None) | models.Q(lease_until__lt=Now()))
        rows = list(free.select_for_update(skip_locked=True, of=("self",))[:batch])
        until = database_now() + lease
        for row in rows:
            row.lease_token, row.lease_until, row.tries = uuid.uuid4(), until, row.tries + 1
            for name, value in written.items():
                setattr(row, name, value)
        if rows:
            fields = ["lease_token", "lease_until", "tries", *written]
            type(rows[0])._default_manager.bulk_update(rows, fields)
    return rows


def finish(row: OwedWork, **written: object) -> bool:
    """Write the end of claimed work and free the row: True if the lease was still ours."""
    values = {"lease_token": None, "lease_until": None, **written}
    mine = type(row)._default_manager.filter(pk=row.pk, lease_token=row.lease_token)
    done = mine.update(**values) == 1
    if done:
        for name, value in values.items():
            setattr(row, name, value)
    return done


def renew(row: OwedWork, *, lease: timedelta, **written: object) -> bool:
    """Keep a long job's lease alive; False means another worker has it: stop."""
    mine = type(row)._default_manager.filter(pk=row.pk, lease_token=row.lease_token)
    return mine.update(lease_until=database_now() + lease, **written) == 1
