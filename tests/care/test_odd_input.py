"""What a member of staff may type, by mistake or not: words at the field, never a 500."""

from datetime import date

import pytest
from django.test import Client

from people.models import Grant, Participant
from people.services import add_member
from tests.care.recording import look, path
from tests.cast import ZONE, Cast, sign_in

LONG = "a" * 64 + "@" + ".".join(["b" * 60] * 4) + ".org"


@pytest.fixture
def desk(cast: Cast, client: Client) -> Client:
    """Somebody who may do everything at the clinic."""
    for role in ("coordinator", "clinic_admin"):
        add_member(
            clinic=cast.clinic, email=cast.ben.email, name="", role=role, now=cast.ana.enrolled_at
        )
    sign_in(client, cast.ben)
    return client


@pytest.mark.parametrize(
    "form",
    [
        {"do": "member", "email": LONG, "name": "X", "role": "clinician"},
        {"do": "mail", "concern_email": LONG},
        {"do": "end_member", "membership": "²"},
        {"do": "end_member", "membership": "9" * 40},
        {"do": "end_member", "membership": "9" * 5000},
        {"do": "end_grant", "grant": "\0"},
        {"do": "member", "email": "a\0@b.org", "name": "X\0", "role": "clinician"},
        {"do": "grant", "staff": "\0", "participant": "\0", "reason": "\0"},
        {"do": "\0"},
    ],
    ids=lambda form: str(form)[:50],
)
def test_the_team_page_says_what_is_wrong(form, desk: Client):
    assert desk.post("/staff/team/", form).status_code in (200, 400, 404)


def test_a_grant_to_the_end_of_time_is_none(desk: Client, cast: Cast):
    form = {"do": "grant", "staff": cast.bea.public_id, "participant": cast.ana.public_id,
            "reason": "care", "last_day": "9999-12-31"}  # fmt: skip
    assert desk.post("/staff/team/", form).status_code == 200
    assert not Grant.objects.filter(staff=cast.bea).exists()


@pytest.mark.parametrize("day", ["9999-12-31", "9999-12-20", "2100-01-01", "0001-01-01"])
@pytest.mark.parametrize("button", [{}, {"assign": "1"}], ids=["show", "assign"])
def test_a_course_begins_within_sight(day, button, desk: Client, cast: Cast):
    form = {
        "curriculum": "more-companion",
        "battery": "weekly-check-in",
        "starts_on": day,
        "delivery": "group",
    }
    page = desk.post(f"/staff/mothers/{cast.ana.public_id}/assign/", form | button)
    assert page.status_code == 200
    assert not cast.ana.courses.exists()
    assert b"error" in page.content


ENROL = {"name": "Zoe", "email": "", "phone": "", "zone": ZONE, "language": "en",
         "addressed": "expecting", "due_date": "2027-01-27", "due_source": "ultrasound",
         "confirmed": "on"}  # fmt: skip


@pytest.mark.parametrize(
    "change",
    [
        {"due_date": "0001-01-01"}, {"due_date": "9999-12-31"}, {"due_date": "1990-01-01"},
        {"born_on": "0001-01-01", "place": "hospital"}, {"phone": "²" * 8}, {"email": LONG},
        {"name": "\0"}, {"name": " "}, {"name": "x" * 121}, {"clinic": "9" * 5000},
        {"zone": "Etc/GMT+1"},
    ],
    ids=str,
)  # fmt: skip
def test_enrolling_refuses_what_cannot_be(change, desk: Client, cast: Cast):
    form = ENROL | {"clinic": cast.clinic.pk} | change
    page = desk.post("/staff/enrol/", form)
    assert page.status_code == 200
    assert Participant.objects.count() == 2


@pytest.mark.parametrize(
    ("kind", "told"),
    [
        ("due-date", {"due_date": "0001-01-01"}),
        ("due-date", {"due_date": "9999-12-31"}),
        ("loss", {"outcome": "miscarriage", "on": "0001-01-01"}),
        ("birth", {"born_on": "0001-01-01", "place": "hospital"}),
        ("birth", {"born_on": "2015-01-01", "place": "hospital"}),
    ],
    ids=str,
)
def test_no_date_lies_in_another_age(kind, told, desk: Client, cast: Cast):
    kept = date(2027, 1, 27)
    address = path(cast, kind, cast.ana.pregnancies.get())
    page = look(desk, address, due_source="ultrasound", confirmed="on", **told)
    assert "many years away" in page
    pregnancy = cast.ana.pregnancies.get()
    assert (pregnancy.due_date, pregnancy.outcome) == (kept, "ongoing")
    assert not pregnancy.infants.exists()
