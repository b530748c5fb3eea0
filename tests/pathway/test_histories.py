"""Random histories of one mother: what may never happen, whatever is recorded in which order.

Births, twins, losses, further pregnancies, custody back and forth, corrections, her own wishes,
answers in between, days going by, messages going out, and each change perhaps taken back.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from unittest.mock import patch

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule
from hypothesis.stateful import run_state_machine_as_test as run

from catalog.services import released
from kernel.clock import local_date
from kernel.errors import DomainError
from measures.services import asked, instruments_put, is_tender
from pathway.due import due_things
from pathway.services import (
    assign,
    correct_birth,
    end_pause,
    last_change,
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
from people.models import Infant, Participant, Pregnancy, Stay
from people.services import LOSSES, children_of, days_remembered, newest_pregnancy, set_addressed
from portal.due import things_for
from portal.views.today import her_pictures
from reminders.channels import CHANNELS, Outcome
from reminders.models import Reminder
from reminders.services import plan_reminders, send_due
from schedule.models import Occurrence
from schedule.quiet import is_quiet_day
from schedule.services import current_anchor, mark_done, pause_of
from sessions.services import content_of, path_of
from tests.cast import NOW, Cast, make_cast, start
from tests.pathway.standing import standing

BABY_WORDS = re.compile(r"\b(bab(y|ies)|newborns?|your child|pregnan\w+|expecting)\b", re.I)
BABY_DATES = ("due_date", "birth")
NO_BABY_TALK = "no_baby_talk"
ADDRESSED = st.none() | st.sampled_from(Participant.Addressed.values)
PLACES = st.lists(st.sampled_from(Infant.Place.values), min_size=1, max_size=2)
AGO = st.integers(0, 30)
# A sample by default; many more with `-m soak`.
RUNS = [
    pytest.param(8, id="sample"),
    pytest.param(300, id="full", marks=pytest.mark.soak),
]


@dataclass
class Recorded:
    """A change, how everything stood before it, and how much she had done by then herself."""

    pk: int
    before: dict
    hers: int


class Life(RuleBasedStateMachine):
    """One mother with a course and check-ins on three anchors, from enrolment on."""

    cast: Cast

    def __init__(self) -> None:
        super().__init__()
        self.taken_back = transaction.atomic()
        self.taken_back.__enter__()
        self.now = NOW
        self.hers = 0
        self.recorded: list[Recorded] = []
        self.mailed: list[int] = []
        self.mail = patch.dict(CHANNELS, email=self._accept)
        self.mail.start()
        # Months go by, and who answers at the clinic is another story.
        self.ready = patch("measures.services.assigning.refuse_unready")
        self.ready.start()

    def teardown(self) -> None:
        self.mail.stop()
        self.ready.stop()
        transaction.set_rollback(True)
        self.taken_back.__exit__(None, None, None)

    @property
    def ana(self) -> Participant:
        return Participant.objects.select_related("clinic").get(pk=self.cast.ana.pk)

    @property
    def today(self):
        return local_date(self.now, self.ana.zone)

    def _accept(self, letter, *, now: datetime) -> Outcome:
        """The wire: what goes out is looked at when it goes out."""
        self.mailed.append(self._look_at(Reminder.objects.get(public_id=letter.reference), now))
        return Outcome("accepted", "")

    def _look_at(self, reminder: Reminder, now: datetime) -> int:
        her, about = self.ana, reminder.occurrence
        assert about.done_at is None and about.cancelled_at is None
        assert not is_quiet_day(local_date(now, her.zone), days_remembered(her))
        if about.rule.kind != "card":
            assert pause_of(her) is None
        if her.addressed == NO_BABY_TALK:
            assert about.rule.anchor_kind not in BABY_DATES
        return about.pk

    # -- what staff record

    def record(self, journey: Callable, **told) -> None:
        """Record it, or be refused without a trace; then look at what it did."""
        before, done, to_send = standing(self.ana), self._done(), self._to_send()
        told |= {"by": self.cast.ben, "now": self.now}
        try:
            effect = journey(**told)
        except DomainError:
            assert standing(self.ana) == before
            return
        assert self._done() == done
        assert self._to_send() <= to_send, "something past is sent for"
        assert effect.sends_now == 0
        self._would_come_back(effect.change, before)
        self.recorded.append(Recorded(effect.change.pk, before, self.hers))

    def _would_come_back(self, change, before: dict) -> None:
        """Each change can be taken back at once, exactly; then it stands after all."""
        if why_not_undo(change, now=self.now):
            return
        with transaction.atomic():
            undo(change=change, by=self.cast.ben, now=self.now)
            assert standing(self.ana) == before
            transaction.set_rollback(True)

    def _done(self) -> set:
        rows = Occurrence.objects.filter(participant=self.cast.ana, done_at__isnull=False)
        return set(rows.values_list("pk", "day", "opens_at", "done_at", "cancelled_at"))

    def _to_send(self) -> set[int]:
        """What the planner owes her now, asked of the planner itself."""
        with transaction.atomic():
            plan_reminders(now=self.now)
            owed = Reminder.objects.filter(state="owed", due_at__lte=self.now)
            found = {
                row.occurrence_id
                for row in owed.select_related("occurrence")
                if row.occurrence.cancelled_at is None and row.occurrence.remind_at is not None
            }
            transaction.set_rollback(True)
        return found

    @rule(places=PLACES, ago=AGO, addressed=ADDRESSED)
    def birth(self, places, ago, addressed):
        self.record(
            record_birth, pregnancy=newest_pregnancy(self.ana), places=places,
            born_on=self.today - timedelta(days=ago), addressed=addressed, confirmed=True,
        )  # fmt: skip

    @rule(outcome=st.sampled_from(LOSSES), ago=AGO, addressed=st.just(None) | ADDRESSED)
    def loss(self, outcome, ago, addressed):
        self.record(
            record_loss, pregnancy=newest_pregnancy(self.ana), outcome=outcome,
            on=self.today - timedelta(days=ago), addressed=addressed, confirmed=True,
        )  # fmt: skip

    @rule(days=st.integers(-60, 90), which=st.integers(0, 3))
    def due_date(self, days, which):
        rows = list(self.ana.pregnancies.order_by("-pk"))
        row = rows[which % len(rows)]
        self.record(
            record_due_date, pregnancy=row, due_date=row.due_date + timedelta(days=days),
            due_source="ultrasound", confirmed=True,
        )  # fmt: skip

    @rule(days=st.integers(30, 250), addressed=ADDRESSED)
    def another_pregnancy(self, days, addressed):
        self.record(
            record_pregnancy_of, participant=self.ana, due_source="her_word",
            due_date=self.today + timedelta(days=days), addressed=addressed,
        )  # fmt: skip
        if not self.ana.pregnancies.filter(outcome="ongoing").exists():
            return
        tender = is_tender(self.ana, now=self.now)
        for code in ("before-the-day",) if tender else ("before-the-day", "first-weeks"):
            self.ana.batteries.filter(content__code=code).update(ended_at=self.now)
            self._give(code)
        self.hers += 1

    def _give(self, code: str) -> None:
        assign(
            participant=self.ana, curriculum=None, battery=released("battery", code),
            starts_on=self.today, by=self.cast.ben, now=self.now,
        )  # fmt: skip

    @rule(place=st.sampled_from(Infant.Place.values), which=st.integers(0, 3), ago=AGO)
    def custody(self, place, which, ago):
        children = children_of(self.ana)
        if children:
            self.record(
                record_custody, infant=children[which % len(children)], place=place,
                since=self.today - timedelta(days=ago),
            )  # fmt: skip

    @rule(which=st.integers(0, 3), days=st.integers(-20, 20))
    def another_birth_date(self, which, days):
        children = children_of(self.ana)
        if children:
            child = children[which % len(children)]
            self.record(
                correct_birth, infant=child, born_on=child.born_on + timedelta(days=days),
                confirmed=True,
            )  # fmt: skip

    @rule(addressed=ADDRESSED)
    def ongoing_after_all(self, addressed):
        self.record(
            record_ongoing, pregnancy=newest_pregnancy(self.ana), addressed=addressed,
            confirmed=True,
        )  # fmt: skip

    @rule(place=st.sampled_from(Stay.Place.values))
    def stay(self, place):
        self.record(record_stay, participant=self.ana, place=place, since=self.today)

    @precondition(lambda self: self.recorded)
    @rule()
    def take_back(self):
        change = last_change(self.ana)
        if change is None or why_not_undo(change, now=self.now):
            return
        last = next(one for one in self.recorded if one.pk == change.pk)
        done = self._done()
        undo(change=change, by=self.cast.ben, now=self.now)
        assert done <= self._done()
        if last.hers == self.hers:
            assert self._as_sent(standing(self.ana)) == self._as_sent(last.before)
        self.recorded.remove(last)

    def _as_sent(self, state: dict) -> dict:
        """Hours that have passed are no difference: an undo sends nothing for them."""
        hour = 5
        due = [
            (*one[:hour], None, *one[hour + 1 :]) if one[hour] and one[hour] <= self.now else one
            for one in state["due"]
        ]
        return state | {"due": sorted(due, key=str)}

    # -- what she does, and time

    @rule(addressed=st.sampled_from(Participant.Addressed.values))
    def she_says_how(self, addressed):
        self.hers += 1
        set_addressed(participant=self.ana, addressed=addressed)

    @rule()
    def she_answers(self):
        due = due_things(self.ana, now=self.now)
        for one in (due.check_ins + due.cards)[:1]:
            self.hers += 1
            mark_done(occurrence=one, at=self.now)

    @rule()
    def she_goes_on(self):
        self.hers += end_pause(participant=self.ana, by=None, now=self.now)

    @rule(hours=st.sampled_from([1, 7, 24, 70, 24 * 14, 24 * 45]))
    def time_goes_by(self, hours):
        until = self.now + timedelta(hours=hours)
        # The clock ticks where something could happen: in the mornings, and at the end.
        while self.now < until:
            self.now = min(until, self.now + timedelta(hours=12))
            plan_reminders(now=self.now)
            send_due(now=self.now)

    # -- what holds at any time

    @invariant()
    def her_dates_follow_the_facts(self):
        rows = Pregnancy.objects.filter(participant=self.cast.ana)
        assert rows.filter(outcome="ongoing").count() <= 1
        for row in rows:
            due = current_anchor(participant=self.cast.ana, kind="due_date", subject=row.public_id)
            assert (due.on if due else None) == (row.due_date if row.outcome == "ongoing" else None)
            born = current_anchor(participant=self.cast.ana, kind="birth", subject=row.public_id)
            children = list(row.infants.all())
            lives = row.outcome == "live_birth" and any(one.place != "died" for one in children)
            assert (born.on if born else None) == (
                min(one.born_on for one in children) if lives else None
            )

    @invariant()
    def no_baby_is_spoken_of_where_she_wants_none(self):
        her = self.ana
        if her.addressed != NO_BABY_TALK:
            return
        due = due_things(her, now=self.now)
        assert not [one for one in due.check_ins if one.rule.anchor_kind in BABY_DATES]
        for text in self._offered_words(her):
            assert not BABY_WORDS.search(text), text

    def _offered_words(self, her: Participant):
        due = due_things(her, now=self.now)
        for thing in things_for(her, now=self.now):
            yield f"{thing.title} {thing.summary} {thing.kicker}"
        for picture in her_pictures(her):
            yield f"{picture.title} {picture.sentence}"
        for session in due.sessions:
            content = content_of(session)
            yield f"{content.title('en')} {content.summary('en')}"
            for step in path_of(session):
                yield f"{step.title('en', her.addressed)} {step.text('en', her.addressed)}"
        for one in due.check_ins:
            for version in instruments_put(one, her, now=self.now):
                yield version.content.intro("en", her.addressed)
                assert "bonding" not in version.content.topics
                for item in asked(version.content, her):
                    yield f"{item.prompt('en', her.addressed)} {item.note('en', her.addressed)}"

    @invariant()
    def after_a_loss_nothing_is_due_and_some_questions_rest(self):
        her = self.ana
        due = due_things(her, now=self.now)
        if pause_of(her) or is_quiet_day(self.today, days_remembered(her)):
            assert not due.sessions and not due.check_ins
        if is_tender(her, now=self.now):
            for one in due.check_ins:
                put = instruments_put(one, her, now=self.now)
                assert not [v for v in put if {"bonding", "depression"} & set(v.content.topics)]


@pytest.mark.parametrize("histories", RUNS)
@pytest.mark.django_db
def test_whatever_is_recorded_in_which_order(histories):
    cast = make_cast()
    start(cast)
    cast.ana.consents.update(given_at=NOW - timedelta(days=3))
    for code in ("before-the-day", "first-weeks"):
        assign(
            participant=cast.ana, curriculum=None, battery=released("battery", code),
            starts_on=NOW.date(), by=cast.ben, now=NOW,
        )  # fmt: skip
    machine = type("HerLife", (Life,), {"cast": cast})
    run(
        machine,
        settings=settings(
            max_examples=histories,
            stateful_step_count=18,
            deadline=None,
            # To make a long history shorter would take longer than to read it.
            phases=[Phase.explicit, Phase.reuse, Phase.generate],
            suppress_health_check=list(HealthCheck),
        ),
    )
