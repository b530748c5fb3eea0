import json
from datetime import UTC, datetime
from io import StringIO

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.utils import timezone

from audit.models import Disclosure
from kernel.crypto import blind_index
from measures.models import Answer
from people.models import Clinic, Membership, Participant
from people.services import safe_contact_of
from safety.models import Concern, Duty
from safety.services import days_without_of, lines_to_check, plan_of, readiness


@pytest.fixture
def demo(db, settings) -> dict:
    settings.DEMO = True
    return seed()


def seed() -> dict:
    out = StringIO()
    call_command("seed_demo", stdout=out)
    return json.loads(out.getvalue())


def mother(name: str) -> Participant:
    return Participant.objects.get(
        identity__email_index=blind_index(f"{name}@demo.example", purpose="email")
    )


def test_what_stands_in_the_demo(demo):
    """One seed for all of it: making the demo takes seconds."""
    _people_answers_and_open_concerns(demo)
    _a_clinic_ready_by_invented_means_marked_as_such()
    _a_concern_with_two_sources_and_one_acted_on()
    _what_is_known_of_her_by_the_journeys()


def _people_answers_and_open_concerns(demo):
    assert Clinic.objects.get().is_synthetic
    assert all(Participant.objects.values_list("is_synthetic", flat=True))
    assert Answer.objects.count() > 100
    assert {(one.participant, one.tier) for one in Concern.objects.open()} == {
        (mother("fay"), "today"), (mother("gia"), "next_visit"),
    }  # fmt: skip
    assert {s["role"] for s in demo["staff"]} == {
        "clinician", "coordinator", "clinic_admin", "researcher",
    }  # fmt: skip


def _a_clinic_ready_by_invented_means_marked_as_such():
    clinic, now = Clinic.objects.get(), timezone.now()
    checks = {check.code: check for check in readiness(clinic, now=now)}
    assert all(check.ok for check in checks.values())
    assert all(checks[code].invented for code in ("hours", "on_duty", "back_up", "protocol"))
    assert lines_to_check(clinic, now=now) == []
    names = [(duty.rung, duty.user.email) for duty in clinic.duties.order_by("rung")]
    assert names == [("back_up", "rae@demo.example"), ("on_duty", "ben@demo.example")]


def _a_concern_with_two_sources_and_one_acted_on():
    fays = mother("fay").concerns.get()
    assert sorted(source.kind for source in fays.sources.all()) == ["answer", "gap"]
    beas = mother("bea").concerns.get()
    told = Disclosure.objects.get(artefact=beas.public_id)
    assert (beas.closed_as, told.basis) == ("called", "to_her")


def _what_is_known_of_her_by_the_journeys():
    fay, gia, hana = (mother(name) for name in ("fay", "gia", "hana"))
    assert [(change.kind) for change in fay.changes.all()] == ["custody"]
    assert (fay.addressed, gia.addressed) == ("no_baby_talk", "baby_elsewhere")
    assert hana.addressed == "no_baby_talk"
    assert hana.pauses.filter(ended_at=None).exists()
    assert days_without_of(fay, now=timezone.now()) == 4
    assert plan_of(mother("bea")).shared
    assert safe_contact_of(fay).send_home == "only_if"


@pytest.mark.parametrize("hour", [0, 4])
def test_the_demo_can_be_made_at_every_hour(db, settings, hour):
    settings.DEMO = True
    with time_machine.travel(datetime(2026, 11, 3, hour, 30, tzinfo=UTC), tick=True):
        seed()
        assert mother("fay").concerns.get().sources.count() == 2


def test_a_second_start_finds_it_again_with_a_new_invitation(demo):
    before = Participant.objects.count()
    again = seed()
    assert Participant.objects.count() == before
    assert again["mother"]["invitation"] != demo["mother"]["invitation"]
    # One that an earlier version made has no Rae and nobody on duty: it stays as it is.
    Duty.objects.all().delete()
    Membership.objects.filter(user__email="rae@demo.example").update(until=timezone.now())
    emails = {one["email"] for one in seed()["staff"]}
    assert not Duty.objects.exists()
    assert "ben@demo.example" in emails and "rae@demo.example" not in emails


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
