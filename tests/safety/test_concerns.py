"""One concern a day of hers, its sources, and who sees it."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.db import transaction

from audit.models import Disclosure
from kernel.errors import Conflict
from pathway.services import hand_to, take_on
from people.models import Grant, User
from people.services import add_member, end_membership
from safety.models import Concern
from safety.services import acknowledge, close, end_duty, raise_concern
from tests.cast import NOW, staff
from tests.together import at_once

LATER = NOW + timedelta(hours=1)
# 22:30 of the same day in New York, where it is noon at NOW.
LATE_EVENING = NOW + timedelta(hours=10, minutes=30)


def concern(cast, source=None, *, tier="now", rule="own-words", at=NOW, now=None) -> Concern:
    """A concern about Ana."""
    return raise_concern(
        participant=cast.ana, rule=rule, tier=tier, kind="answer",
        source_id=source or uuid4(), happened_at=at, now=now or at,
    )  # fmt: skip


def done(raised, by, **changes) -> Concern:
    """Closed as a call."""
    words = {"closed_as": "called", "what_was_done": "Called her.", "now": NOW} | changes
    return close(concern=raised, by=by, **words)


def test_one_source_raises_one_concern(cast):
    source = uuid4()
    assert concern(cast, source) == concern(cast, source, now=LATER)
    assert Concern.objects.get().sources.count() == 1


def test_one_answer_may_set_off_two_rules(cast):
    source = uuid4()
    assert concern(cast, source) == concern(cast, source, rule="fears")
    assert Concern.objects.get().sources.count() == 2


def test_two_sources_on_one_day_are_one_concern_with_two_sources(cast):
    first = concern(cast, tier="today")
    second = concern(cast, tier="next_visit", at=LATER)
    assert first == second
    second.refresh_from_db()
    assert (second.tier, second.waiting_since, second.happened_at) == ("today", NOW, NOW)
    assert list(second.sources.order_by("pk").values_list("tier", flat=True)) == [
        "today",
        "next_visit",
    ]


def test_a_more_urgent_source_raises_the_tier_and_it_waits_anew(cast):
    concern(cast, tier="next_visit")
    raised = concern(cast, tier="now", at=LATER)
    raised.refresh_from_db()
    assert (raised.tier, raised.waiting_since, raised.raised_at) == ("now", LATER, NOW)


def test_what_was_acknowledged_waits_again_for_a_second_source(cast):
    acknowledge(concern=concern(cast), by=cast.ben, now=NOW)
    again = concern(cast, tier="today", at=LATER)
    again.refresh_from_db()
    assert (again.acknowledged_at, again.acknowledged_by, again.tier) == (None, None, "now")
    assert again.waiting_since == LATER
    assert Concern.objects.count() == 1


def test_nobody_takes_on_or_closes_what_they_have_not_read(cast):
    seen = concern(cast, tier="next_visit")
    concern(cast, tier="now", at=LATER)
    acts = (
        lambda: acknowledge(concern=seen, by=cast.ben, now=LATER, causes=1),
        lambda: take_on(concern=seen, by=cast.bea, now=LATER, causes=1),
        lambda: done(seen, cast.ben, causes=1),
    )
    for act in acts:
        with pytest.raises(Conflict) as refused:
            act()
        assert refused.value.code == "other_cause"
    seen.refresh_from_db()
    assert (seen.acknowledged_at, seen.closed_at) == (None, None)
    assert not Disclosure.objects.exists() and not Grant.objects.filter(staff=cast.bea).exists()
    assert acknowledge(concern=seen, by=cast.ben, now=LATER, causes=2).acknowledged_by == cast.ben


def test_closing_leaves_who_took_it_on(cast):
    acknowledge(concern=concern(cast), by=cast.bea, now=NOW)
    closed = done(Concern.objects.get(), cast.ben, now=LATER)
    assert (closed.acknowledged_by, closed.acknowledged_at) == (cast.bea, NOW)
    assert (closed.closed_by, closed.closed_at) == (cast.ben, LATER)


def test_what_was_closed_stays_closed_and_a_new_one_begins(cast):
    closed = done(concern(cast), cast.ben)
    new = concern(cast, at=LATER)
    assert new != closed
    closed.refresh_from_db()
    assert closed.closed_at == NOW and closed.sources.count() == 1


def test_the_day_is_hers_not_the_clinics_nor_utc(cast):
    first = concern(cast)
    same = concern(cast, at=LATE_EVENING)  # already the next day in UTC
    assert first == same and same.day == date(2026, 11, 18)
    next_day = concern(cast, at=LATE_EVENING + timedelta(hours=2))
    assert next_day != first and next_day.day == date(2026, 11, 19)
    cast.ana.zone = "Europe/Madrid"
    cast.ana.save()
    assert concern(cast, at=LATE_EVENING).day == date(2026, 11, 19)


def test_a_late_answer_belongs_to_the_day_it_was_given_on(cast):
    today = concern(cast, tier="today")
    told_yesterday = NOW - timedelta(days=1)
    late = concern(cast, at=told_yesterday, now=LATER)
    assert late != today
    assert (late.day, late.happened_at, late.raised_at, late.waiting_since) == (
        date(2026, 11, 17),
        told_yesterday,
        LATER,
        LATER,
    )
    source = late.sources.get()
    assert (source.happened_at, source.received_at) == (told_yesterday, LATER)


def test_a_late_answer_of_the_same_day_keeps_the_earliest_time(cast):
    concern(cast, at=LATER)
    late = concern(cast, at=NOW, now=LATER)
    late.refresh_from_db()
    assert late.happened_at == NOW and Concern.objects.count() == 1


def test_another_mothers_concern_is_another(cast):
    hers = concern(cast)
    other = raise_concern(
        participant=cast.eva, rule="own-words", tier="now", kind="answer",
        source_id=uuid4(), happened_at=NOW, now=NOW,
    )  # fmt: skip
    assert hers != other


def test_it_is_stored_with_what_caused_it_or_not_at_all(cast):
    class Broken(Exception):
        pass

    with pytest.raises(Broken), transaction.atomic():
        concern(cast)
        raise Broken
    assert not Concern.objects.exists()


def test_the_first_to_acknowledge_stands_and_the_second_is_told_who(cast):
    raised = concern(cast)
    acknowledge(concern=raised, by=cast.ben, now=NOW)
    second = acknowledge(concern=raised, by=cast.bea, now=LATER)
    assert (second.acknowledged_by, second.acknowledged_at) == (cast.ben, NOW)


def test_who_sees_it(cast):
    raised = concern(cast)
    for user in (cast.ben, cast.bea):  # her clinician; the back-up
        assert list(Concern.objects.visible_to(user)) == [raised]
    for user in (cast.cam, cast.ada, cast.cora, cast.dan, staff(cast.clinic, "Bob", "clinician")):
        assert not Concern.objects.visible_to(user).exists()


def test_off_duty_without_a_grant_nothing_is_seen(cast):
    concern(cast)
    end_duty(duty=cast.bea.duties.get(), now=NOW)
    assert not Concern.objects.visible_to(cast.bea).exists()


def test_who_is_called_may_act(cast):
    raised = concern(cast)
    take_on(concern=raised, by=cast.bea, now=NOW)
    given = cast.ana.grants.get(staff=cast.bea)
    assert (given.reason, given.until) == ("cover", NOW + timedelta(days=7))


def test_who_comes_second_gets_no_cover_by_it(cast):
    raised = concern(cast)
    take_on(concern=raised, by=cast.ben, now=NOW)
    assert take_on(concern=raised, by=cast.bea, now=NOW).acknowledged_by == cast.ben
    assert not cast.ana.grants.filter(staff=cast.bea).exists()


def test_being_called_opens_nothing_that_is_closed(cast):
    done(concern(cast), cast.ben)
    assert not Concern.objects.visible_to(cast.bea).exists()


def test_a_mailbox_without_the_role_opens_nothing(cast):
    for user in (cast.cam, cast.ada, cast.cora, cast.dan):
        cast.clinic.concern_email = user.email
        cast.clinic.save()
        concern(cast)
        assert not Concern.objects.visible_to(user).exists()


def test_her_own_clinician_needs_no_cover(cast):
    take_on(concern=concern(cast), by=cast.ben, now=NOW)
    assert cast.ana.grants.count() == 1


def test_given_to_a_clinician_it_stays_open_and_they_may_act(cast):
    bob = staff(cast.clinic, "Bob", "clinician")
    raised = hand_to(concern=concern(cast), staff=bob, by=cast.ada, now=NOW)
    assert (raised.handed_to, raised.acknowledged_at) == (bob, None)
    assert list(Concern.objects.visible_to(bob)) == [raised]
    given = cast.ana.grants.get(staff=bob)
    assert (given.reason, given.granted_by, given.until) == (
        "cover",
        cast.ada,
        NOW + timedelta(days=7),
    )


def test_given_on_after_somebody_took_it_on_it_waits_again(cast):
    raised = concern(cast)
    take_on(concern=raised, by=cast.ben, now=NOW)
    hand_to(concern=raised, staff=cast.bea, by=cast.ada, now=LATER)
    assert (raised.acknowledged_by, raised.waiting_since) == (None, LATER)


def test_given_to_whoever_has_taken_it_on_it_stays_taken(cast):
    raised = concern(cast)
    take_on(concern=raised, by=cast.bea, now=NOW)
    hand_to(concern=raised, staff=cast.bea, by=cast.ada, now=LATER)
    assert (raised.handed_to, raised.acknowledged_by, raised.acknowledged_at) == (
        cast.bea,
        cast.bea,
        NOW,
    )


def test_whoever_it_was_given_to_and_has_left_sees_it_no_more(cast):
    bob = staff(cast.clinic, "Bob", "clinician")
    hand_to(concern=concern(cast), staff=bob, by=cast.ada, now=NOW)
    end_membership(membership=bob.memberships.get(), now=LATER)
    add_member(
        clinic=cast.other_clinic, email=bob.email, name=bob.name, role="clinician", now=LATER
    )
    assert not Concern.objects.visible_to(User.objects.get(pk=bob.pk)).exists()


@pytest.mark.parametrize("who", ["cam", "ada", "cora", "dan"])
def test_it_is_given_to_clinicians_of_her_clinic_only(cast, who):
    with pytest.raises(Exception, match="Only a clinician"):
        hand_to(concern=concern(cast), staff=getattr(cast, who), by=cast.ada, now=NOW)
    assert Concern.objects.get().handed_to is None


def test_it_is_not_given_to_somebody_who_cannot_sign_in_nor_when_closed(cast):
    raised = concern(cast)
    cast.bea.is_active = False
    cast.bea.save()
    with pytest.raises(Exception, match="cannot sign in"):
        hand_to(concern=raised, staff=cast.bea, by=cast.ada, now=NOW)
    done(raised, cast.ben)
    with pytest.raises(Exception, match="already closed"):
        hand_to(concern=raised, staff=cast.ben, by=cast.ada, now=NOW)


# With real threads.


@pytest.mark.django_db(transaction=True)
def test_two_answers_at_once_are_one_concern(cast):
    raised = at_once([lambda: concern(cast), lambda: concern(cast, tier="today")] * 2)
    assert len({one.pk for one in raised}) == 1
    assert Concern.objects.get().sources.count() == 4
    assert Concern.objects.get().tier == "now"


@pytest.mark.django_db(transaction=True)
def test_two_clinicians_at_once_one_has_it_and_both_know_who(cast):
    raised = concern(cast)
    mine, yours = (Concern.objects.get(pk=raised.pk) for _ in range(2))
    seen = at_once(
        [
            lambda: take_on(concern=mine, by=cast.ben, now=NOW),
            lambda: take_on(concern=yours, by=cast.bea, now=LATER),
        ]
    )
    first = Concern.objects.get()
    assert {one.acknowledged_by for one in seen} == {first.acknowledged_by}
    assert {one.acknowledged_at for one in seen} == {first.acknowledged_at}
    assert Grant.objects.filter(participant=cast.ana, reason="cover").count() == int(
        first.acknowledged_by == cast.bea
    )


@pytest.mark.django_db(transaction=True)
def test_a_source_that_comes_while_it_is_being_closed_is_not_lost_in_it(cast):
    """Either it came first and was closed with the rest, or it is a concern of its own."""
    for _round in range(5):
        raised = concern(cast)
        before = Concern.objects.count()
        _closed, joined = at_once(
            [lambda one=raised: done(one, cast.ben), lambda: concern(cast, at=LATER)]
        )
        raised.refresh_from_db()
        joined.refresh_from_db()
        assert raised.closed_at and raised.closed_as == "called"
        if joined == raised:
            assert raised.sources.count() == 2
        else:
            assert joined.closed_at is None and Concern.objects.count() == before + 1
            done(joined, cast.ben)
