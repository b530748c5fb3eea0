from datetime import UTC, date, datetime, time, timedelta

from hypothesis import given
from hypothesis import strategies as st

from schedule.moving import Act, Held, ahead, fate
from schedule.windows import Rhythm, windows

ZONE = "America/New_York"
RHYTHM = Rhythm(-84, 14, 6, time(6), time(10), 10)
TERM = date(2027, 3, 20)  # New York's clocks go forward on 14 March 2027
instants = st.datetimes(datetime(2026, 11, 1), datetime(2027, 5, 1)).map(
    lambda naive: naive.replace(tzinfo=UTC)
)
days = st.dates(date(2026, 12, 1), date(2027, 4, 20))
reasons = st.sampled_from([None, "", "ended", "no_anchor", "passed"])


def window_of(anchor, ordinal=1, rhythm=RHYTHM):
    return windows(rhythm, anchor, ZONE)[ordinal - 1]


@st.composite
def held(draw):
    """Any occurrence of the rhythm, in any state it can be in."""
    window = window_of(draw(days), draw(st.integers(1, 6)))
    done = draw(st.booleans())
    return Held(window, done, None if done else draw(reasons), begun=draw(st.booleans()))


targets = st.none() | st.builds(window_of, days, st.integers(1, 6))


@given(held(), targets, instants)
def test_what_is_done_never_changes(one, to, now):
    if one.done:
        assert fate(one, to, now=now).act is Act.KEEP


@given(held(), targets, instants)
def test_nothing_past_is_brought_back_or_sent_for(one, to, now):
    decided = fate(one, to, now=now)
    if decided.act is Act.PUT:
        assert decided.window.closes_at > now
        assert decided.window.remind_at is None or decided.window.remind_at > now


@given(held(), targets, instants)
def test_what_is_open_or_begun_stays_unless_its_date_is_gone(one, to, now):
    pending = not one.done and one.cancelled is None
    if pending and to is not None and (one.begun or one.window.opens_at <= now):
        assert fate(one, to, now=now).act is Act.KEEP


@given(held(), instants)
def test_without_its_date_nothing_stays_due(one, now):
    decided = fate(one, None, now=now)
    if not one.done and one.cancelled is None and one.window.closes_at > now:
        assert (decided.act, decided.why) == (Act.CANCEL, "no_anchor")
    else:
        assert decided.act is Act.KEEP


@given(held(), targets, instants)
def test_what_was_ended_stays_ended(one, to, now):
    if one.cancelled in ("", "ended"):
        assert fate(one, to, now=now).act is Act.KEEP


@given(held(), targets, instants)
def test_moving_to_the_same_place_again_does_nothing(one, to, now):
    first = fate(one, to, now=now)
    if to is None or first.act is Act.KEEP:
        return
    why = first.why if first.act is Act.CANCEL else None
    again = Held(first.window or one.window, one.done, why, one.begun)
    assert fate(again, to, now=now).act is Act.KEEP


def test_what_lay_behind_a_wrong_date_comes_back_ahead_of_the_right_one():
    now = datetime(2026, 12, 20, 12, tzinfo=UTC)
    passed = Held(window_of(date(2026, 12, 1)), False, "passed", False)
    ahead = fate(passed, window_of(TERM), now=now)
    assert (ahead.act, ahead.window.day) == (Act.PUT, TERM - timedelta(days=84))


def test_a_window_moved_over_the_clock_change_keeps_its_wall_clock():
    now = datetime(2027, 1, 2, 12, tzinfo=UTC)
    one = Held(window_of(TERM, 6), False, None, False)  # 6 March, before the change
    assert one.window.remind_at == datetime(2027, 3, 6, 15, tzinfo=UTC)
    to = window_of(TERM + timedelta(days=21), 6)
    moved = fate(one, to, now=now).window
    assert moved.remind_at == datetime(2027, 3, 27, 14, tzinfo=UTC)
    assert moved.opens_at == datetime(2027, 3, 27, 10, tzinfo=UTC)


def test_a_window_that_spans_the_clock_change_closes_on_its_wall_clock():
    to = window_of(TERM + timedelta(days=7), 6)  # opens 13 March, closes 23 March
    assert to.opens_at == datetime(2027, 3, 13, 11, tzinfo=UTC)
    now = datetime(2027, 3, 13, 16, tzinfo=UTC)  # an hour after its reminder
    moved = fate(Held(window_of(TERM + timedelta(days=30), 6), False, None, False), to, now=now)
    assert moved.window.closes_at == datetime(2027, 3, 23, 10, tzinfo=UTC)
    assert moved.window.remind_at is None


def test_what_may_be_sent_only_once_it_opens_is_sent_while_that_lies_ahead():
    """An hour before the opening has passed; the message goes out with the opening."""
    early = Rhythm(-84, 14, 6, time(12), time(10), 10)
    to = window_of(TERM, rhythm=early)
    between = to.opens_at - timedelta(hours=1)
    assert to.remind_at < between < to.opens_at
    assert ahead(to, now=between) == to.remind_at
    assert ahead(to, now=to.opens_at) is None
