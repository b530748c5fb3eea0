"""Pregnancy and children: recorded with what was there before; how she is addressed stays hers."""

from datetime import date

from people.models import Infant
from schedule.models import AnchorRevision
from tests.cast import mother


def path(cast) -> str:
    return f"/staff/mothers/{cast.ana.public_id}/status/"


def birth(**changes) -> dict:
    return {"do": "birth", "born_on": "2026-11-17", "place": "hospital"} | changes


def test_a_birth_is_recorded_and_how_she_is_addressed_is_not_touched(cast, ben):
    asked = ben.post(path(cast), birth())
    assert asked.status_code == 302
    pregnancy = cast.ana.pregnancies.get()
    assert (pregnancy.outcome, pregnancy.infants.get().place) == ("live_birth", "hospital")
    cast.ana.refresh_from_db()
    assert cast.ana.addressed == "expecting"
    assert AnchorRevision.objects.filter(kind="birth", participant=cast.ana).count() == 1


def test_a_birth_tomorrow_is_refused(cast, ben):
    page = ben.post(path(cast), birth(born_on="2026-11-19"))
    assert "in the future where she lives" in page.content.decode()
    assert not cast.ana.pregnancies.get().infants.exists()


def test_a_birth_far_from_the_due_date_is_asked_first(cast, ben):
    odd = birth(born_on="2026-08-01")
    assert "Are both dates right?" in ben.post(path(cast), odd).content.decode()
    assert ben.post(path(cast), odd | {"confirmed": "on"}).status_code == 302


def test_a_loss_stops_both_clocks(cast, ben):
    ben.post(path(cast), {
        "do": "outcome", "due_date": "2027-01-27", "due_source": "ultrasound",
        "outcome": "stillbirth", "outcome_on": "2026-11-16",
    })  # fmt: skip
    assert "after a stillbirth" in ben.get(path(cast)).content.decode()


def test_where_a_child_lives_changes_from_a_day_on(cast, ben):
    ben.post(path(cast), birth())
    infant = cast.ana.pregnancies.get().infants.get()
    ben.post(path(cast), {
        "do": "place", "infant": infant.public_id, "place": "kin", "since": "2026-11-18",
    })  # fmt: skip
    infant.refresh_from_db()
    assert infant.place == "kin"


def test_what_was_typed_stays_beside_the_refusal(cast, ben):
    page = ben.post(path(cast), {
        "do": "outcome", "due_date": "2027-02-02", "due_source": "her_word",
        "outcome": "miscarriage", "outcome_on": "",
    }).content.decode()  # fmt: skip
    assert "Write the date." in page
    assert 'value="2027-02-02"' in page
    assert '<option value="her_word" selected>' in page
    assert cast.ana.pregnancies.get().due_date.isoformat() == "2027-01-27"


def test_another_mothers_child_is_not_found(cast, ben):
    born = mother(
        cast.other_clinic, cast.dan, "Ines Vale", infants=[(date(2026, 11, 1), "hospital")],
        due_date=date(2026, 11, 8),
    )  # fmt: skip
    infant = Infant.objects.get(pregnancy__participant=born)
    sent = {"do": "place", "infant": infant.public_id, "place": "kin", "since": "2026-11-18"}
    assert ben.post(path(cast), sent).status_code == 404
    infant.refresh_from_db()
    assert infant.place == "hospital"


def test_the_history_says_what_was_there_before_and_who_changed_it(cast, ben):
    ben.post(path(cast), birth())
    page = ben.get(path(cast)).content.decode()
    assert "Due 27 Jan 2027 (ultrasound); ongoing" in page
    assert "live birth, 17 Nov 2026" in page
    assert "Baby born 17 Nov 2026: in hospital since 17 Nov 2026" in page
    assert "<td>Ben</td>" in page


def test_after_a_loss_her_page_asks_how_her_phone_should_speak(cast, ben):
    ben.post(path(cast), {
        "do": "outcome", "due_date": "2027-01-27", "due_source": "ultrasound",
        "outcome": "stillbirth", "outcome_on": "2026-11-16",
    })  # fmt: skip
    page = ben.get(path(cast)).content.decode()
    assert "still speaks to her as <strong>expecting</strong>" in page
    assert "Record the birth" not in page
    said = ben.post(path(cast), {"do": "no_baby_talk"}, follow=True).content.decode()
    assert "still speaks to her" not in said
    cast.ana.refresh_from_db()
    assert cast.ana.addressed == "no_baby_talk"
