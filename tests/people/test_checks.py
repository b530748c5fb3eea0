"""What `check --deploy` refuses before real people are served."""

import base64
import secrets

import pytest

from devstack.keys import sealing_key
from people.checks import demo_or_weak, keys_are_not_demo_keys, sealing_keys_are_keys


@pytest.fixture
def installed(settings):
    """An installation as it should be."""
    settings.DEMO = False
    settings.SITE_URL = "https://daybook.example.org"
    settings.SECRET_KEY = secrets.token_urlsafe(48)
    settings.BLIND_INDEX_KEY = secrets.token_urlsafe(48)
    settings.IDENTIFIER_KEYS = "k1:" + base64.urlsafe_b64encode(secrets.token_bytes(32)).decode()
    settings.SEALING_KEYS = f"k2:{sealing_key()},k1:{sealing_key()}"
    return settings


def found() -> set[str]:
    """The ids of what is wrong."""
    return {error.id for error in keys_are_not_demo_keys(None)}


def test_nothing_is_wrong_with_an_installation_as_it_should_be(installed):
    assert found() == set()


@pytest.mark.parametrize(
    ("name", "value", "error"),
    [
        ("SECRET_KEY", "demo-" + "aB3_x9Q-" * 8, "people.E001"),
        ("SECRET_KEY", "short", "people.E001"),
        ("BLIND_INDEX_KEY", "CHANGE-ME-" + "aB3_x9Q-" * 8, "people.E001"),
        ("BLIND_INDEX_KEY", "a" * 60, "people.E001"),
        ("IDENTIFIER_KEYS", "demo:" + "QUJD" * 11, "people.E001"),
        ("SEALING_KEYS", "demo:" + "QUJD" * 11, "people.E001"),
        ("SEALING_KEYS", f"k1:{sealing_key()},demo:{sealing_key()}", "people.E001"),
        ("DEMO", True, "people.E002"),
        ("SITE_URL", "http://daybook.example.org", "people.E003"),
    ],
)
def test_each_fault_is_named(installed, name, value, error):
    setattr(installed, name, value)
    assert found() == {error}


@pytest.mark.parametrize("value", ["", "k1:", "k1:AAAA", "no key", "k1:" + "QUJD" * 11])
def test_what_is_no_sealing_key_is_found_before_a_phone_seals_to_it(installed, value):
    assert sealing_keys_are_keys(None) == []
    installed.SEALING_KEYS = value
    assert [error.id for error in sealing_keys_are_keys(None)] == ["people.E004"]


def test_a_random_key_is_never_taken_for_a_demo_key():
    assert not any(demo_or_weak(secrets.token_urlsafe(48)) for _ in range(200))
