"""What an installation for real people is, whatever its environment forgets to say."""

import runpy
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured

SETTINGS = Path(__file__).resolve().parent.parent / "more_platform" / "settings.py"
SWITCHES = ("DEMO", "SECURE", "STAFF_SECOND_FACTOR", "OUTBOX_DIR", "TRUSTED_PROXIES")


@pytest.fixture
def read(monkeypatch):
    """The settings under these environment variables, with every switch left alone but those."""

    def under(**given: str) -> dict[str, Any]:
        for name in SWITCHES:
            monkeypatch.delenv(name, raising=False)
        for name, value in given.items():
            monkeypatch.setenv(name, value)
        return runpy.run_path(str(SETTINGS))

    return under


def test_nothing_said_is_a_site_for_real_people(read):
    found = read()
    assert found["DEMO"] is found["DEBUG"] is False
    assert found["STAFF_SECOND_FACTOR"] is True


def test_there_cookies_and_pages_travel_encrypted_only(read):
    found = read()
    assert found["SESSION_COOKIE_SECURE"] and found["CSRF_COOKIE_SECURE"]
    assert found["SECURE_SSL_REDIRECT"] and found["SECURE_HSTS_SECONDS"] >= 31536000
    assert found["SESSION_COOKIE_NAME"].startswith("__Host-")
    assert found["CSRF_COOKIE_NAME"].startswith("__Host-")


def test_a_second_factor_is_switched_off_in_a_demo_only(read):
    with pytest.raises(ImproperlyConfigured, match="only with DEMO"):
        read(STAFF_SECOND_FACTOR="0")
    assert read(STAFF_SECOND_FACTOR="0", DEMO="1")["STAFF_SECOND_FACTOR"] is False


def test_mail_is_shown_in_a_demo_only(read):
    assert read(OUTBOX_DIR="outbox")["OUTBOX_DIR"] == ""
    assert read(OUTBOX_DIR="outbox", DEMO="1")["OUTBOX_DIR"] == "outbox"
