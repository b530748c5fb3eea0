"""Check-ins a course brings, those she begins herself, and prompts in her hours."""

from collections import Counter
from datetime import date, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from kernel.errors import BadInput, NotFound
from measures.models import Battery
from measures.services import instruments_put
from measures.services.coming import begin_myself, self_started
from pathway.services import assign, record_birth
from reminders.services import set_preference
from schedule.models import Occurrence
from sessions.services import release_session
from tests.cast import NOW, ZONE, mother
from tests.releasing import BATTERY, QUESTIONS, made
from tests.saying import later

EACH = {"kind": "each_session", "open_days": 3}
END = {"kind": "course_end", "open_days": 14}
WISH = {"kind": "self_started"}
BURST = {
    "kind": "momentary", "anchor": "enrolment", "first_day": 1, "prompts_a_day": 2,
    "between": ["09:00", "20:00"], "min_gap_minutes": 180, "days": 7, "stays_open_minutes": 45,
}  # fmt: skip


@pytest.fixture(autouse=True)
def _questions(db):
    made(QUESTIONS)


def give(cast, rule, *, to=None, now=NOW, **changes) -> Battery:
    to = to or cast.ana
    content = made(BATTERY, rule=rule, **changes)
    assign(
        participant=to, curriculum=None, battery=content, starts_on=now.date(),
        by=cast.ben, now=now,
    )  # fmt: skip
    return Battery.objects.get(participant=to, content=content)


def expected(battery) -> list[Occurrence]:
    return list(Occurrence.objects.filter(rule__subject=battery.public_id).order_by("ordinal"))


# --- with each session


def test_the_session_she_is_at_brings_its_check_in_at_once(cast):
    [one] = expected(give(cast, EACH))
    assert (one.ordinal, one.day) == (1, NOW.date())
    assert one.opens_at <= NOW < one.closes_at
    assert (one.closes_at - one.opens_at).days == 3


def test_the_next_session_brings_the_next_one_on_its_day(cast, first, second, walk):
    battery = give(cast, EACH)
    walk(first)
    second.occurrence.refresh_from_db()
    assert [(one.ordinal, one.day) for one in expected(battery)] == [
        (1, NOW.date()),
        (2, second.occurrence.day),
    ]


def test_a_session_opened_early_brings_it_early_and_once(cast, first, second, walk):
    battery = give(cast, EACH)
    walk(first)
    release_session(assigned=second, by=cast.ben, now=later(hours=2))
    release_session(assigned=second, by=cast.ben, now=later(hours=3))
    _, two = expected(battery)
    assert two.day == NOW.date()
    assert two.opens_at <= later(hours=2)
    # Its hour has passed: nothing is sent about it.
    assert two.remind_at is None


def test_without_a_course_it_is_refused_in_words(cast):
    rosa = mother(cast.clinic, cast.ben, "Rosa Paz")
    for number, rule in enumerate((EACH, END)):
        with pytest.raises(BadInput, match="comes with a course"):
            give(cast, rule, to=rosa, code=f"with-course-{number}")


# --- at its end


def test_the_end_of_the_course_opens_it_and_next_day_tells_of_it(cast, first, second, walk):
    battery = give(cast, END)
    walk(first)
    assert expected(battery) == []
    walk(second, now=later(days=30))
    [one] = expected(battery)
    assert one.opens_at <= later(days=30) < one.closes_at
    assert one.remind_at.date() == later(days=31).date()
    assert Occurrence.objects.open(now=later(days=30)).filter(pk=one.pk).exists()


# --- when she wants


def test_she_begins_it_herself_as_often_as_she_wants(cast):
    battery = give(cast, WISH)
    assert [one.pk for one in self_started(cast.ana)] == [battery.pk]
    assert expected(battery) == []
    one = begin_myself(participant=cast.ana, battery=battery.public_id, now=NOW)
    again = begin_myself(participant=cast.ana, battery=battery.public_id, now=later(minutes=5))
    assert again == one
    next_day = begin_myself(participant=cast.ana, battery=battery.public_id, now=later(days=2))
    assert [one.ordinal, next_day.ordinal] == [1, 2]
    assert one.remind_at is None
    assert instruments_put(next_day, cast.ana, now=later(days=2))


def test_she_begins_neither_what_is_not_hers_nor_what_a_clock_brings(cast):
    battery = give(cast, WISH)
    with pytest.raises(NotFound):
        begin_myself(participant=cast.eva, battery=battery.public_id, now=NOW)
    weekly = cast.ana.batteries.get(content__code="weekly-check-in")
    with pytest.raises(NotFound):
        begin_myself(participant=cast.ana, battery=weekly.public_id, now=NOW)


def test_what_has_no_question_for_her_now_is_not_begun(cast):
    battery = give(cast, WISH)
    made(QUESTIONS, version="2", for_addressed=["with_baby"])
    with pytest.raises(NotFound):
        begin_myself(participant=cast.ana, battery=battery.public_id, now=NOW)
    assert expected(battery) == []


# --- prompts


def test_prompts_come_in_her_hours_so_many_a_day_and_no_more(cast):
    prompts = expected(give(cast, BURST))
    assert Counter(one.day for one in prompts) == {
        NOW.date() + timedelta(days=number): 2 for number in range(1, 8)
    }
    for one in prompts:
        assert time(9) <= one.opens_at.astimezone(ZoneInfo(ZONE)).time() <= time(20)
        assert one.remind_at == one.opens_at
        assert one.closes_at - one.opens_at == timedelta(minutes=45)


def test_prompts_stay_out_of_her_quiet_hours(cast):
    set_preference(participant=cast.ana, quiet_from=time(16), quiet_until=time(11), now=NOW)
    for one in expected(give(cast, BURST)):
        assert time(11) <= one.opens_at.astimezone(ZoneInfo(ZONE)).time() < time(16)


def test_quiet_hours_that_leave_no_room_are_a_reason_not_to(cast):
    set_preference(participant=cast.ana, quiet_from=time(11), quiet_until=time(9), now=NOW)
    with pytest.raises(BadInput, match="quiet hours leave too little"):
        give(cast, BURST)


@pytest.mark.parametrize("over", [{"prompts_a_day": 3}, {"days": 15}])
def test_more_than_two_a_day_or_fourteen_days_is_refused(cast, over):
    with pytest.raises(BadInput, match="At most 2 a day for 14 days"):
        give(cast, BURST | over)


def test_two_mothers_are_not_prompted_at_the_same_moments(cast):
    rosa = mother(cast.clinic, cast.ben, "Rosa Paz")
    hers = expected(give(cast, BURST))
    assign(
        participant=rosa, curriculum=None, starts_on=NOW.date(), by=cast.ben, now=NOW,
        battery=cast.ana.batteries.get(content__code="demo-mood").content,
    )  # fmt: skip
    others = rosa.occurrences.order_by("ordinal")
    assert [one.opens_at for one in hers] != [one.opens_at for one in others]


# --- planned missing


def test_blocks_are_given_to_as_many_mothers_each(cast):
    content = made(
        BATTERY, blocks={"a": ["standin-mood.low"], "b": ["standin-mood.now"]}, each_gets=1
    )
    for number in range(6):
        one = mother(cast.clinic, cast.ben, f"Nina{number} Paz")
        assign(
            participant=one, curriculum=None, battery=content, starts_on=NOW.date(),
            by=cast.ben, now=NOW,
        )  # fmt: skip
    given = Battery.objects.filter(content=content)
    assert Counter(name for one in given for name in one.blocks) == {"a": 3, "b": 3}
    assert len({one.seed for one in given}) == 6


# --- the age of a child born early


@pytest.mark.parametrize(
    ("corrected", "born", "day"),
    [
        (True, date(2026, 12, 9), date(2027, 1, 27)),
        (True, date(2027, 1, 20), date(2027, 1, 20)),
        (False, date(2026, 12, 9), date(2026, 12, 9)),
    ],
)
def test_days_after_an_early_birth_count_from_the_due_date_where_the_instrument_says_so(
    cast, corrected, born, day
):
    applies = {"infant_days": [28, 400], "corrected_age": corrected}
    made(QUESTIONS, version="2", applies=applies)
    rule = {
        "anchor": "birth", "first_day": 42, "every_days": 30, "times": 1, "opens_at": "06:00",
        "remind_at": "10:00", "open_days": 10,
    }  # fmt: skip
    battery = give(cast, rule)
    assert expected(battery) == []
    birth(cast, born)
    assert [one.day for one in expected(battery)] == [day + timedelta(days=42)]


def birth(cast, born: date) -> None:
    record_birth(
        pregnancy=cast.ana.pregnancies.get(), born_on=born, places=["with_mother"],
        addressed="with_baby", by=cast.ben, confirmed=True,
        now=NOW + (born - NOW.date()) + timedelta(days=1),
    )  # fmt: skip
