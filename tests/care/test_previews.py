"""What cannot be taken back says first what it does; a form sent empty says what it needs."""

from django.utils import timezone

from pathway.services import NewMother, enrol
from people.models import Participant
from people.services import add_member, grant

TEAM = "/staff/team/"


def test_ending_a_clinician_says_whose_answers_nobody_would_read(cast, desk):
    page = desk(cast.ada).get(TEAM).content.decode()
    assert "stops seeing 1 mother at once" in page
    assert "1 of them has nobody else who reads her answers" in page
    assert "Then nobody reads her answers." in page


def test_cover_by_a_colleague_takes_the_warning_away(cast, desk):
    now = timezone.now()
    noor = add_member(
        clinic=cast.clinic, email="noor@example.org", name="Noor", role="clinician", now=now
    )
    grant(staff=noor, participant=cast.ana, reason="cover", by=cast.ada, now=now)
    page = desk(cast.ada).get(TEAM).content.decode()
    assert "stops seeing 1 mother at once" in page
    assert "nobody" not in page.split("Who sees whom")[0].lower()
    assert "Then nobody reads her answers." not in page


def test_two_mothers_of_one_name_are_told_apart(cast, desk):
    ana: Participant = cast.ana
    facts = NewMother(
        name=ana.identity.name, email="", phone="", zone=ana.zone, language="en",
        addressed="expecting", due_date=ana.pregnancies.get().due_date, due_source="ultrasound",
    )  # fmt: skip
    enrol(clinic=cast.clinic, mother=facts, by=cast.ben, now=timezone.now())
    page = desk(cast.ada).get(TEAM).content.decode()
    assert page.count(f">{ana.identity.name} (enrolled ") == 2


def test_shutting_out_a_phone_says_what_stays_on_it(cast, ben):
    page = ben.get(f"/staff/mothers/{cast.ana.public_id}/").content.decode()
    assert "What it has not sent yet can no longer be taken" in page


def test_a_form_sent_empty_says_what_it_needs(cast, ben):
    assert "This field is required." in ben.post("/staff/enrol/", {}).content.decode()
