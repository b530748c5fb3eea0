"""A birth, a loss, a child's place: recorded, previewed, corrected and taken back."""

from datetime import date, timedelta
from uuid import uuid4

import pytest

from catalog.services import released
from kernel.clock import at_local
from kernel.errors import BadInput, Conflict, NeedsConfirmation
from measures.services import is_tender, save_answer, start_administrations
from pathway.due import due_things
from pathway.services import (
    assign,
    correct_birth,
    end_pause,
    last_change,
    preview,
    record_birth,
    record_custody,
    record_due_date,
    record_loss,
    record_ongoing,
    record_pregnancy_of,
    record_stay,
    undo,
    why_not_undo,
)
from people.models import Infant, Pregnancy, StateChange
from people.services import set_addressed
from reminders.models import Reminder
from reminders.services import owed_now, plan_reminders
from safety.models import ToleranceGap
from schedule.models import Occurrence
from schedule.services import current_anchor, follow_zone, mark_done, pause_of
from tests.cast import NOW, start
from tests.pathway.standing import standing
from tests.saying import answer as said

TODAY = NOW.date()
DUE = date(2027, 1, 27)


@pytest.fixture
def cast(cast):
    """Ana with her course, and check-ins before the day and after the birth."""
    start(cast)
    for code in ("before-the-day", "first-weeks"):
        give(cast, code)
    cast.ana.consents.update(given_at=NOW - timedelta(days=3))
    return cast


def give(cast, code, now=NOW):
    assign(
        participant=cast.ana, curriculum=None, battery=released("battery", code),
        starts_on=now.date(), by=cast.ben, now=now,
    )  # fmt: skip


def her_pregnancy(cast):
    return cast.ana.pregnancies.get()


def hung_on(cast, kind):
    return cast.ana.occurrences.filter(rule__anchor_kind=kind).order_by("ordinal")


def ahead(cast, kind):
    """What is pending and not over yet."""
    return hung_on(cast, kind).pending().filter(closes_at__gt=NOW)


def birth(cast, *places, on=TODAY, now=NOW, **told):
    return record_birth(
        pregnancy=her_pregnancy(cast), born_on=on, places=list(places) or ["with_mother"],
        by=cast.ben, now=now, confirmed=True, **told,
    )  # fmt: skip


def loss(cast, *, on=TODAY, now=NOW, **told):
    return record_loss(
        pregnancy=her_pregnancy(cast), outcome="stillbirth", on=on, by=cast.ben, now=now,
        confirmed=True, **told,
    )  # fmt: skip


def test_a_corrected_due_date_moves_what_lies_ahead(cast):
    days = dict(ahead(cast, "due_date").values_list("ordinal", "day"))
    effect = record_due_date(
        pregnancy=her_pregnancy(cast), due_date=DUE + timedelta(days=7),
        due_source="ultrasound", by=cast.ben, now=NOW,
    )  # fmt: skip
    after = dict(ahead(cast, "due_date").values_list("ordinal", "day"))
    moved = {n: day + timedelta(days=7) for n, day in days.items() if day > TODAY}
    still_open = {n: day for n, day in days.items() if day <= TODAY}
    assert still_open and moved.items() | still_open.items() <= after.items()
    assert (effect.moves, effect.sends_now) == (len(moved), 0)


@pytest.mark.parametrize("answered", [False, True])
def test_what_only_waits_on_her_phone_moves_too(answered, cast):
    """It opened and her phone took it along; then she went west, where it is not the day yet."""
    row = ahead(cast, "due_date").get(day__lte=TODAY)
    begun = start_administrations(occurrence=row, participant=cast.ana, now=NOW)[0]
    if answered:
        first = begun.instrument.content.items[0].code
        save_answer(device=cast.phone, envelope=said(begun, first, 3), now=NOW)
    Occurrence.objects.filter(pk=row.pk).update(opens_at=NOW + timedelta(hours=1))
    record_due_date(
        pregnancy=her_pregnancy(cast), due_date=DUE + timedelta(days=7),
        due_source="ultrasound", by=cast.ben, now=NOW,
    )  # fmt: skip
    after = Occurrence.objects.get(pk=row.pk)
    assert after.day - row.day == timedelta(days=0 if answered else 7)


def test_what_was_over_opens_again_when_the_right_date_is_later_and_is_not_sent(cast):
    """The first of them closed four days ago, counted from the wrong date."""
    assert hung_on(cast, "due_date").get(ordinal=1).cancelled_why == "passed"
    effect = record_due_date(
        pregnancy=her_pregnancy(cast), due_date=DUE + timedelta(days=7),
        due_source="ultrasound", by=cast.ben, now=NOW,
    )  # fmt: skip
    first = hung_on(cast, "due_date").get(ordinal=1)
    assert (first.cancelled_at, first.remind_at) == (None, None)
    assert first.opens_at < NOW < first.closes_at
    assert effect.words() == f"moves {effect.moves}, keeps 0 done, adds 1, sends 0 now"


def test_what_is_done_stays_done_and_where_it_was(cast):
    one = hung_on(cast, "due_date").filter(opens_at__gt=NOW).first()
    mark_done(occurrence=one, at=NOW)
    effect = birth(cast)
    kept = Occurrence.objects.get(pk=one.pk)
    assert (kept.done_at, kept.day, kept.cancelled_at) == (NOW, one.day, None)
    assert effect.keeps == 1


def test_at_birth_the_due_date_stops_and_the_weeks_after_begin(cast):
    assert not hung_on(cast, "birth").exists()
    birth(cast)
    assert not ahead(cast, "due_date").exists()
    stopped = hung_on(cast, "due_date").filter(closes_at__gt=NOW)
    assert set(stopped.values_list("cancelled_why", flat=True)) == {"no_anchor"}
    weeks = list(hung_on(cast, "birth").pending().values_list("day", flat=True))
    assert weeks[0] == TODAY + timedelta(days=14) and len(weeks) == 6


def test_a_birth_recorded_late_brings_nothing_past_back(cast):
    cast_now = NOW + timedelta(days=40)
    effect = birth(cast, on=TODAY - timedelta(days=20), now=cast_now)
    passed = hung_on(cast, "birth").filter(cancelled_why="passed")
    assert [row.ordinal for row in passed] == [1, 2, 3]
    plan_reminders(now=cast_now)
    assert effect.sends_now == 0
    assert not Reminder.objects.filter(occurrence__rule__anchor_kind="birth", due_at__lte=cast_now)


def test_a_window_that_is_open_but_whose_hour_has_passed_is_shown_and_not_sent(cast):
    after_ten = at_local(TODAY + timedelta(days=14), NOW.time().replace(hour=12), "UTC")
    birth(cast, on=TODAY, now=after_ten + timedelta(hours=10))
    first = hung_on(cast, "birth").get(ordinal=1)
    assert (first.cancelled_at, first.remind_at) == (None, None)
    assert first.pk not in owed_now(cast.ana, now=after_ten + timedelta(hours=10))


def test_twins_may_live_in_different_places(cast):
    effect = birth(cast, "with_mother", "hospital")
    places = sorted(her_pregnancy(cast).infants.values_list("place", flat=True))
    assert places == ["hospital", "with_mother"]
    assert (effect.addressed_before, effect.addressed_after) == ("expecting", "with_baby")


def test_another_child_of_the_same_pregnancy_is_asked_about(cast):
    birth(cast, "hospital")
    with pytest.raises(NeedsConfirmation):
        record_birth(
            pregnancy=her_pregnancy(cast), born_on=TODAY, places=["hospital"], by=cast.ben, now=NOW
        )


def test_a_birth_brings_the_card_now_and_four_times_more(cast):
    birth(cast)
    cards = cast.ana.occurrences.filter(rule__kind="card").pending()
    assert cards.count() == 5
    assert len(due_things(cast.ana, now=NOW).cards) == 1


def test_after_a_loss_nothing_is_due_but_the_card(cast):
    plan_reminders(now=NOW)
    effect = loss(cast)
    cast.ana.refresh_from_db()
    due = due_things(cast.ana, now=NOW)
    assert (due.rests, due.sessions, due.check_ins) == ("pause", [], [])
    assert len(due.cards) == 1
    assert (cast.ana.addressed, effect.sends_now) == ("no_baby_talk", 0)
    assert effect.pauses > 0 and effect.sees[0].startswith("that nothing is due")
    assert not ahead(cast, "due_date").exists()
    assert not owed_now(cast.ana, now=NOW + timedelta(days=1))


def test_she_goes_on_when_she_wants_and_nothing_past_is_sent(cast):
    loss(cast)
    later = NOW + timedelta(days=3)
    assert end_pause(participant=cast.ana, by=None, now=later)
    assert pause_of(cast.ana) is None
    cast.ana.refresh_from_db()
    assert due_things(cast.ana, now=later).sessions
    assert not owed_now(cast.ana, now=later)
    assert not end_pause(participant=cast.ana, by=None, now=later)


def test_her_due_date_and_each_year_of_the_loss_are_quiet_days(cast):
    loss(cast)
    end_pause(participant=cast.ana, by=None, now=NOW + timedelta(days=1))
    cast.ana.refresh_from_db()
    for day, rests in ((DUE, "quiet_day"), (DUE + timedelta(days=1), ""),
                       (TODAY.replace(year=2028), "quiet_day")):  # fmt: skip
        noon = at_local(day, NOW.time().replace(hour=12), cast.ana.zone)
        assert due_things(cast.ana, now=noon).rests == rests


def test_a_child_that_died_is_a_loss(cast):
    birth(cast, "hospital")
    infant = Infant.objects.get()
    record_custody(infant=infant, place="died", since=TODAY, by=cast.ben, now=NOW)
    cast.ana.refresh_from_db()
    assert (cast.ana.addressed, due_things(cast.ana, now=NOW).rests) == ("no_baby_talk", "pause")
    assert not hung_on(cast, "birth").pending().exists()
    assert cast.ana.occurrences.filter(rule__kind="card").pending().count() == 5


def test_a_child_that_comes_home_changes_no_words(cast):
    birth(cast, "foster")
    infant = Infant.objects.get()
    effect = record_custody(infant=infant, place="with_mother", since=TODAY, by=cast.ben, now=NOW)
    assert effect.addressed_after == "baby_elsewhere"


def test_the_words_she_chose_win_over_the_suggestion(cast):
    effect = birth(cast, "with_mother", addressed="no_baby_talk")
    assert effect.addressed_after == "no_baby_talk"
    assert not due_things(cast.ana, now=NOW + timedelta(days=20)).check_ins or not any(
        one.rule.anchor_kind == "birth"
        for one in due_things(_again(cast.ana), now=NOW + timedelta(days=20)).check_ins
    )


def _again(mother):
    mother.refresh_from_db()
    return mother


def test_a_preview_says_what_happens_and_leaves_nothing(cast):
    before = standing(cast.ana)
    told = {"pregnancy": her_pregnancy(cast), "born_on": TODAY, "places": ["hospital"],
            "by": cast.ben, "now": NOW, "confirmed": True}  # fmt: skip
    seen = preview(record_birth, **told)
    assert standing(cast.ana) == before and not StateChange.objects.exists()
    done = record_birth(**told)
    assert (seen.change, seen.kept()) == (None, done.kept())


def test_pressed_twice_is_one_change(cast):
    once = uuid4()
    first = birth(cast, once=once)
    again = birth(cast, once=once)
    assert (again.change, again.kept()) == (first.change, first.kept())
    assert Infant.objects.count() == StateChange.objects.count() == 1
    with pytest.raises(Conflict):
        record_stay(participant=cast.ana, place="home", since=TODAY, by=cast.ben, now=NOW,
                    once=once)  # fmt: skip


def test_the_second_of_two_people_is_told_what_happened_meanwhile(cast):
    seen_by_both = her_pregnancy(cast)
    loss(cast)
    with pytest.raises(Conflict) as refused:
        record_birth(pregnancy=seen_by_both, born_on=TODAY, places=["hospital"], by=cast.bea,
                     now=NOW + timedelta(minutes=1))  # fmt: skip
    assert refused.value.code == "meanwhile"


def test_a_second_pregnancy_has_a_clock_of_its_own_and_the_first_child_keeps_hers(cast):
    birth(cast)
    later = NOW + timedelta(days=30)
    effect = record_pregnancy_of(
        participant=cast.ana, due_date=TODAY + timedelta(days=300), due_source="her_word",
        by=cast.ben, now=later,
    )  # fmt: skip
    assert effect.stops == effect.moves == 0
    assert hung_on(cast, "birth").pending().exists()
    newest = cast.ana.pregnancies.latest("pk")
    anchor = current_anchor(participant=cast.ana, kind="due_date", subject=newest.public_id)
    assert anchor.on == newest.due_date
    with pytest.raises(Conflict):
        record_pregnancy_of(participant=cast.ana, due_date=newest.due_date,
                            due_source="her_word", by=cast.ben, now=later)  # fmt: skip


def test_leaving_a_place_of_care_is_a_tolerance_gap(cast):
    record_stay(participant=cast.ana, place="jail", since=TODAY, by=cast.ben, now=NOW)
    assert not ToleranceGap.objects.exists()
    record_stay(participant=cast.ana, place="home", since=TODAY, by=cast.ben, now=NOW)
    assert ToleranceGap.objects.get().kind == "discharge"


def test_a_birth_date_corrected_moves_what_hangs_on_it(cast):
    birth(cast)
    effect = correct_birth(
        infant=Infant.objects.get(), born_on=TODAY - timedelta(days=5), by=cast.ben, now=NOW
    )
    days = list(hung_on(cast, "birth").pending().values_list("day", flat=True))
    assert days[0] == TODAY + timedelta(days=9)
    series = cast.ana.occurrences.filter(rule__subject=her_pregnancy(cast).public_id)
    assert series.get(ordinal=1).day == TODAY + timedelta(days=86)
    assert effect.moves == 6 + 4
    assert her_pregnancy(cast).outcome_on == TODAY - timedelta(days=5)


def test_a_birth_recorded_for_a_loss_is_corrected(cast):
    birth(cast)
    with pytest.raises(NeedsConfirmation):
        record_loss(pregnancy=her_pregnancy(cast), outcome="stillbirth", on=TODAY, by=cast.ben,
                    now=NOW)  # fmt: skip
    loss(cast)
    assert not Infant.objects.exists() and Infant.everything.exists()
    assert not hung_on(cast, "birth").pending().exists()
    assert pause_of(cast.ana)


def test_a_loss_recorded_by_mistake_is_corrected(cast):
    days = list(hung_on(cast, "due_date").pending().values_list("pk", "day"))
    loss(cast)
    record_ongoing(pregnancy=her_pregnancy(cast), addressed="expecting", by=cast.ben, now=NOW)
    assert list(hung_on(cast, "due_date").pending().values_list("pk", "day")) == days
    assert pause_of(cast.ana) is None
    loss(cast)
    birth(cast, "with_mother")
    assert pause_of(cast.ana) is None and Infant.objects.count() == 1


def test_a_loss_put_right_after_she_went_on_stops_nothing_again(cast):
    loss(cast, on=TODAY - timedelta(days=9))
    end_pause(participant=cast.ana, by=None, now=NOW)
    effect = loss(cast, on=TODAY - timedelta(days=2), now=NOW + timedelta(hours=1))
    assert pause_of(cast.ana) is None and effect.pauses == 0
    assert cast.ana.pauses.get().tender_until == TODAY + timedelta(days=12)


def test_nor_does_the_day_a_child_died(cast):
    birth(cast, on=TODAY - timedelta(days=9))
    told = {"place": "died", "by": cast.ben, "now": NOW}
    record_custody(infant=Infant.objects.get(), since=TODAY - timedelta(days=8), **told)
    end_pause(participant=cast.ana, by=cast.ben, now=NOW)
    record_custody(infant=Infant.objects.get(), since=TODAY - timedelta(days=1), **told)
    assert pause_of(cast.ana) is None
    assert cast.ana.pauses.get().tender_until == TODAY + timedelta(days=13)


def test_another_loss_lets_everything_rest_once_more(cast):
    birth(cast, "with_mother", "kin")
    first, second = Infant.objects.order_by("pk")
    told = {"place": "died", "since": TODAY, "by": cast.ben, "now": NOW}
    record_custody(infant=first, **told)
    end_pause(participant=cast.ana, by=None, now=NOW)
    record_custody(infant=second, **told)
    assert pause_of(cast.ana)


def test_a_loss_of_long_ago_keeps_nothing_from_her_when_a_mistake_is_put_right(cast):
    then = NOW - timedelta(days=60)
    loss(cast, on=then.date(), now=then)
    end_pause(participant=cast.ana, by=None, now=then + timedelta(days=20))
    told = {"by": cast.ben, "confirmed": True}
    record_pregnancy_of(
        participant=cast.ana, due_date=DUE, due_source="ultrasound", addressed="expecting",
        now=NOW, **told,
    )  # fmt: skip
    newer = cast.ana.pregnancies.order_by("pk").last()
    record_loss(pregnancy=newer, outcome="stillbirth", on=TODAY, now=NOW, **told)
    assert pause_of(cast.ana)
    newer.refresh_from_db()
    record_ongoing(pregnancy=newer, addressed="expecting", now=NOW, **told)
    assert pause_of(cast.ana) is None
    assert not is_tender(cast.ana, now=NOW)


def test_no_birth_is_put_in_place_of_a_loss_while_another_pregnancy_goes_on(cast):
    loss(cast)
    lost = her_pregnancy(cast)
    told = {"by": cast.ben, "now": NOW, "confirmed": True}
    record_pregnancy_of(participant=cast.ana, due_date=DUE, due_source="ultrasound", **told)
    with pytest.raises(Conflict) as refused:
        record_birth(pregnancy=lost, born_on=TODAY, places=["hospital"], **told)
    assert refused.value.code == "ongoing"
    assert not Infant.objects.exists()


def test_a_twin_born_after_midnight_moves_no_birth(cast):
    birth(cast, "with_mother", on=TODAY - timedelta(days=1))
    birth(cast, "hospital", on=TODAY)
    assert her_pregnancy(cast).outcome_on == TODAY - timedelta(days=1)


def test_of_two_losses_at_once_the_one_that_stands_lets_it_rest(cast):
    birth(cast, "with_mother", "with_mother")
    for child in Infant.objects.order_by("pk"):
        record_custody(infant=child, place="died", since=TODAY, by=cast.ben, now=NOW)
    first, second = Infant.objects.order_by("pk")
    record_custody(infant=first, place="hospital", since=TODAY, by=cast.ben, now=NOW)
    assert pause_of(cast.ana) and is_tender(cast.ana, now=NOW)
    record_custody(infant=second, place="hospital", since=TODAY, by=cast.ben, now=NOW)
    assert pause_of(cast.ana) is None and not is_tender(cast.ana, now=NOW)


@pytest.mark.parametrize("what", ["birth", "loss", "due date", "pregnancy", "stay", "custody"])
def test_undone_everything_is_as_before(cast, what):
    mark_done(occurrence=hung_on(cast, "due_date").first(), at=NOW)
    if what in ("pregnancy", "custody"):
        birth(cast, "with_mother", "hospital")
    before = standing(cast.ana)
    journeys = {
        "birth": lambda: birth(cast, "hospital", "with_mother"),
        "loss": lambda: loss(cast),
        "due date": lambda: record_due_date(
            pregnancy=her_pregnancy(cast), due_date=DUE + timedelta(days=40),
            due_source="her_word", by=cast.ben, now=NOW),
        "pregnancy": lambda: record_pregnancy_of(
            participant=cast.ana, due_date=DUE + timedelta(days=200), due_source="her_word",
            by=cast.ben, now=NOW),
        "stay": lambda: record_stay(
            participant=cast.ana, place="jail", since=TODAY, by=cast.ben, now=NOW),
        "custody": lambda: record_custody(
            infant=Infant.objects.last(), place="died", since=TODAY, by=cast.ben, now=NOW),
    }  # fmt: skip
    change = journeys[what]().change
    assert standing(cast.ana) != before
    assert why_not_undo(change, now=NOW) == ""
    undo(change=change, by=cast.ben, now=NOW + timedelta(minutes=5))
    assert standing(cast.ana) == before


def test_the_one_before_can_be_undone_too(cast):
    before = standing(cast.ana)
    first = birth(cast, "with_mother").change
    second = record_custody(
        infant=Infant.objects.get(), place="foster", since=TODAY, by=cast.ben, now=NOW
    ).change
    assert last_change(cast.ana) == second
    assert "after this" in why_not_undo(first, now=NOW)
    with pytest.raises(Conflict):
        undo(change=first, by=cast.ben, now=NOW)
    undo(change=second, by=cast.ben, now=NOW)
    undo(change=first, by=cast.ben, now=NOW)
    assert standing(cast.ana) == before
    assert last_change(cast.ana) is None
    second.refresh_from_db()
    assert "undone already" in why_not_undo(second, now=NOW)


@pytest.mark.parametrize("state", ["accepted", "unknown", "handing_over"])
def test_once_a_message_went_out_it_is_corrected_instead(cast, state):
    change = birth(cast).change
    Reminder.objects.create(
        participant=cast.ana, occurrence=cast.ana.occurrences.first(), kind="due",
        channel="email", state=state, due_at=NOW, stale_at=NOW, planned_at=NOW,
        ended_at=None if state == "handing_over" else NOW + timedelta(hours=1),
    )  # fmt: skip
    assert "Correct it instead" in why_not_undo(change, now=NOW)
    with pytest.raises(Conflict):
        undo(change=change, by=cast.ben, now=NOW)


def test_what_she_chose_and_did_since_stays_through_an_undo(cast):
    change = birth(cast, "with_mother").change
    set_addressed(participant=cast.ana, addressed="no_baby_talk")
    one = hung_on(cast, "birth").first()
    mark_done(occurrence=one, at=NOW)
    undo(change=change, by=cast.ben, now=NOW)
    cast.ana.refresh_from_db()
    one.refresh_from_db()
    assert (cast.ana.addressed, one.done_at, one.cancelled_at) == ("no_baby_talk", NOW, None)


def test_undone_after_she_moved_it_all_lies_in_her_hours_of_now(cast):
    """What moved and what was stopped come back on their days, by the clock where she lives."""
    days = list(ahead(cast, "due_date").values_list("ordinal", "day"))
    birth(cast)
    cast.ana.zone = "America/Los_Angeles"
    cast.ana.save()
    follow_zone(participant=cast.ana)
    undo(change=last_change(cast.ana), by=cast.ben, now=NOW + timedelta(minutes=5))
    rows = ahead(cast, "due_date").select_related("rule")
    assert list(rows.values_list("ordinal", "day")) == days
    for row in rows.filter(opens_at__gt=NOW + timedelta(days=1)):
        assert row.zone == cast.ana.zone
        assert row.opens_at == at_local(row.day, row.rule.opens_at, cast.ana.zone)
        assert row.remind_at == at_local(row.day, row.rule.remind_at, cast.ana.zone)


def test_an_hour_that_passed_before_an_undo_is_not_sent_for(cast):
    later = NOW + timedelta(days=14)  # two hours after the hour of two check-ins
    change = loss(cast).change
    undo(change=change, by=cast.ben, now=later)
    assert not owed_now(cast.ana, now=later)
    plan_reminders(now=later)
    assert not Reminder.objects.filter(due_at__lte=later).exists()


def test_recorded_again_after_an_undo_is_as_the_first_time(cast):
    change = birth(cast, "with_mother").change
    first = standing(cast.ana)
    undo(change=change, by=cast.ben, now=NOW)
    birth(cast, "with_mother")
    again = standing(cast.ana)
    assert again["dates"] == first["dates"] and again["due"] == first["due"]
    assert again["children"] == first["children"]


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"born_on": TODAY + timedelta(days=1)}, "born_on"),
        ({"born_on": date(1, 1, 1)}, "born_on"),
        ({"places": []}, "places"),
        ({"places": ["moon"]}, "place"),
        ({"addressed": "baby"}, "addressed"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_written(cast, change, field):
    before = standing(cast.ana)
    told = {"pregnancy": her_pregnancy(cast), "born_on": TODAY, "places": ["kin"]} | change
    with pytest.raises(BadInput) as refused:
        record_birth(**told, by=cast.ben, now=NOW, confirmed=True)
    assert refused.value.field == field
    assert standing(cast.ana) == before
    assert her_pregnancy(cast).outcome == Pregnancy.Outcome.ONGOING


def test_the_same_facts_again_change_nothing(cast):
    with pytest.raises(BadInput):
        record_due_date(pregnancy=her_pregnancy(cast), due_date=DUE, due_source="ultrasound",
                        by=cast.ben, now=NOW)  # fmt: skip
    assert not StateChange.objects.exists()
