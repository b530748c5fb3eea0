"""What her phone handed in and could not be taken: a line for her clinicians, never its words."""

import pytest
from django.utils import timezone

from schedule.models import Quarantine
from schedule.services import quarantine


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
