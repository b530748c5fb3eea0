"""Where she is, as a perinatal note writes it."""

from datetime import date, timedelta

from care.where import InfantFacts, PregnancyFacts, where_she_is

TODAY = date(2026, 11, 18)


def days(count: int) -> date:
    return TODAY + timedelta(days=count)


def test_weeks_of_an_ongoing_pregnancy():
    where = where_she_is(PregnancyFacts(days(59), "ongoing"), [], TODAY)
    assert where.text == "pregnant, 31 w 4 d"


def test_weeks_after_the_due_date_nobody_is_called_pregnant():
    where = where_she_is(PregnancyFacts(days(-60), "ongoing"), [], TODAY)
    assert where.text == "was due 19 Sep 2026, nothing recorded since"


def test_the_age_of_a_baby_with_her():
    born = PregnancyFacts(days(-44), "live_birth", days(-44))
    assert where_she_is(born, [InfantFacts(days(-44), "with_mother")], TODAY).text == "baby 6 w 2 d"


def test_twins_may_live_apart():
    born = PregnancyFacts(days(0), "live_birth", days(-9))
    twins = [InfantFacts(days(-9), "with_mother"), InfantFacts(days(-9), "hospital")]
    said = where_she_is(born, twins, TODAY).text
    assert said == "baby 1 w 2 d with her; baby 1 w 2 d in hospital"


def test_twins_at_home_are_said_once():
    born = PregnancyFacts(days(0), "live_birth", days(-9))
    twins = [InfantFacts(days(-9), "with_mother")] * 2
    assert where_she_is(born, twins, TODAY).text == "twins 1 w 2 d"


def test_a_child_that_died_has_no_age():
    born = PregnancyFacts(days(0), "live_birth", days(-9))
    where = where_she_is(born, [InfantFacts(days(-9), "died")], TODAY)
    assert (where.text, where.loss) == ("baby died", True)


def test_a_twin_who_lives_is_no_loss_of_all():
    born = PregnancyFacts(days(0), "live_birth", days(-9))
    twins = [InfantFacts(days(-9), "died"), InfantFacts(days(-9), "with_mother")]
    assert not where_she_is(born, twins, TODAY).loss


def test_a_loss_stops_the_clock():
    lost = PregnancyFacts(days(100), "miscarriage", days(-8))
    where = where_she_is(lost, [], TODAY)
    assert (where.text, where.loss) == ("after a miscarriage, 8 days ago", True)


def test_nothing_recorded_is_said():
    assert where_she_is(None, [], TODAY).text == "no pregnancy recorded"
