from datetime import date, datetime, timedelta

import pytest

from kernel.clock import UTC
from kernel.errors import BadInput, WindowClosed
from pathway.cards import card_of
from pathway.due import due_things
from pathway.services import (
    finish_card,
    report_gap,
    report_medication,
    series_after,
    undo_gap,
)
from people.models import Participant, Pregnancy
from people.services import set_naloxone
from reminders.models import Reminder
from reminders.services import plan_reminders
from safety.models import Concern, ConcernSource, ToleranceGap
from safety.services import days_without_of
from schedule.models import AnchorRevision, Occurrence, Pause, Rule
from tests.cast import NOW, mother

TODAY = date(2026, 11, 18)
EARLY = datetime(2026, 11, 18, 14, 0, tzinfo=UTC)  # nine o'clock where she lives
TEN = datetime(2026, 11, 18, 15, 0, tzinfo=UTC)


def ago(days: int) -> date:
    return TODAY - timedelta(days=days)


def told(cast, kind="discharge", on=TODAY, *, now=NOW, by=None, **more) -> ToleranceGap:
    return report_gap(participant=cast.ana, kind=kind, on=on, by=by, now=now, **more)


def cards(cast) -> list[Occurrence]:
    return list(cast.ana.occurrences.filter(rule__kind=Rule.Kind.CARD).order_by("opens_at"))


def card_on(gap: ToleranceGap) -> Occurrence:
    return Occurrence.objects.get(rule__subject=gap.public_id)


def medicine(cast, state, since, until=None, *, now=NOW, medication=None, by=None):
    return report_medication(
        participant=cast.ana, medication=medication, state=state, since=ago(since),
        until=None if until is None else ago(until), by=by, now=now,
    )  # fmt: skip


@pytest.fixture
def methadone(cast):
    medicine(cast, "on", 200, medication="methadone", by=cast.ben, now=NOW - timedelta(days=30))
    return cast


def ended(cast, outcome="live_birth", on=TODAY) -> Pregnancy:
    pregnancy = cast.ana.pregnancies.get()
    pregnancy.outcome, pregnancy.outcome_on = outcome, on
    pregnancy.save()
    return pregnancy


@pytest.mark.parametrize("kind", ToleranceGap.Kind.values)
def test_every_kind_brings_a_card_at_once(cast, kind):
    ended(cast)
    gap = told(cast, kind)
    card = card_on(gap)
    assert card.rule.kind == Rule.Kind.CARD
    assert list(Occurrence.objects.open(now=NOW).filter(pk=card.pk)) == [card]


def test_it_is_called_to_mind_at_the_next_ten_o_clock(cast):
    told(cast, now=NOW)
    told(cast, "return-to-use", now=EARLY)
    after, before = cards(cast)[1], cards(cast)[0]
    assert (before.remind_at, after.remind_at) == (TEN, TEN + timedelta(days=1))
    assert after.opens_at == NOW


def test_told_twice_is_one_gap_one_card_one_concern(cast):
    first = told(cast, "stopped", ago(2))
    assert told(cast, "stopped", ago(2), now=NOW + timedelta(hours=1)) == first
    assert len(cards(cast)) == ConcernSource.objects.count() == 1


def test_another_day_is_another_gap(cast):
    assert told(cast, on=ago(1)) != told(cast, on=TODAY)


@pytest.mark.parametrize(
    ("kind", "days", "tier"),
    [
        ("missed-doses", 1, "next_visit"),
        ("missed-doses", None, "next_visit"),
        ("missed-doses", 3, "today"),
        ("stopped", None, "today"),
        ("discharge", None, "next_visit"),
        ("return-to-use", None, "next_visit"),
    ],
)
def test_who_hears_of_it_is_what_the_rules_say(cast, kind, days, tier):
    gap = told(cast, kind, ago(5), days=days)
    concern = Concern.objects.get()
    assert concern.tier == tier
    source = concern.sources.get()
    assert (source.kind, source.source_id) == (ConcernSource.Kind.GAP, gap.public_id)


def test_days_counted_anew_may_raise_it(methadone):
    gap = medicine(methadone, "paused", 0).gap
    assert (gap.days, Concern.objects.get().tier) == (1, "next_visit")
    later = NOW + timedelta(days=3)
    again = medicine(methadone, "paused", 0, now=later).gap
    assert (again, again.days) == (gap, 4)
    assert ConcernSource.objects.filter(source_id=gap.public_id).count() == 2
    assert Concern.objects.order_by("pk").last().tier == "today"
    assert len(cards(methadone)) == 1


def test_days_count_only_where_days_are_what_happened(cast):
    gap = report_gap(participant=cast.ana, kind="discharge", on=ago(3), days=2, by=None, now=NOW)
    assert gap.days is None
    assert told(cast, "missed-doses", on=ago(3), days=2).days == 2


def test_a_birth_brings_a_card_and_no_concern(cast):
    ended(cast)
    told(cast, "birth")
    assert Concern.objects.count() == 0


def test_the_card_comes_again_for_a_year(cast):
    pregnancy = ended(cast, on=ago(1))
    told(cast, "birth", ago(1), pregnancy=pregnancy)
    series = Occurrence.objects.filter(rule__subject=pregnancy.public_id).order_by("ordinal")
    assert [(one.day - ago(1)).days for one in series] == [91, 182, 273, 364]
    assert all(one.remind_at and one.remind_at > NOW for one in series)
    assert {one.anchor.kind for one in series} == {AnchorRevision.Kind.TOLERANCE}


def test_the_series_is_made_once_for_a_pregnancy(cast):
    pregnancy = ended(cast)
    told(cast, "birth", pregnancy=pregnancy)
    told(cast, "birth", ago(0), pregnancy=pregnancy)
    series_after(pregnancy=pregnancy, on=TODAY, by=None, now=NOW)
    assert Rule.objects.filter(subject=pregnancy.public_id).count() == 1


def test_nothing_past_is_caught_up_on(cast):
    """Enrolled nine months and a week after a birth: one card is open, nothing is sent for it."""
    pregnancy = ended(cast, on=ago(280))
    series_after(pregnancy=pregnancy, on=ago(280), by=cast.ben, now=NOW)
    assert [one.cancelled_why for one in cards(cast)] == ["passed", "passed", "", ""]
    pending = Occurrence.objects.pending().filter(rule__kind=Rule.Kind.CARD).order_by("opens_at")
    open_now, ahead = pending
    assert open_now.opens_at < NOW < open_now.closes_at and open_now.remind_at is None
    assert ahead.remind_at > NOW


@pytest.mark.parametrize("outcome", ["miscarriage", "stillbirth", "termination"])
def test_after_a_loss_nothing_is_sent_at_once(cast, outcome):
    pregnancy = ended(cast, outcome)
    gap = told(cast, "birth", pregnancy=pregnancy)
    assert Occurrence.objects.get(rule__subject=gap.public_id).remind_at is None
    assert Occurrence.objects.filter(rule__subject=pregnancy.public_id).count() == 4


def test_while_she_rests_after_a_loss_nothing_is_sent_at_once(cast):
    Pause.objects.create(participant=cast.ana, since=NOW, tender_until=TODAY, started_by=cast.ben)
    gap = told(cast, "discharge")
    assert Occurrence.objects.get(rule__subject=gap.public_id).remind_at is None


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("kind", [*ToleranceGap.Kind.values, "later"])
def test_no_card_speaks_of_a_child(cast, kind, language):
    ended(cast)
    if kind == "later":
        series_after(pregnancy=cast.ana.pregnancies.get(), on=ago(100), by=None, now=NOW)
        occurrence = cards(cast)[0]
    else:
        occurrence = Occurrence.objects.get(rule__subject=told(cast, kind).public_id)
    card = card_of(occurrence, language)
    assert card.language == language and card.lead
    shown = f"{card.title} {card.lead} {card.body_html}".lower()
    for word in ("baby", "bebé", "child", "niñ", "hij", "infant", "birth", "parto"):
        assert word not in shown


def test_a_card_opens_with_why_it_came(cast):
    stopped = Occurrence.objects.get(rule__subject=told(cast, "stopped").public_id)
    back = Occurrence.objects.get(rule__subject=told(cast, "return-to-use").public_id)
    one, other = card_of(stopped, "en"), card_of(back, "en")
    assert one.lead != other.lead and one.body_html == other.body_html
    assert one.reads == "clinic"


def test_a_card_knows_whether_naloxone_is_at_hand(cast):
    occurrence = Occurrence.objects.get(rule__subject=told(cast).public_id)
    assert card_of(occurrence, "en").naloxone is None
    set_naloxone(participant=cast.ana, at_hand="yes", where="shelf", by=None, now=NOW)
    assert card_of(occurrence, "en").naloxone.where == "shelf"


def test_a_card_read_is_done_and_so_is_every_other_that_is_open(cast):
    told(cast, "discharge")
    told(cast, "return-to-use")
    one, other = cards(cast)
    assert finish_card(occurrence=one, now=NOW + timedelta(minutes=1)) is True
    other.refresh_from_db()
    assert one.done_at == other.done_at == NOW + timedelta(minutes=1)
    assert finish_card(occurrence=one, now=NOW + timedelta(minutes=2)) is False
    assert one.done_at == NOW + timedelta(minutes=1)


def test_reading_one_leaves_the_months_to_come(cast):
    pregnancy = ended(cast)
    gap = told(cast, "birth", pregnancy=pregnancy)
    finish_card(occurrence=Occurrence.objects.get(rule__subject=gap.public_id), now=NOW)
    assert Occurrence.objects.pending().filter(rule__subject=pregnancy.public_id).count() == 4


def test_a_card_that_is_not_open_cannot_be_read(cast):
    series_after(pregnancy=ended(cast), on=TODAY, by=None, now=NOW)
    with pytest.raises(WindowClosed):
        finish_card(occurrence=cards(cast)[0], now=NOW)


def test_a_gap_taken_back_goes_with_its_card_and_leaves_the_concern(cast):
    gap = told(cast, "stopped")
    undo_gap(gap, NOW, by=cast.ben)
    undo_gap(gap, NOW + timedelta(hours=1), by=cast.ben)
    assert gap.undone_at == NOW
    assert not Occurrence.objects.pending().filter(rule__kind=Rule.Kind.CARD).exists()
    assert cast.ana.anchors.filter(subject=gap.public_id).order_by("number").last().on is None
    assert Concern.objects.count() == 1


def test_a_birth_taken_back_takes_its_months_with_it(cast):
    pregnancy = ended(cast)
    gap = told(cast, "birth", pregnancy=pregnancy)
    undo_gap(gap, NOW)
    assert not Occurrence.objects.pending().filter(rule__kind=Rule.Kind.CARD).exists()
    told(cast, "birth", pregnancy=pregnancy, now=NOW + timedelta(hours=1))
    assert Occurrence.objects.pending().filter(rule__kind=Rule.Kind.CARD).count() == 5


def test_what_was_read_stays_read_when_a_gap_is_taken_back(cast):
    gap = told(cast)
    finish_card(occurrence=cards(cast)[0], now=NOW)
    undo_gap(gap, NOW + timedelta(hours=1))
    assert (cards(cast)[0].done_at, cards(cast)[0].cancelled_at) == (NOW, None)


def test_a_gap_taken_back_does_not_count(cast):
    first = told(cast, "stopped")
    undo_gap(first, NOW)
    assert told(cast, "stopped", now=NOW + timedelta(minutes=1)) != first


def test_days_without_medicine_are_a_gap(methadone):
    report = medicine(methadone, "paused", 4, 1)
    assert (report.gap.kind, report.gap.on, report.gap.days) == ("missed-doses", ago(4), 4)
    assert days_without_of(methadone.ana, now=NOW) == 4
    assert Concern.objects.get().tier == "today"


def test_stopping_is_a_gap(methadone):
    assert medicine(methadone, "stopped", 0).gap.kind == "stopped"


def test_taking_it_is_no_gap(methadone):
    report = medicine(methadone, "on", 0)
    assert report.gap is None and cards(methadone) == []


def test_another_medicine_is_no_gap(methadone):
    assert medicine(methadone, "on", 0, medication="buprenorphine").gap is None


def test_days_long_over_bring_no_card(methadone):
    report = medicine(methadone, "paused", 60, 50)
    assert report.gap is None
    assert cards(methadone) == [] and not Concern.objects.exists()


def test_days_put_right_on_the_same_day_are_one_gap(methadone):
    first = medicine(methadone, "paused", 4, 1).gap
    second = medicine(methadone, "paused", 2, 1, now=NOW + timedelta(minutes=5)).gap
    first.refresh_from_db()
    assert first.undone_at is not None and (second.on, second.days) == (ago(2), 2)
    assert Occurrence.objects.pending().filter(rule__kind=Rule.Kind.CARD).count() == 1
    assert Concern.objects.get().tier == "today", "what was said first stays a concern"


def test_days_counted_anew_from_the_same_day_are_the_same_gap_and_tell_nobody_twice(methadone):
    first = medicine(methadone, "paused", 4, 1).gap
    again = medicine(methadone, "paused", 4, 2, now=NOW + timedelta(minutes=5)).gap
    assert (again.pk, again.days, again.undone_at) == (first.pk, 3, None)
    assert Concern.objects.get().sources.count() == 1
    assert Occurrence.objects.filter(rule__kind=Rule.Kind.CARD).count() == 1


def test_stopped_by_mistake_and_put_right(methadone):
    gap = medicine(methadone, "stopped", 0).gap
    assert medicine(methadone, "on", 0, now=NOW + timedelta(minutes=1)).gap is None
    gap.refresh_from_db()
    assert gap.undone_at is not None
    assert Concern.objects.count() == 1


def test_what_was_said_on_another_day_stays_a_gap_when_its_day_gets_another_state(methadone):
    """Put right on the same day it was a slip; said a day later, the days without were real."""
    gap = medicine(methadone, "stopped", 0).gap
    tomorrow = NOW + timedelta(days=1)
    assert medicine(methadone, "on", 0, now=tomorrow).gap is None
    gap.refresh_from_db()
    assert gap.undone_at is None


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"kind": "holiday"}, "kind"),
        ({"on": TODAY + timedelta(days=1)}, "on"),
        ({"on": date(2001, 1, 1)}, "on"),
        ({"kind": "missed-doses", "on": ago(2), "days": 0}, "days"),
        ({"kind": "missed-doses", "on": ago(2), "days": 4}, "days"),
    ],
)
def test_what_cannot_be_says_what_to_change(cast, wrong, field):
    with pytest.raises(BadInput) as refused:
        told(cast, **({"kind": "discharge", "on": TODAY} | wrong))
    assert refused.value.field == field
    assert not ToleranceGap.objects.exists() and cards(cast) == []


def test_an_unknown_jurisdiction_loses_nothing(cast):
    cast.clinic.jurisdiction = "zz"
    cast.clinic.save()
    cast.ana = Participant.objects.get(pk=cast.ana.pk)
    assert told(cast, "stopped").pk and Concern.objects.count() == 1


def test_it_is_one_transaction(cast, monkeypatch):
    def breaks(**_arguments):
        raise RuntimeError("between the card and the concern")

    monkeypatch.setattr("pathway.services.tolerance.raise_concern", breaks)
    with pytest.raises(RuntimeError):
        told(cast, "stopped")
    assert not ToleranceGap.objects.exists() and cards(cast) == []
    assert not AnchorRevision.objects.filter(kind="tolerance").exists()


def test_as_the_applications_role(methadone, app_role):
    medicine(methadone, "paused", 3, 1)
    finish_card(occurrence=cards(methadone)[0], now=NOW)
    medicine(methadone, "stopped", 0, now=NOW + timedelta(minutes=1))
    undo_gap(ToleranceGap.objects.get(kind="stopped"), NOW + timedelta(minutes=2))
    assert ToleranceGap.objects.get(kind="stopped").undone_at == NOW + timedelta(minutes=2)
    assert ToleranceGap.objects.exclude(kind="stopped").get().undone_at is None


def test_in_spring_ten_is_still_ten_where_she_lives(cast):
    """Clocks go forward on 14 March 2027 in New York."""
    night = datetime(2027, 3, 13, 20, 0, tzinfo=UTC)
    ruth = mother(cast.clinic, cast.ben, "Ruth Bell")
    gap = report_gap(participant=ruth, kind="discharge", on=date(2027, 3, 13), by=None, now=night)
    card = Occurrence.objects.get(rule__subject=gap.public_id)
    assert card.remind_at == datetime(2027, 3, 14, 14, 0, tzinfo=UTC)


@pytest.mark.parametrize("addressed", Participant.Addressed.values)
@pytest.mark.parametrize("rests", [False, True])
def test_the_card_lies_on_today_however_she_is_addressed_and_while_she_rests(
    cast, addressed, rests
):
    cast.ana.addressed = addressed
    cast.ana.save()
    if rests:
        Pause.objects.create(
            participant=cast.ana, since=NOW, tender_until=TODAY, started_by=cast.ben
        )
    ended(cast, "stillbirth" if rests else "live_birth")
    gap = told(cast, "birth")
    assert due_things(cast.ana, now=NOW).cards == [card_on(gap)]


def test_the_months_to_come_are_called_to_mind_also_while_she_rests(cast):
    pregnancy = ended(cast, "stillbirth")
    Pause.objects.create(participant=cast.ana, since=NOW, tender_until=TODAY, started_by=cast.ben)
    told(cast, "birth", pregnancy=pregnancy)
    plan_reminders(now=NOW + timedelta(hours=1))
    assert Reminder.objects.count() == 0
    plan_reminders(now=NOW + timedelta(days=90))
    owed = Reminder.objects.get()
    assert owed.occurrence.rule.subject == pregnancy.public_id
    assert owed.due_at == TEN + timedelta(days=91)


def test_a_card_is_called_to_mind_once_at_ten(cast):
    gap = told(cast)
    plan_reminders(now=NOW)
    plan_reminders(now=NOW + timedelta(hours=1))
    owed = Reminder.objects.get()
    assert (owed.occurrence, owed.due_at) == (card_on(gap), TEN + timedelta(days=1))
