"""Meetings that were really held: who came, put right, counted.

The trials counted four or more *meetings attended* as having taken part (Garland et al. 2022,
doi 10.1001/jamainternmed.2022.0033). Sessions done here are something else and are counted apart.
"""

from collections.abc import Collection
from datetime import date, datetime, timedelta
from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import Count

from kernel.clock import local_date
from kernel.errors import BadInput
from people.models import Clinic, Participant, User
from sessions.models import Attendance, Meeting

TOOK_PART = 4
OLDEST = timedelta(days=366)


@transaction.atomic
def record_meeting(
    *,
    clinic: Clinic,
    held_on: date,
    form: str,
    topic: str,
    mothers: Collection[Participant],
    by: User,
    now: datetime,
    key: UUID | None = None,
) -> Meeting:
    """A visit or a group, and who was there. The same `key` again is the same meeting.

    Raises BadInput for nobody, for a mother of another clinic, for more than one at a visit, for a
    day to come or more than a year ago.
    """
    today = local_date(now, clinic.zone)
    if held_on > today:
        raise BadInput("That day is still to come.", field="held_on")
    if today - held_on > OLDEST:
        raise BadInput("That is more than a year ago. Check the year.", field="held_on")
    if form not in Meeting.Form.values:
        raise BadInput("Choose a group or one to one.", field="form")
    if not mothers:
        raise BadInput("Tick who came.", field="mothers")
    if any(one.clinic_id != clinic.pk for one in mothers):
        raise BadInput("Only mothers of this clinic can be ticked.", field="mothers")
    if form == Meeting.Form.INDIVIDUAL and len(mothers) > 1:
        raise BadInput("One to one has one mother. Choose group for more.", field="mothers")
    meeting, made = Meeting.objects.get_or_create(
        public_id=key or uuid4(),
        defaults={
            "clinic": clinic,
            "held_on": held_on,
            "form": form,
            "topic": topic.strip()[:80],
            "recorded_by": by,
            "recorded_at": now,
        },
    )
    if made:
        for mother in mothers:
            Attendance.objects.create(
                meeting=meeting, participant=mother, recorded_by=by, recorded_at=now
            )
    return meeting


def take_back_attendance(*, attendance: Attendance, now: datetime) -> None:
    """She was not there after all. Twice is once."""
    Attendance.objects.filter(pk=attendance.pk, undone_at=None).update(undone_at=now)


def meetings_attended(
    participants: Collection[int], *, as_of: datetime | None = None
) -> dict[int, int]:
    """How many meetings each was at, by primary key; those with none are left out.

    Two on one day are two. With `as_of`, only what was recorded, and not taken back, by then.
    """
    rows = Attendance.objects.filter(participant__in=participants)
    if as_of is None:
        rows = rows.standing()
    else:
        rows = rows.filter(recorded_at__lte=as_of).exclude(undone_at__lte=as_of)
    counted = rows.values("participant").annotate(n=Count("pk"))
    return {row["participant"]: row["n"] for row in counted.order_by()}
