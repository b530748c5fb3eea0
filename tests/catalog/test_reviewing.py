"""Who has to sign, what is signed, and until when."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.reviewing import (
    DRAFT,
    EXPIRED,
    ROLES,
    SIGNED,
    Review,
    needed_roles,
    review_state,
    weakest,
)
from tests.catalog.folder import MOOD, SESSION, complaints, read, write_curriculum, write_instrument

TODAY = date(2026, 11, 22)
THREE = ("clinician", "lived_experience", "bilingual")
days = st.dates(date(2020, 1, 1), date(2030, 12, 31))


def signed(on=TODAY, roles=THREE):
    return [Review(role, f"{role} A", on) for role in roles]


@pytest.mark.parametrize(
    ("kind", "languages", "role", "needed"),
    [
        ("instrument", ["en"], None, THREE[:2]),
        ("instrument", ["en", "es"], None, THREE),
        ("curriculum", ["en", "es"], "session", THREE),
        ("curriculum", ["en"], "opening", (*THREE[:2], "medical_or_legal")),
        *[(kind, ["en", "es"], None, ROLES) for kind in ("crisis", "safety", "consent", "card")],
        ("notice", ["en"], None, (*THREE[:2], "medical_or_legal")),
    ],
)
def test_who_has_to_sign(kind, languages, role, needed):
    assert needed_roles(kind, languages, role) == needed


@pytest.mark.parametrize("missing", THREE)
def test_one_signature_less_is_a_draft(missing):
    reviews = [review for review in signed() if review.role != missing]
    state = review_state(reviews, THREE, TODAY)
    assert (state.state, state.missing, state.until) == (DRAFT, (missing,), None)


def test_it_ends_a_year_after_the_oldest_signature():
    reviews = [*signed(roles=THREE[1:]), Review("clinician", "A", date(2026, 3, 1))]
    assert review_state(reviews, THREE, date(2027, 2, 28)).state == SIGNED
    ended = review_state(reviews, THREE, date(2027, 3, 1))
    assert (ended.state, ended.until) == (EXPIRED, date(2027, 3, 1))


def test_a_newer_signature_in_the_same_role_renews_it():
    reviews = [*signed(date(2025, 1, 1)), *signed(date(2026, 11, 1))]
    assert review_state(reviews, THREE, TODAY).until == date(2027, 11, 1)
    assert review_state(reversed(reviews), THREE, TODAY).until == date(2027, 11, 1)


def test_a_signature_of_tomorrow_does_not_count_yet():
    assert review_state(signed(TODAY + timedelta(1)), THREE, TODAY).missing == THREE


def test_a_signature_nobody_asked_for_neither_helps_nor_ages():
    reviews = [*signed(), Review("medical_or_legal", "L", date(2020, 1, 1))]
    assert review_state(reviews, THREE, TODAY).state == SIGNED


@given(days, days)
def test_signed_for_a_year_from_the_day_and_no_longer(on, today):
    state = review_state(signed(on), THREE, today).state
    after = (today - on).days
    if after < 0:
        assert state == DRAFT
    elif after < 365:
        assert state == SIGNED
    elif after > 366:
        assert state == EXPIRED


def test_a_whole_is_as_weak_as_its_weakest_part():
    whole = review_state(signed(), THREE, TODAY)
    old = review_state(signed(date(2025, 1, 1)), THREE, TODAY)
    open_one = review_state(signed(roles=THREE[:1]), THREE, TODAY)
    assert weakest([whole, whole]) == whole
    assert weakest([whole, old]).state == EXPIRED
    assert weakest([whole, old, open_one]).state == DRAFT
    assert weakest([whole, open_one]).missing == THREE[1:]
    assert weakest([]).state == DRAFT


def line(roles, on="2026-11-22"):
    return "".join(f"  - {{role: {role}, name: {role} A, on: {on}}}\n" for role in roles)


def with_review(text, after, roles, **more):
    return text.replace(after, f"{after}review:\n{line(roles, **more)}", 1)


def test_signing_changes_no_version(tmp_path):
    before = read(write_instrument(tmp_path)).contents["instrument", "mood", "0"]
    text = with_review(MOOD, "status: draft\n", THREE)
    after = read(write_instrument(tmp_path, text)).contents["instrument", "mood", "0"]
    assert (before.structure_hash, before.wording_hashes, before.body) == (
        after.structure_hash, after.wording_hashes, after.body
    )  # fmt: skip
    assert before.review_state(TODAY).missing == THREE
    assert after.review_state(TODAY).until == date(2027, 11, 22)


def test_a_curriculum_is_signed_session_by_session(tmp_path):
    before = read(write_curriculum(tmp_path)).contents["curriculum", "small", "0"]
    text = with_review(SESSION, "code: first\n", THREE[:1])
    after = read(write_curriculum(tmp_path, text)).contents["curriculum", "small", "0"]
    assert before.structure_hash == after.structure_hash
    assert [review.role for review in after.reviews["first"]] == ["clinician"]
    assert after.review_state(TODAY).missing == ("lived_experience",)


def test_what_calls_itself_signed_is_signed(tmp_path):
    text = with_review(MOOD.replace("draft", "signed"), "status: signed\n", THREE[:2])
    write_instrument(tmp_path, text)
    (found,) = complaints(tmp_path)
    assert "mood.yaml:4: the status is signed and the review is not" in found
    assert "bilingual" in found
    write_instrument(
        tmp_path, with_review(MOOD.replace("draft", "signed"), "status: signed\n", THREE)
    )
    assert complaints(tmp_path) == []


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("2026-11-22", "2026-02-31", "mood.yaml:6: no such day: 2026-02-31"),
        ("role: clinician", "role: doctor", "“role” is 'doctor' — use one of: clinician,"),
        ("name: bilingual A", "name: Clinician  a", "“clinician a” signs in two roles"),
    ],
)
def test_a_signature_that_cannot_stand_is_an_error(tmp_path, old, new, expected):
    text = with_review(MOOD, "status: draft\n", THREE).replace(old, new, 1)
    write_instrument(tmp_path, text)
    assert any(expected in found for found in complaints(tmp_path)), complaints(tmp_path)
