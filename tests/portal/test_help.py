"""Help: the same lines for whoever asks, and on her screen in the answer to what she said."""

import json
import re
from uuid import uuid4

import pytest
from django.test import Client

from catalog.models import ContentVersion
from kernel.ids import body_hash
from measures.models import Administration, Answer
from safety.models import Concern
from schedule.models import Occurrence
from sessions.models import AssignedSession
from tests.cast import Cast

# Whatever the hour is at which the test runs.
TOLD = re.compile(r"Staff (?:get a note now|see this)")


@pytest.fixture
def thoughts(cast: Cast, her: Client) -> str:
    """The address of the safety item of today's check-in."""
    occurrence = Occurrence.objects.filter(participant=cast.ana, rule__kind="check_in").earliest(
        "ordinal"
    )
    her.post(f"/d/q/{occurrence.public_id}/")
    stress = Administration.objects.get(participant=cast.ana, instrument__code="stress")
    return f"/d/q/{stress.public_id}/thoughts/"


def as_shown(page) -> dict[str, str]:
    """What the form of a page sends along by itself, with no script having touched it."""
    found = re.findall(r'type="hidden" name="([^"]+)" value="([^"]*)"', page.content.decode())
    return dict(found)


def calls(page) -> list[str]:
    """The numbers to tap, in the order of the page."""
    return re.findall(r'href="tel:([^"]+)"', page.content.decode())


@pytest.mark.parametrize("who", ["her", "shut", "client"])
def test_the_lines_are_there_for_everybody_emergency_first(who, cast, request) -> None:
    numbers = calls(request.getfixturevalue(who).get("/d/help/"))
    assert numbers[:2] == ["911", "988"]
    assert len(numbers) > 4


def test_lines_that_speak_her_language_come_first(cast: Cast, her: Client) -> None:
    cast.ana.language = "es"
    cast.ana.save()
    page = her.get("/d/help/").content.decode()
    assert page.index("tel:911") < page.index("sms:988?body=AYUDA") < page.index('"sms:988"')


@pytest.mark.parametrize("path", ["/d/today/", "/d/weeks/", "/d/settings/", "/d/help/"])
def test_the_way_to_them_is_on_every_page(path: str, her: Client) -> None:
    assert 'class="wave" href="/d/moment/"' in her.get(path).content.decode()
    assert 'id="lines"' in her.get("/d/moment/").content.decode()


@pytest.mark.parametrize("who", ["shut", "client"])
def test_the_way_to_them_stands_where_the_pin_is_asked(who, cast, request) -> None:
    assert b'href="/d/help/#' in request.getfixturevalue(who).get("/d/unlock/").content


@pytest.mark.parametrize("value", ["1", "2", "3"])
def test_the_form_as_it_is_without_scripts_is_answered_with_help(
    value: str, thoughts: str, her: Client
) -> None:
    form = as_shown(her.get(thoughts)) | {"value": value}
    page = her.post(thoughts, form)
    assert page.status_code == 200
    urgent = value != "1"
    assert calls(page)[: 2 + urgent] == ["911"] * urgent + ["911", "988"]
    assert TOLD.search(page.content.decode())
    assert Concern.objects.count() == 1


def test_help_comes_though_the_phone_has_locked_while_she_thought(
    thoughts: str, her: Client
) -> None:
    form = as_shown(her.get(thoughts)) | {"value": "3"}
    del her.cookies["here"]
    page = her.post(thoughts, form)
    assert (page.status_code, calls(page)[1:3]) == (200, ["911", "988"])
    assert Answer.objects.get().number == 3


@pytest.fixture
def elsewhere(cast: Cast) -> None:
    """Her clinic lies where the emergency number is another."""
    for kind in ("crisis", "safety"):
        row = ContentVersion.objects.get(kind=kind, code="us")
        body = json.loads(json.dumps(row.body).replace('"911"', '"112"'))
        body["structure"]["code"] = "elsewhere"
        ContentVersion.objects.create(
            kind=kind,
            code="elsewhere",
            version="0",
            status="draft",
            structure_hash=body_hash(body["structure"]),
            wording_hashes={lang: body_hash(said) for lang, said in body["wording"].items()},
            body=body,
            registered_at=row.registered_at,
        )
    cast.clinic.jurisdiction = "elsewhere"
    cast.clinic.save()


def test_the_lines_are_those_of_where_her_clinic_is(
    elsewhere: None, thoughts: str, her: Client
) -> None:
    assert calls(her.get("/d/help/"))[0] == "112"
    assert calls(her.post(thoughts, {"uuid": str(uuid4()), "value": "3"}))[0] == "112"
    assert calls(Client().get("/d/help/"))[0] == "911"


def test_a_stopped_practice_is_for_the_next_visit(cast: Cast, her: Client) -> None:
    """It shows help at once, and is no alarm."""
    assigned = AssignedSession.objects.get(course=cast.course, ordinal=1)
    steps = assigned.course.curriculum.content.session(assigned.code).steps
    code = next(step.code for step in steps if step.kind == "practice")
    page = her.post(f"/d/stop/{assigned.public_id}/{code}/", {"uuid": str(uuid4())})
    assert calls(page)[:2] == ["911", "988"]
    assert not TOLD.search(page.content.decode())
    assert [concern.tier for concern in Concern.objects.all()] == ["next_visit"]
