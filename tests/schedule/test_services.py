from datetime import date, timedelta
from uuid import uuid4

import pytest

from kernel.errors import Conflict
from schedule.envelope import of_form
from schedule.models import AnchorRevision, Deposit, Quarantine
from schedule.services import (
    ages,
    mark_done,
    plan_occurrences,
    quarantine,
    quarantined_of,
    receive,
    set_anchor,
)
from tests.cast import NOW, pair


def anchor(cast, on: date):
    """A revision of Ana's due date."""
    return set_anchor(
        participant=cast.ana, kind="due_date", subject=cast.ana.pregnancies.get().public_id,
        on=on, source="ultrasound", by=cast.ben, now=NOW,
    )  # fmt: skip


def test_a_corrected_date_is_a_new_revision_and_the_old_one_stays(cast):
    first = cast.ana.anchors.get(kind="due_date")
    second = anchor(cast, first.on + timedelta(days=4))
    assert (first.number, second.number) == (1, 2)
    assert anchor(cast, second.on) == second
    assert AnchorRevision.objects.filter(kind="due_date", participant=cast.ana).count() == 2


def test_her_age_says_which_revision_it_was_read_from(cast):
    second = anchor(cast, date(2027, 2, 3))
    now = ages(participant=cast.ana, at=NOW)
    assert (now.gestational_day, now.infant_day, now.anchor) == (280 - 77, None, second)


def test_after_a_loss_no_clock_runs(cast):
    pregnancy = cast.ana.pregnancies.get()
    pregnancy.outcome, pregnancy.outcome_on = "stillbirth", NOW.date()
    pregnancy.save()
    now = ages(participant=cast.ana, at=NOW)
    assert (now.gestational_day, now.infant_day) == (None, None)


def envelope(client_uuid, value=1):
    """An answer from a form."""
    return of_form(
        client_uuid=client_uuid, kind="answer", body={"value": value}, zone="UTC", now=NOW
    )


def test_the_same_deposit_is_stored_once(cast):
    same = uuid4()
    first, created = receive(device=cast.phone, envelope=envelope(same), now=NOW)
    again, created_again = receive(device=cast.phone, envelope=envelope(same), now=NOW)
    assert (created, created_again, first) == (True, False, again)
    assert Deposit.objects.count() == 1


def test_other_words_under_the_same_uuid_are_asked_again(cast):
    same = uuid4()
    receive(device=cast.phone, envelope=envelope(same), now=NOW)
    with pytest.raises(Conflict) as refused:
        receive(device=cast.phone, envelope=envelope(same, 2), now=NOW)
    assert refused.value.code == "other_body"


def test_the_same_words_as_another_kind_are_not_the_same(cast):
    same = uuid4()
    receive(device=cast.phone, envelope=envelope(same), now=NOW)
    entry = of_form(client_uuid=same, kind="entry", body={"value": 1}, zone="UTC", now=NOW)
    with pytest.raises(Conflict):
        receive(device=cast.phone, envelope=entry, now=NOW)


def test_her_other_phone_may_hand_it_in_again_but_nobody_elses(cast):
    same = uuid4()
    receive(device=cast.phone, envelope=envelope(same), now=NOW)
    second, _ = pair(cast.ana, cast.ben)
    assert receive(device=second, envelope=envelope(same), now=NOW)[1] is False
    evas, _ = pair(cast.eva, cast.dan)
    with pytest.raises(Conflict):
        receive(device=evas, envelope=envelope(same), now=NOW)


@pytest.fixture
def occurrence(cast):
    from tests.cast import start

    start(cast)
    return cast.ana.occurrences.filter(rule__kind="check_in").first()


def test_planning_again_makes_nothing_twice(occurrence):
    before = occurrence.rule.occurrences.count()
    plan_occurrences(rule=occurrence.rule)
    assert occurrence.rule.occurrences.count() == before


def test_done_is_once(occurrence):
    assert mark_done(occurrence=occurrence, at=NOW)
    assert not mark_done(occurrence=occurrence, at=NOW + timedelta(hours=1))
    assert occurrence.done_at == NOW


def test_what_was_put_aside_is_counted_for_her_alone_and_not_opened_for_it(cast):
    other, _token = pair(cast.eva, cast.dan)
    for phone in (cast.phone, other):
        quarantine(
            device=phone, data={"v": 2}, reason=Quarantine.Reason.REVOKED, detail="", now=NOW
        )
    (row,) = quarantined_of(cast.ana)
    assert row.device == cast.phone
    assert row.get_deferred_fields() == {"body"}
