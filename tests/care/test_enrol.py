"""Enrolling: what is right is kept, what cannot be is refused, what hardly can is asked."""

import pytest

from people.models import Grant, Identity, Participant

TYPED = {
    "name": "Mia Torres",
    "email": "mia@example.net",
    "phone": "+1 555 010 2233",
    "language": "en",
    "zone": "America/Chicago",
    "addressed": "expecting",
    "due_date": "2027-02-10",
    "due_source": "ultrasound",
    "born_on": "",
    "place": "",
    "place_second": "",
}


@pytest.fixture
def typed(cast):
    return TYPED | {"clinic": cast.clinic.pk}


def new() -> Participant | None:
    return Participant.objects.filter(identity__in=Identity.objects.all()).order_by("pk").last()


def test_she_is_enrolled_and_the_clinician_sees_her(cast, ben, typed):
    before = Participant.objects.count()
    answer = ben.post("/staff/enrol/", typed)
    mia = new()
    assert answer["Location"] == f"/staff/mothers/{mia.public_id}/"
    assert Participant.objects.count() == before + 1
    assert (mia.identity.name, mia.identity.email) == ("Mia Torres", "mia@example.net")
    assert Grant.objects.get(participant=mia).staff == cast.ben
    assert b"Mia Torres" in ben.get(answer["Location"]).content


def test_a_coordinator_enrols_without_being_given_her_answers(cast, desk, typed):
    desk(cast.cam).post("/staff/enrol/", typed)
    assert not Grant.objects.filter(participant=new()).exists()
    page = desk(cast.cam).get(f"/staff/mothers/{new().public_id}/").content.decode()
    assert "Nobody yet" in page


def test_an_error_keeps_what_was_typed(cast, ben, typed):
    page = ben.post("/staff/enrol/", typed | {"email": "mia at home"}).content.decode()
    assert 'value="Mia Torres"' in page
    assert "Enter a valid email address" in page
    assert Participant.objects.filter(identity__name__isnull=False).count() == 2


def test_a_birth_in_the_future_is_refused_at_its_field(ben, typed):
    page = ben.post("/staff/enrol/", typed | {"born_on": "2027-01-01", "place": "with_mother"})
    assert "in the future where she lives" in page.content.decode()


def test_a_birth_20_weeks_from_the_due_date_is_asked_and_then_taken(ben, typed):
    odd = typed | {"born_on": "2026-06-01", "place": "hospital", "due_date": "2027-01-27"}
    asked = ben.post("/staff/enrol/", odd).content.decode()
    assert "Are both dates right?" in asked
    assert 'name="confirmed"' in asked
    answer = ben.post("/staff/enrol/", odd | {"confirmed": "on"})
    assert answer.status_code == 302
    assert new().pregnancies.get().infants.get().place == "hospital"


def test_the_same_address_is_asked_about_without_naming_anybody(cast, ben, typed):
    asked = ben.post("/staff/enrol/", typed | {"email": "ANA@example.net"}).content.decode()
    assert "Is this another person?" in asked
    assert "Ana Reyes" not in asked
    answer = ben.post("/staff/enrol/", typed | {"email": "ana@example.net", "confirmed": "on"})
    assert answer.status_code == 302


def test_twins_may_live_apart(ben, typed):
    born = {"born_on": "2026-11-01", "place": "with_mother", "place_second": "hospital"}
    ben.post("/staff/enrol/", typed | born | {"due_date": "2026-11-20"})
    places = new().pregnancies.get().infants.values_list("place", flat=True)
    assert sorted(places) == ["hospital", "with_mother"]


def test_a_birth_without_a_place_is_asked_for_it(ben, typed):
    page = ben.post("/staff/enrol/", typed | {"born_on": "2026-11-01"}).content.decode()
    assert "Choose where the baby lives now." in page


def test_nobody_enrols_into_another_clinic(cast, ben, typed):
    page = ben.post("/staff/enrol/", typed | {"clinic": cast.other_clinic.pk})
    assert page.status_code == 200
    assert Participant.objects.count() == 2
