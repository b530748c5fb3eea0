import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from measures.models import Answer
from people.models import Clinic, Participant
from safety.models import Concern


@pytest.fixture
def demo(db, settings) -> dict:
    settings.DEMO = True
    return seed()


def seed() -> dict:
    out = StringIO()
    call_command("seed_demo", stdout=out)
    return json.loads(out.getvalue())


def test_the_demo_has_people_answers_and_an_open_concern(demo):
    assert Clinic.objects.get().is_synthetic
    assert all(Participant.objects.values_list("is_synthetic", flat=True))
    assert Answer.objects.count() > 100
    assert Concern.objects.open().count() == 1
    assert {s["role"] for s in demo["staff"]} == {
        "clinician", "back_up", "coordinator", "clinic_admin", "researcher",
    }  # fmt: skip


def test_a_second_start_finds_it_again_with_a_new_invitation(demo):
    before = Participant.objects.count()
    again = seed()
    assert Participant.objects.count() == before
    assert again["mother"]["invitation"] != demo["mother"]["invitation"]


def test_demo_data_is_refused_beside_a_real_clinic(db, settings):
    settings.DEMO = True
    Clinic.objects.create(name="Real", zone="UTC")
    with pytest.raises(CommandError, match="refused"):
        seed()


def add_clinic() -> None:
    call_command(
        "add_clinic", "Real", zone="America/New_York", admin_email="a@example.org",
        admin_name="Ada", concern_email="d@example.org", stdout=StringIO(),
    )  # fmt: skip


def test_a_real_clinic_is_refused_in_a_demo(demo):
    with pytest.raises(CommandError, match="refused"):
        add_clinic()


def test_a_real_clinic_opens_with_its_admin(db, settings):
    settings.DEMO = False
    add_clinic()
    clinic = Clinic.objects.get()
    assert (clinic.is_synthetic, clinic.memberships.get().role) == (False, "clinic_admin")


def test_nobody_real_is_rehearsed(cast):
    from kernel.errors import NotAllowed
    from pathway.rehearsal import check_in
    from tests.cast import NOW, start

    start(cast)
    cast.ana.is_synthetic = False
    cast.ana.save()
    cast.phone.refresh_from_db()
    with pytest.raises(NotAllowed):
        check_in(device=cast.phone, occurrence=cast.ana.occurrences.first(), choose=None, now=NOW)
