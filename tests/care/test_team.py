"""The admin's page: roles, who sees whom. No answer ever stands on it."""

from datetime import timedelta

from django.core import mail
from django.utils import timezone

from people.models import Grant, Membership, Participant, User
from people.services import grant

PATH = "/staff/team/"


def test_somebody_new_gets_the_role_and_a_mail_to_choose_a_password(cast, desk):
    sent = {"do": "member", "name": "Noor", "email": "noor@example.org", "role": "clinician"}
    page = desk(cast.ada).post(PATH, sent, follow=True).content.decode()
    noor = User.objects.get(email="noor@example.org")
    assert noor.clinics_as("clinician").get() == cast.clinic
    assert not noor.has_usable_password()
    assert "no password yet" in page
    assert mail.outbox[0].to == ["noor@example.org"]
    assert "/staff/account/password/reset/key/" in mail.outbox[0].body


def test_the_mailed_link_opens_the_page_to_choose_one(cast, desk, client):
    sent = {"do": "member", "name": "Noor", "email": "noor@example.org", "role": "clinician"}
    desk(cast.ada).post(PATH, sent)
    link = next(word for word in mail.outbox[0].body.split() if "/key/" in word)
    page = client.get(link.split("testserver")[1], follow=True)
    assert b"Choose a password" in page.content


def test_ending_a_role_ends_what_it_let_them_see(cast, desk):
    held = Membership.objects.get(user=cast.ben)
    desk(cast.ada).post(PATH, {"do": "end_member", "membership": held.pk})
    assert not Participant.objects.visible_to(cast.ben).exists()


def test_an_admin_cannot_lock_the_clinic_out_of_its_own_team(cast, desk):
    held = Membership.objects.get(user=cast.ada)
    page = desk(cast.ada).post(PATH, {"do": "end_member", "membership": held.pk})
    assert page.status_code == 400
    assert Membership.objects.get(pk=held.pk).until is None


def test_cover_lasts_to_the_end_of_its_last_day(cast, desk):
    sent = {
        "do": "grant", "staff": cast.bea.public_id, "participant": cast.ana.public_id,
        "reason": "cover", "last_day": "2099-11-20",
    }  # fmt: skip
    desk(cast.ada).post(PATH, sent)
    given = Grant.objects.get(staff=cast.bea)
    assert given.until.isoformat() == "2099-11-21T05:00:00+00:00"
    assert Participant.objects.clinical_for(cast.bea).get() == cast.ana


def test_a_grant_is_ended(cast, desk):
    held = Grant.objects.get(staff=cast.ben)
    desk(cast.ada).post(PATH, {"do": "end_grant", "grant": held.public_id})
    assert not Participant.objects.clinical_for(cast.ben).exists()


def test_nobody_of_another_clinic_can_be_given_or_ended(cast, desk):
    ada = desk(cast.ada)
    sent = {
        "do": "grant", "staff": cast.dan.public_id, "participant": cast.ana.public_id,
        "reason": "care",
    }  # fmt: skip
    assert ada.post(PATH, sent).status_code == 200
    assert not Grant.objects.filter(staff=cast.dan, participant=cast.ana).exists()
    theirs = Grant.objects.get(staff=cast.dan)
    assert ada.post(PATH, {"do": "end_grant", "grant": theirs.public_id}).status_code == 404
    other = Membership.objects.get(user=cast.dan)
    assert ada.post(PATH, {"do": "end_member", "membership": other.pk}).status_code == 404


def test_a_past_last_day_is_refused(cast, desk):
    yesterday = (timezone.now() - timedelta(days=2)).date().isoformat()
    sent = {
        "do": "grant", "staff": cast.bea.public_id, "participant": cast.ana.public_id,
        "reason": "cover", "last_day": yesterday,
    }  # fmt: skip
    page = desk(cast.ada).post(PATH, sent).content.decode()
    assert "must be today or later" in page


def test_a_mail_server_that_is_away_undoes_nothing(cast, desk, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    sent = {"do": "member", "name": "Noor", "email": "noor@example.org", "role": "clinician"}
    page = desk(cast.ada).post(PATH, sent, follow=True).content.decode()
    assert "Mail the link again" in page
    held = Membership.objects.get(user__email="noor@example.org")
    again = desk(cast.ada).post(PATH, {"do": "password", "membership": held.pk})
    assert again.status_code == 409


def test_who_still_sees_her_for_another_reason_is_said(cast, desk):
    grant(staff=cast.ben, participant=cast.ana, reason="cover", by=cast.ada, now=timezone.now())
    first, second = Grant.objects.filter(staff=cast.ben).order_by("pk")
    ada = desk(cast.ada)
    page = ada.post(PATH, {"do": "end_grant", "grant": first.public_id}, follow=True)
    assert "still sees her" in page.content.decode()
    page = ada.post(PATH, {"do": "end_grant", "grant": second.public_id}, follow=True)
    assert "no longer sees her" in page.content.decode()


def test_a_mother_whose_answers_nobody_can_read_is_named(cast, desk):
    ada = desk(cast.ada)
    assert "Nobody can read" not in ada.get(PATH).content.decode()
    held = Membership.objects.get(user=cast.ben)
    page = ada.post(PATH, {"do": "end_member", "membership": held.pk}, follow=True)
    assert "Nobody can read the answers of Ana Reyes." in page.content.decode()
