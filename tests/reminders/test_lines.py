"""Clinic admins are asked once a week to call the help lines, until they have."""

from datetime import timedelta

import pytest

from people.models import Participant
from people.services import end_membership
from reminders.models import StaffPage
from reminders.services import ask_to_check_lines, page_staff
from safety.services import check_line, lines_to_check
from tests.cast import NOW
from tests.together import at_once

DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def one_clinic(cast):
    """Hilltop has no mother now."""
    Participant.objects.filter(pk=cast.eva.pk).update(status="withdrawn")


def check_all(cast, now=NOW) -> None:
    for line in lines_to_check(cast.clinic, now=now):
        number = line.call or line.text
        check_line(
            clinic=cast.clinic, line=line.code, number=number, works=True, by=cast.ada, now=now
        )


def test_once_a_week_until_they_are_checked(cast, mailbox, app_role):
    for n in range(21):
        ask_to_check_lines(now=NOW + n * DAY)
    assert len(mailbox.letters) == 3
    assert all("To: ada@example.org" in letter for letter in mailbox.letters)
    assert "/staff/safety/" in mailbox.letters[0]
    check_all(cast, NOW + 21 * DAY)
    ask_to_check_lines(now=NOW + 28 * DAY)
    assert len(mailbox.letters) == 3
    ask_to_check_lines(now=NOW + 21 * DAY + 90 * DAY)
    assert len(mailbox.letters) == 4


def test_it_waits_for_open_hours(cast, mailbox):
    ask_to_check_lines(now=NOW + timedelta(hours=8))
    assert mailbox.letters == []


def test_checked_while_the_mail_was_down_it_is_not_sent(cast, mailbox):
    mailbox.mood = "busy"
    ask_to_check_lines(now=NOW)
    check_all(cast)
    mailbox.mood = "kind"
    ask_to_check_lines(now=NOW + timedelta(hours=1))
    assert mailbox.letters == []
    assert StaffPage.objects.get().state == "cancelled"


def test_an_admin_who_left_is_not_asked(cast, mailbox):
    mailbox.mood = "busy"
    ask_to_check_lines(now=NOW)
    end_membership(membership=cast.ada.memberships.get(), now=NOW)
    mailbox.mood = "kind"
    ask_to_check_lines(now=NOW + timedelta(hours=1))
    assert mailbox.letters == []


def test_it_is_no_page_about_a_concern(cast, mailbox):
    mailbox.mood = "busy"
    ask_to_check_lines(now=NOW)
    mailbox.mood = "kind"
    assert page_staff(now=NOW + timedelta(hours=1)) == 0


@pytest.mark.django_db(transaction=True)
def test_two_workers_ask_once(cast, mailbox):
    at_once([lambda: ask_to_check_lines(now=NOW)] * 4)
    assert len(mailbox.letters) == 1
