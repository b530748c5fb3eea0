"""Where she is, as a perinatal note writes it."""

from datetime import date, timedelta

from care.where import InfantFacts, PregnancyFacts, where_she_is

TODAY = date(2026, 11, 18)


def days(count: int) -> date:
    return TODAY + timedelta(days=count)


def where(*pregnancies: PregnancyFacts):
    return where_she_is(pregnancies, TODAY)


def born(ago: int, *places: str) -> PregnancyFacts:
    """A live birth with a child in each place."""
    infants = tuple(InfantFacts(days(-ago), place) for place in places)
    return PregnancyFacts(days(-ago), "live_birth", days(-ago), infants)


def test_weeks_of_an_ongoing_pregnancy():
    assert where(PregnancyFacts(days(59), "ongoing")).text == "pregnant, 31 w 4 d"


def test_weeks_after_the_due_date_nobody_is_called_pregnant():
    said = where(PregnancyFacts(days(-60), "ongoing")).text
    assert said == "was due 19 Sep 2026, nothing recorded since"


def test_the_age_of_a_baby_with_her():
    assert where(born(44, "with_mother")).text == "baby 6 w 2 d"


def test_twins_may_live_apart():
    said = where(born(9, "with_mother", "hospital")).text
    assert said == "baby 1 w 2 d with her; baby 1 w 2 d in hospital"


def test_twins_at_home_are_said_once():
    assert where(born(9, "with_mother", "with_mother")).text == "twins 1 w 2 d"


def test_a_child_that_died_has_no_age():
    now = where(born(9, "died"))
    assert (now.text, now.loss) == ("baby died", True)


def test_a_twin_who_lives_is_no_loss_of_all():
    assert not where(born(9, "died", "with_mother")).loss


def test_a_loss_stops_the_clock():
    now = where(PregnancyFacts(days(100), "miscarriage", days(-8)))
    assert (now.text, now.loss) == ("after a miscarriage, 8 days ago", True)


def test_a_second_pregnancy_comes_first_and_the_first_child_stays():
    now = where(born(420, "foster"), PregnancyFacts(days(196), "ongoing"))
    assert now.text == "pregnant, 12 w 0 d; child 60 w 0 d in foster care"


def test_correcting_the_first_does_not_make_it_the_current_one():
    """The one that goes on is where she is, in whatever order they come."""
    now = where(PregnancyFacts(days(196), "ongoing"), born(420, "with_mother"))
    assert now.text == "pregnant, 12 w 0 d; child 60 w 0 d with her"


def test_a_pregnancy_after_a_loss_is_no_loss():
    lost = PregnancyFacts(days(-100), "stillbirth", days(-110))
    assert not where(lost, PregnancyFacts(days(196), "ongoing")).loss


def test_a_loss_with_an_older_child_at_home_is_not_asked_about():
    lost = PregnancyFacts(days(100), "miscarriage", days(-8))
    assert not where(born(420, "with_mother"), lost).loss
    assert where(born(420, "foster"), lost).loss
    assert where(born(420, "died"), lost).text == "after a miscarriage, 8 days ago"


def test_nothing_recorded_is_said():
    assert where().text == "no pregnancy recorded"
