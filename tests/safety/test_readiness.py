"""What must be there before a clinic asks what needs an answer, and lines that wait for a call."""

from datetime import timedelta

import pytest

from catalog.models import ContentVersion
from kernel.errors import BadInput
from people.models import Clinic
from people.services import end_membership
from safety.models import ClosedDay, LineCheck, Protocol
from safety.services import (
    check_line,
    end_duty,
    is_ready,
    lines_of,
    lines_to_check,
    put_on_duty,
    readiness,
    set_hours,
    sign_protocol,
)
from tests.cast import NOW


def missing(clinic: Clinic) -> set[str]:
    return {check.code for check in readiness(clinic, now=NOW) if not check.ok}


def test_a_clinic_that_stated_nothing_lacks_everything_of_its_own(cast):
    assert missing(cast.other_clinic) == {"hours", "on_duty", "back_up", "protocol"}
    assert not is_ready(cast.other_clinic, now=NOW)
    assert all(check.text for check in readiness(cast.other_clinic, now=NOW))


def test_the_cast_is_ready_and_what_is_made_up_is_marked(cast):
    checks = readiness(cast.clinic, now=NOW)
    assert is_ready(cast.clinic, now=NOW)
    assert all(check.invented for check in checks)


@pytest.mark.parametrize(
    ("take", "code"),
    [
        (lambda cast: set_hours(clinic=cast.clinic, week={}), "hours"),
        (lambda cast: end_duty(duty=cast.ben.duties.get(), now=NOW), "on_duty"),
        (lambda cast: end_membership(membership=cast.ben.memberships.get(), now=NOW), "on_duty"),
        (lambda cast: end_membership(membership=cast.bea.memberships.get(), now=NOW), "back_up"),
        (
            lambda cast: put_on_duty(clinic=cast.clinic, user=cast.bea, rung="on_duty", now=NOW),
            "back_up",
        ),
        (
            lambda cast: Protocol.objects.filter(clinic=cast.clinic).update(ended_at=NOW),
            "protocol",
        ),
    ],
)
def test_each_thing_that_goes_is_missed(cast, take, code):
    take(cast)
    assert missing(cast.clinic) == {code}


def test_hours_on_days_that_are_all_closed_are_none(cast):
    today = NOW.date()
    ClosedDay.objects.bulk_create(
        ClosedDay(clinic=cast.clinic, day=today + timedelta(days=n)) for n in range(-1, 420)
    )
    assert missing(cast.clinic) == {"hours"}


def test_an_unknown_jurisdiction_has_no_text(cast):
    cast.clinic.jurisdiction = "atlantis"
    cast.clinic.save()
    [check] = [one for one in readiness(cast.clinic, now=NOW) if not one.ok]
    assert check.code == "jurisdiction" and "ATLANTIS" in check.text
    assert lines_of(cast.clinic) == ()


def real(cast) -> Clinic:
    """The clinic as it would be with real mothers."""
    Protocol.objects.filter(clinic=cast.clinic).update(ended_at=NOW)
    cast.clinic.is_synthetic = False
    cast.clinic.save()
    sign_protocol(
        clinic=cast.clinic,
        signed_by="Dr. Vera Holt",
        signed_role="medical director",
        signed_on=NOW.date(),
        by=cast.ada,
        now=NOW,
    )
    return cast.clinic


def test_a_draft_is_enough_for_a_demo_only(cast):
    [check] = [one for one in readiness(real(cast), now=NOW) if not one.ok]
    assert check.code == "jurisdiction" and "draft" in check.text
    assert not any(one.invented for one in readiness(cast.clinic, now=NOW))


def signed(kind: str, *, notice: bool = True) -> None:
    """The next version of the text, signed."""
    newest = ContentVersion.objects.filter(kind=kind, code="us").order_by("-id")[0]
    body = newest.body
    if kind == "safety":
        body["structure"]["notice"] = {"signed": notice}
    ContentVersion.objects.create(
        kind=kind,
        code="us",
        version="9",
        status="signed",
        structure_hash=f"{kind}-{notice}",
        wording_hashes={},
        body=body,
        registered_at=NOW,
    )


def test_signed_text_makes_a_real_clinic_ready(cast):
    signed("crisis")
    signed("safety")
    assert is_ready(real(cast), now=NOW)


def test_a_notice_that_is_still_a_draft_does_not(cast):
    signed("crisis")
    signed("safety", notice=False)
    assert missing(real(cast)) == {"jurisdiction"}


def test_one_text_signed_is_not_both(cast):
    signed("safety")
    assert missing(real(cast)) == {"jurisdiction"}


# Help lines.


def check(cast, line, *, number=None, works=True, now=NOW) -> LineCheck:
    number = number or line.call or line.text
    return check_line(
        clinic=cast.clinic, line=line.code, number=number, works=works, by=cast.ada, now=now
    )


def test_lines_wait_until_somebody_calls_and_again_after_ninety_days(cast):
    waiting = lines_to_check(cast.clinic, now=NOW)
    assert waiting and not any(line.emergency for line in waiting)
    for line in waiting:
        check(cast, line)
    assert lines_to_check(cast.clinic, now=NOW) == []
    assert lines_to_check(cast.clinic, now=NOW + timedelta(days=89)) == []
    assert lines_to_check(cast.clinic, now=NOW + timedelta(days=90)) == waiting
    assert len(lines_to_check(cast.other_clinic, now=NOW)) == len(waiting)


def test_one_that_does_not_work_was_checked_too(cast):
    line = lines_to_check(cast.clinic, now=NOW)[0]
    check(cast, line, works=False)
    assert line.code not in {one.code for one in lines_to_check(cast.clinic, now=NOW)}


def test_a_line_whose_number_changed_waits_again(cast):
    line = lines_to_check(cast.clinic, now=NOW)[0]
    check(cast, line)
    LineCheck.objects.create(
        clinic=cast.clinic, line=line.code, number="555", works=True, checked_by=cast.ada,
        checked_at=NOW + timedelta(days=1),
    )  # fmt: skip
    assert line.code in {one.code for one in lines_to_check(cast.clinic, now=NOW)}


@pytest.mark.parametrize(("line", "number"), [("nowhere", "988"), ("lifeline", "555-0100")])
def test_a_line_or_number_that_is_not_shown_is_refused(cast, line, number):
    with pytest.raises(BadInput):
        check_line(clinic=cast.clinic, line=line, number=number, works=True, by=cast.ada, now=NOW)


def test_text_that_was_withdrawn_counts_no_more(cast):
    signed("crisis")
    signed("safety")
    clinic = real(cast)
    ContentVersion.objects.filter(kind="safety", version="9").update(status="withdrawn")
    [check] = [one for one in readiness(clinic, now=NOW) if not one.ok]
    assert check.code == "jurisdiction" and "draft" in check.text


def test_an_invented_protocol_holds_in_no_real_clinic(cast):
    """It was a demo when the protocol was recorded."""
    signed("crisis")
    signed("safety")
    clinic = real(cast)
    Protocol.objects.filter(clinic=clinic, ended_at=None).update(invented=True)
    [check] = [one for one in readiness(clinic, now=NOW) if not one.ok]
    assert check.code == "protocol" and "invented" in check.text


def test_a_note_on_a_line_is_kept_without_spaces_and_no_longer_than_a_line(cast):
    line = lines_of(cast.clinic)[0]
    told = check_line(
        clinic=cast.clinic, line=line.code, number=line.call or line.text, works=True,
        note=f"  {'x' * 300}  ", by=cast.ada, now=NOW,
    )  # fmt: skip
    assert told.note == "x" * 200
