"""The wire, against a real server: what is known when it breaks."""

import email
from email import policy

import pytest

from reminders.channels import CHANNELS, Letter
from tests.cast import NOW

LETTER = Letter("ana@example.net", "Un pequeño recordatorio", "One\n.two\n", reference="r-1")


def send(letter=LETTER):
    return CHANNELS["email"](letter, now=NOW)


def test_a_letter_arrives_as_it_was_written(mailbox, settings):
    settings.DEFAULT_FROM_EMAIL = "Pages <notes@pages.example.org>"
    assert send().state == "accepted"
    [raw] = mailbox.letters
    arrived = email.message_from_string(raw, policy=policy.default)
    assert arrived["To"] == "ana@example.net"
    assert arrived["From"] == "Pages <notes@pages.example.org>"
    assert arrived["Subject"] == "Un pequeño recordatorio"
    assert arrived["Message-ID"] == "<r-1@pages.example.org>"
    assert arrived.get_content().splitlines() == ["One", ".two"]


@pytest.mark.parametrize(
    ("mood", "state"),
    [
        ("no such address", "refused"),
        ("never", "refused"),
        ("busy", "retry"),
        ("full", "retry"),
        ("hangs up in the middle", "unknown"),
        ("hangs up after", "unknown"),
    ],
)
def test_what_is_known_when_the_server_is_not_kind(mailbox, mood, state):
    mailbox.mood = mood
    assert send().state == state


def test_a_server_that_is_not_there_is_tried_again(mailbox, settings):
    settings.EMAIL_PORT = 1
    assert send().state == "retry"


def test_a_server_that_cannot_do_the_encryption_asked_for_is_tried_again(mailbox, settings):
    settings.EMAIL_USE_TLS = True
    assert send().state == "retry"
    assert mailbox.letters == []


@pytest.mark.parametrize("address", ["", "nobody", "añá@example.net", "a@b.c\r\nRCPT TO:<x@y.z>"])
def test_what_is_no_address_is_refused(mailbox, address):
    outcome = send(Letter(address, "s", "b", reference="r"))
    assert outcome.state == "refused"
    assert mailbox.letters == []
