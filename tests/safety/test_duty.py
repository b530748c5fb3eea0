"""Hours, duty and the protocol of a clinic, and what she is told about when staff see something."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import translation

from kernel.errors import BadInput
from people.services import end_membership
from safety.models import ClosedDay, Duty, OpeningHours, Protocol
from safety.services import (
    Seen,
    close_on,
    end_duty,
    hours_of,
    protocol_of,
    put_on_duty,
    reopen,
    seen_by,
    set_hours,
    sign_protocol,
)
from safety.telling import staff_see
from tests.cast import NOW, ZONE
from tests.together import at_once

EVENING = NOW + timedelta(hours=8)
THURSDAY = datetime(2026, 11, 19, 13, 0, tzinfo=UTC)  # eight in the morning in New York
FRIDAY = datetime(2026, 11, 20, 23, 0, tzinfo=UTC)  # six in the evening
MONDAY = datetime(2026, 11, 23, 13, 0, tzinfo=UTC)


def test_the_whole_week_is_stated_at_once(cast):
    set_hours(clinic=cast.clinic, week={0: (time(9), time(12)), 2: None})
    assert hours_of(cast.clinic).week == {0: (time(9), time(12))}
    assert OpeningHours.objects.filter(clinic=cast.clinic).count() == 7


@pytest.mark.parametrize("week", [{0: (time(9), time(9))}, {6: (time(17), time(8))}, {7: None}])
def test_hours_that_cannot_be_are_refused_and_nothing_changes(cast, week):
    before = hours_of(cast.clinic)
    with pytest.raises(BadInput):
        set_hours(clinic=cast.clinic, week=week)
    assert hours_of(cast.clinic) == before


def test_a_day_is_closed_once_and_opened_again(cast):
    day = date(2026, 11, 19)
    close_on(clinic=cast.clinic, day=day, why="Fire drill", now=NOW)
    assert hours_of(cast.clinic).next_open(EVENING) == THURSDAY + timedelta(days=1)
    with pytest.raises(BadInput, match="already closed"):
        close_on(clinic=cast.clinic, day=day, now=NOW)
    reopen(clinic=cast.clinic, day=day, now=NOW)
    reopen(clinic=cast.clinic, day=day, now=NOW)
    assert hours_of(cast.clinic).next_open(EVENING) == THURSDAY
    close_on(clinic=cast.clinic, day=day, now=NOW)
    with pytest.raises(BadInput, match="is over"):
        close_on(clinic=cast.clinic, day=date(2026, 11, 17), now=NOW)


def test_putting_on_duty_twice_is_once_and_changing_rung_ends_the_first(cast):
    first = put_on_duty(clinic=cast.clinic, user=cast.ben, rung="on_duty", now=NOW)
    assert first == put_on_duty(clinic=cast.clinic, user=cast.ben, rung="on_duty", now=EVENING)
    put_on_duty(clinic=cast.clinic, user=cast.ben, rung="back_up", now=EVENING)
    first.refresh_from_db()
    assert first.until == EVENING
    live = Duty.objects.live(now=EVENING).filter(user=cast.ben)
    assert [duty.rung for duty in live] == ["back_up"]


def test_today_can_be_closed_by_the_clinics_own_day(cast):
    """Three in the morning in UTC is the evening before in New York."""
    night = datetime(2026, 11, 19, 3, 0, tzinfo=UTC)
    close_on(clinic=cast.clinic, day=date(2026, 11, 18), now=night)
    assert date(2026, 11, 18) in hours_of(cast.clinic).closed
    with pytest.raises(BadInput, match="is over"):
        close_on(clinic=cast.clinic, day=date(2026, 11, 17), now=night)


def test_opening_one_day_leaves_the_others_and_what_was_before(cast):
    one, other = date(2026, 11, 19), date(2026, 11, 20)
    for day in (one, other):
        close_on(clinic=cast.clinic, day=day, now=NOW)
    reopen(clinic=cast.clinic, day=one, now=NOW)
    assert hours_of(cast.clinic).closed == {other}
    close_on(clinic=cast.clinic, day=one, now=NOW)
    reopen(clinic=cast.clinic, day=one, now=EVENING)
    removed = ClosedDay.objects.filter(clinic=cast.clinic, day=one).order_by("pk")
    assert [row.removed_at for row in removed] == [NOW, EVENING]


def test_an_end_stays_where_it_was(cast):
    duty = Duty.objects.get(user=cast.ben)
    end_duty(duty=duty, now=NOW)
    end_duty(duty=duty, now=EVENING)
    duty.refresh_from_db()
    assert duty.until == NOW


def test_there_is_no_third_rung(cast):
    with pytest.raises(BadInput) as refused:
        put_on_duty(clinic=cast.clinic, user=cast.ben, rung="admin", now=NOW)
    assert refused.value.field == "rung"


@pytest.mark.parametrize("who", ["cam", "ada", "cora", "dan"])
def test_only_clinicians_of_the_clinic_are_put_on_duty(cast, who):
    with pytest.raises(BadInput):
        put_on_duty(clinic=cast.clinic, user=getattr(cast, who), rung="on_duty", now=NOW)


def test_who_left_or_cannot_sign_in_is_not_on_duty(cast):
    end_membership(membership=cast.ben.memberships.get(), now=NOW)
    cast.bea.is_active = False
    cast.bea.save()
    assert not Duty.objects.live(now=NOW).filter(clinic=cast.clinic).exists()
    with pytest.raises(BadInput):
        put_on_duty(clinic=cast.clinic, user=cast.bea, rung="on_duty", now=NOW)


def sign(cast, **changes) -> Protocol:
    told = {
        "signed_by": "Dr. Vera Holt",
        "signed_role": "medical director",
        "signed_on": NOW.date(),
        "by": cast.ada,
        "now": NOW,
    }
    return sign_protocol(clinic=cast.clinic, **(told | changes))


def test_a_new_protocol_takes_the_place_of_the_old(cast):
    before = protocol_of(cast.clinic)
    now = sign(cast, now_minutes=90)
    assert protocol_of(cast.clinic) == now
    before.refresh_from_db()
    assert before.ended_at == NOW


def test_another_clinics_protocol_goes_on(cast):
    here = protocol_of(cast.clinic)
    sign_protocol(
        clinic=cast.other_clinic, signed_by="Dr. Ida Moss", signed_role="director",
        signed_on=NOW.date(), by=cast.dan, now=NOW,
    )  # fmt: skip
    assert protocol_of(cast.clinic) == here


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"signed_by": " "}, "signed_by"),
        ({"signed_role": ""}, "signed_role"),
        ({"signed_on": date(2026, 11, 19)}, "signed_on"),
        ({"now_minutes": 14}, "now_minutes"),
        ({"today_minutes": 59}, "today_minutes"),
        ({"next_visit_minutes": 10**6}, "next_visit_minutes"),
    ],
)
def test_a_protocol_nobody_can_keep_is_refused(cast, changes, field):
    before = protocol_of(cast.clinic)
    with pytest.raises(BadInput) as refused:
        sign(cast, **changes)
    assert refused.value.field == field
    assert protocol_of(cast.clinic) == before


def test_an_invented_protocol_is_for_a_demo_only(cast):
    sign(cast, invented=True)
    cast.clinic.is_synthetic = False
    cast.clinic.save()
    with pytest.raises(BadInput):
        sign(cast, invented=True)


def test_without_a_choice_nothing_is_below_an_hour(cast):
    assert min(sign(cast).now_minutes, Protocol().now_minutes) == 60


# When staff see it, and what she is told.


def seen(cast, now) -> Seen:
    return seen_by(cast.clinic, tier="now", now=now)


def test_in_open_hours_with_somebody_on_duty_they_look(cast):
    assert seen(cast, NOW) == Seen("now", True, at=NOW, until=NOW + timedelta(hours=5))


def test_outside_hours_it_is_the_next_opening(cast):
    assert seen(cast, EVENING) == Seen("now", False, at=THURSDAY)
    assert seen(cast, FRIDAY).at == MONDAY


def test_open_without_anybody_is_no_promise(cast):
    for duty in Duty.objects.filter(clinic=cast.clinic):
        end_duty(duty=duty, now=NOW)
    assert seen(cast, NOW) == Seen("now", False)
    assert seen(cast, FRIDAY) == Seen("now", False)


def test_the_first_opening_at_which_somebody_is_on_duty_counts(cast):
    Duty.objects.filter(clinic=cast.clinic).update(until=THURSDAY - timedelta(hours=1))
    assert seen(cast, EVENING).at is None
    put_on_duty(clinic=cast.clinic, user=cast.ben, rung="on_duty", now=MONDAY)
    assert seen(cast, EVENING).at == MONDAY
    assert seen(cast, THURSDAY + timedelta(hours=1)).at == MONDAY


def test_where_only_the_back_up_is_there_somebody_is(cast):
    end_duty(duty=cast.ben.duties.get(), now=NOW)
    assert seen(cast, NOW).looks


def test_without_hours_nobody_can_say(cast):
    set_hours(clinic=cast.clinic, week={})
    assert seen(cast, NOW) == Seen("now", False)


def test_an_hour_over_a_clock_change_is_the_clinics_wall_clock(cast):
    saturday = datetime(2027, 3, 13, 17, 0, tzinfo=UTC)  # clocks go forward that night
    assert seen(cast, saturday).at == datetime(2027, 3, 15, 12, 0, tzinfo=UTC)


def told(looks=False, at=None, *, tier="now", zone=ZONE, now=NOW) -> str:
    return staff_see(Seen(tier, looks, at), zone, now)


def test_what_she_is_told():
    assert told(True, NOW) == "Staff get a note now. They may be busy; do not wait for them."
    assert told(at=MONDAY) == "Staff see this on Monday at 8:00 AM. Do not wait for them."
    early = NOW.replace(hour=11)
    assert told(at=NOW.replace(hour=13), now=early) == (
        "Staff see this today at 8:00 AM. Do not wait for them."
    )
    assert told() == "We cannot say when staff will see this. Do not wait for them."
    assert told(tier="next_visit") == told()
    assert "your next visit" in told(at=MONDAY, tier="next_visit")


def test_far_ahead_the_date_is_said_as_well():
    assert told(at=MONDAY + timedelta(days=7)) == (
        "Staff see this on November 30 at 8:00 AM. Do not wait for them."
    )


def test_she_is_told_by_her_own_clock():
    assert "on Monday at 5:00 AM" in told(at=MONDAY, zone="America/Los_Angeles")
    tokyo = told(at=datetime(2026, 11, 22, 18, 0, tzinfo=UTC), zone="Asia/Tokyo")
    assert "on Monday at 3:00 AM" in tokyo


@pytest.mark.parametrize("language", ["en", "es"])
def test_it_never_says_a_time_gone_by_nor_one_at_which_nobody_is_there(cast, language):
    for hours in range(0, 24 * 16, 5):
        now = NOW + timedelta(hours=hours)
        for tier in ("now", "today", "next_visit"):
            found = seen_by(cast.clinic, tier=tier, now=now)
            assert found.at is not None and found.at >= now
            assert found.looks == (found.at == now)
            local = found.at.astimezone(ZoneInfo(ZONE))
            assert local.weekday() < 5 and 8 <= local.hour < 17
            with translation.override(language):
                assert staff_see(found, ZONE, now)


@pytest.mark.django_db(transaction=True)
def test_two_admins_at_once_leave_one_of_each(cast):
    at_once([lambda: sign(cast)] * 3)
    assert Protocol.objects.filter(clinic=cast.clinic, ended_at=None).count() == 1
    made = at_once(
        [
            lambda rung=rung: put_on_duty(clinic=cast.clinic, user=cast.bea, rung=rung, now=NOW)
            for rung in ("on_duty", "back_up", "on_duty")
        ]
    )
    assert all(isinstance(one, Duty) for one in made)
    assert Duty.objects.filter(user=cast.bea, until=None).count() == 1
    at_once([lambda: set_hours(clinic=cast.other_clinic, week={1: (time(8), time(9))})] * 3)
    assert OpeningHours.objects.filter(clinic=cast.other_clinic).count() == 7
