import base64

import pytest
from django.core.exceptions import FieldError, ImproperlyConfigured
from hypothesis import given
from hypothesis import strategies as st

from kernel.crypto import blind_index, decrypt, encrypt, parse_keys
from people.models import Identity

OLD = "old:" + base64.urlsafe_b64encode(b"o" * 32).decode()
NEW = "new:" + base64.urlsafe_b64encode(b"n" * 32).decode()


@given(st.text())
def test_what_is_encrypted_reads_back(text):
    assert decrypt(encrypt(text)) == text


def test_the_same_text_never_looks_the_same():
    assert encrypt("Ana") != encrypt("Ana")


def test_the_first_key_encrypts_and_all_decrypt(settings):
    settings.IDENTIFIER_KEYS = OLD
    stored = encrypt("Ana")
    settings.IDENTIFIER_KEYS = f"{NEW},{OLD}"
    assert decrypt(stored) == "Ana"
    assert encrypt("Ana").startswith("new:")


def test_a_missing_key_is_said_by_name(settings):
    settings.IDENTIFIER_KEYS = OLD
    stored = encrypt("Ana")
    settings.IDENTIFIER_KEYS = NEW
    with pytest.raises(ImproperlyConfigured, match="key old"):
        decrypt(stored)


@pytest.mark.parametrize("text", ["", "no-colon", "id:short", ":" + "A" * 43])
def test_nonsense_keys_are_refused_at_once(text):
    with pytest.raises(ImproperlyConfigured):
        parse_keys(text)


def test_an_encrypted_column_cannot_be_searched():
    with pytest.raises(FieldError):
        Identity.objects.filter(name="Ana").exists()


@pytest.mark.parametrize("other", ["ANA@example.net", " ana@example.net "])
def test_the_blind_index_meets_equal_values(other):
    assert blind_index("ana@example.net", purpose="email") == blind_index(other, purpose="email")


def test_the_blind_index_keeps_purposes_and_keys_apart(settings):
    email = blind_index("5550100", purpose="email")
    assert email != blind_index("5550100", purpose="phone")
    settings.BLIND_INDEX_KEY = "another key of thirty-two letters"
    assert email != blind_index("5550100", purpose="email")


def test_nothing_has_no_index():
    assert blind_index("  ", purpose="email") == ""
