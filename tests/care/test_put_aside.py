"""What her phone handed in and could not be taken: a line for her clinicians, never its words."""

import html

import pytest
from django.utils import timezone

from care.put_aside import ENDED, put_aside_of
from people.services import revoke_device
from schedule.models import Deposit, Quarantine, Retaken
from schedule.services import count_put_aside, quarantine


def path(cast) -> str:
    return f"/staff/mothers/{cast.ana.public_id}/"


def put_aside(cast, number: int) -> None:
    for one in range(number):
        quarantine(
            device=cast.phone,
            data={"v": 2, "ct": f"sentinel{one}"},
            reason=Quarantine.Reason.REVOKED,
            detail="sentinel",
            now=timezone.now(),
        )


@pytest.mark.parametrize(
    ("number", "words"),
    [(1, "1 thing from her phone could"), (7, "7 things from her phone could")],
)
def test_her_clinician_sees_how_many_and_why(number: int, words: str, answered, ben) -> None:
    put_aside(answered, number)
    page = ben.get(path(answered)).content.decode()
    assert words in page and "From a phone that was ended" in page
    assert "sentinel" not in page
    assert ("And 2 more before" in page) == (number == 7)


def test_nothing_is_said_where_nothing_is(answered, ben) -> None:
    assert "could not be taken" not in ben.get(path(answered)).content.decode().replace(
        "can no longer be taken", ""
    )


def test_a_coordinator_does_not_see_it(answered, desk) -> None:
    put_aside(answered, 1)
    assert "from her phone could" not in desk(answered.cam).get(path(answered)).content.decode()


def test_its_page_says_when_from_which_phone_why_and_what_to_do(answered, ben) -> None:
    put_aside(answered, 1)
    address = f"{path(answered)}put-aside/"
    assert address in ben.get(path(answered)).content.decode()
    page = ben.get(address).content.decode()
    assert "Not taken (1)" in page and "From a phone that was ended" in page
    assert str(answered.phone.public_id) in page and "give the phone’s id" in page
    assert "sentinel" not in page


@pytest.mark.parametrize("reason", Quarantine.Reason.values)
def test_each_reason_says_what_it_means(answered, ben, reason) -> None:
    now = timezone.now()
    quarantine(device=answered.phone, data={"ct": "x"}, reason=reason, detail="", now=now)
    row = put_aside_of(answered.ana)[0]
    assert row.means in html.unescape(ben.get(f"{path(answered)}put-aside/").content.decode())
    assert (row.means == ENDED) == (reason == "revoked")


def test_what_came_after_a_phone_had_ended_says_so_whatever_was_found_first(answered) -> None:
    revoke_device(device=answered.phone, now=timezone.now())
    quarantine(
        device=answered.phone, data={"ct": "x"}, reason=Quarantine.Reason.UNREADABLE, detail="",
        now=timezone.now(),
    )  # fmt: skip
    assert put_aside_of(answered.ana)[0].means == ENDED


def test_what_was_taken_later_stays_on_the_list_as_taken(answered, ben) -> None:
    put_aside(answered, 2)
    deposit = Deposit.objects.first()
    Retaken.objects.create(
        quarantine=Quarantine.objects.first(), deposit=deposit, at=timezone.now()
    )
    page = ben.get(f"{path(answered)}put-aside/").content.decode()
    assert "Not taken (1)" in page and "Taken in later (1)" in page


def test_the_admin_sees_how_many_and_never_of_whom(answered, desk) -> None:
    words = "from phones of mothers could not be taken"
    assert words not in desk(answered.ada).get("/staff/safety/").content.decode()
    put_aside(answered, 3)
    page = desk(answered.ada).get("/staff/safety/").content.decode()
    assert words in page and "<strong>3</strong> things" in page
    assert "Ana" not in page and str(answered.phone.public_id) not in page
    assert desk(answered.ada).get(f"{path(answered)}put-aside/").status_code == 403


def test_the_other_clinic_counts_its_own(answered, desk) -> None:
    put_aside(answered, 3)
    assert count_put_aside(answered.other_clinic) == 0 and count_put_aside(answered.clinic) == 3
