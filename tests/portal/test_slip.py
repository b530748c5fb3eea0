"""She pressed the wrong answer about her medicine: it is taken back, the concern says so."""

from datetime import timedelta

import pytest
from django.test import Client

from people.models import MedicationStatus
from safety.models import Concern, ToleranceGap
from tests.cast import Cast, sign_in


def slip(page) -> dict:
    """What the button under the answer sends."""
    return {"what": "slip", "gap": page.content.decode().partition('name="gap" value="')[2][:36]}


@pytest.mark.parametrize(
    "form",
    [{"what": "stopped"}, {"what": "home"}, {"what": "again"},
     {"what": "days", "days": "4", "goes_on": "yes"}],
    ids=str,
)  # fmt: skip
def test_a_wrong_press_is_taken_back_and_the_concern_shows_it(
    form: dict, cast: Cast, her: Client
) -> None:
    back = slip(her.post("/d/mine/", form))
    page = her.post("/d/mine/", back, follow=True)
    assert "Taken back." in page.content.decode()
    assert ToleranceGap.objects.get().undone_at is not None
    assert not MedicationStatus.objects.filter(participant=cast.ana).standing().exists()
    assert "/d/c/" not in her.get("/d/today/").content.decode()
    concern = Concern.objects.get()
    ben = Client()
    sign_in(ben, cast.ben)
    assert "Taken back" in ben.get(f"/staff/concerns/{concern.public_id}/").content.decode()


def test_what_is_not_hers_or_not_of_today_is_no_slip(cast: Cast, her: Client) -> None:
    back = slip(her.post("/d/mine/", {"what": "again"}))
    for wrong in ({"gap": "x"}, {"gap": ""}, {"gap": "0b8e4c1e-8f5a-4c1e-9d0a-000000000000"}):
        assert her.post("/d/mine/", back | wrong).status_code == 400
    ToleranceGap.objects.update(recorded_at=cast.ana.enrolled_at - timedelta(days=2))
    page = her.post("/d/mine/", back)
    assert page.status_code == 400 and "Tell your clinic" in page.content.decode()
    assert ToleranceGap.objects.get().undone_at is None
