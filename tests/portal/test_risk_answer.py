"""What stands on her screen after an answer that needs a person, and above one that may be told."""

import json
import re
from datetime import UTC, datetime
from uuid import uuid4

import pytest
import time_machine
from django.test import Client

from catalog.services import released
from measures.models import Administration, Answer
from measures.services import start_administrations
from pathway.services import assign
from people.models import Clinic
from people.services import set_addressed
from safety.models import Concern, LineCheck, Protocol
from safety.services import lock_plan, save_part
from schedule.models import Occurrence
from tests.cast import NOW, Cast, open_phone
from tests.portal.test_deposit import envelope, send
from tests.portal.test_help import calls, thoughts  # noqa: F401 - a fixture

SUNDAY = datetime(2026, 11, 22, 15, 0, tzinfo=UTC)


@pytest.fixture
def plan(cast: Cast) -> None:
    """A plan of hers in two parts."""
    for revision, (part, words) in enumerate(
        {"signs": "I stop\nanswering <b>", "people": "Rosa 555 0147"}.items()
    ):
        save_part(participant=cast.ana, part=part, words=words, revision=revision, by=None, now=NOW)


def risk(client: Client, where: str, value: str = "3") -> str:
    """The page after a risk answer."""
    page = client.post(where, {"uuid": str(uuid4()), "value": value})
    assert page.status_code == 200
    return page.content.decode()


def in_order(page: str, *marks: str) -> bool:
    places = [page.find(mark) for mark in marks]
    return -1 not in places and places == sorted(places)


def test_thanks_then_her_plan_then_people_then_what_is_hard(plan, thoughts, her) -> None:  # noqa: F811
    page = risk(her, thoughts)
    assert in_order(
        page,
        'class="plain first-call" href="tel:911"',
        "Thank you for telling us",
        "Staff get a note now",
        "I stop<br>answering &lt;b&gt;",
        'href="tel:5550147"',
        'id="lines"',
        "show in your phone",
        "What would make calling hard?",
        "Go on</a>",
    )
    assert "Make a plan" not in page


def test_without_a_plan_she_can_make_one_after_the_numbers(thoughts, her) -> None:  # noqa: F811
    page = risk(her, thoughts, "1")
    assert in_order(page, "Thank you", 'id="lines"', "Make a plan for a hard time", "Go on</a>")
    assert "first-call" not in page


@pytest.mark.parametrize("behind_pin", [True, False])
def test_while_it_is_shut_the_plan_shows_only_as_she_chose(
    behind_pin,
    plan,
    thoughts,  # noqa: F811
    cast,
    her,
) -> None:
    lock_plan(participant=cast.ana, behind_pin=behind_pin, now=NOW)
    stress = Administration.objects.get(instrument__code="stress")
    del her.cookies["here"]
    page = risk(her, thoughts)
    assert ("Rosa" in page) is not behind_pin
    assert ('href="/d/plan/"' in page) is behind_pin
    reply = send(her, envelope(stress, body={"item": "thoughts", "value": 2})).json()["help"]
    assert ("Rosa" in json.dumps(reply)) is not behind_pin
    assert reply["lines"][0]["call"] == "911"


def test_a_script_is_told_the_same(plan, thoughts, her) -> None:  # noqa: F811
    stress = Administration.objects.get(instrument__code="stress")
    told = send(her, envelope(stress, body={"item": "thoughts", "value": 2})).json()["help"]
    page = risk(her, thoughts)
    assert told["tier"] == "now"
    assert told["staff"] in page
    parts = {part["title"]: part["pieces"] for part in told["plan"]["parts"]}
    assert parts["Signs"] == [["I stop\nanswering <b>", ""]]
    assert parts["People"] == [["Rosa ", ""], ["555 0147", "5550147"]]
    assert told["plan"]["link"] is None
    assert all(one["reason"] in page for one in told["hard"]["reasons"])
    assert told["hard"]["reads"] == "Not kept."


def test_at_night_it_says_when_and_promises_nothing(cast, thoughts, client) -> None:  # noqa: F811
    with time_machine.travel(SUNDAY):
        open_phone(client, cast.phone, cast.phone_token, SUNDAY)
        page = risk(client, thoughts)
    assert "Staff see this on Monday at 8:00" in page


def test_spanish_lines_come_first_when_she_reads_spanish(cast, thoughts, her) -> None:  # noqa: F811
    cast.ana.language = "es"
    cast.ana.save()
    page = risk(her, thoughts)
    assert in_order(page, 'href="tel:911"', "sms:988?body=AYUDA", 'href="sms:988"')


def check(cast: Cast, line: str, number: str, *, works: bool) -> None:
    LineCheck.objects.create(
        clinic=cast.clinic,
        line=line,
        number=number,
        works=works,
        checked_by=cast.ada,
        checked_at=NOW,
    )


def test_a_line_her_clinic_found_broken_is_not_shown(cast, her) -> None:
    check(cast, "partner", "1-800-799-7233", works=False)
    check(cast, "treatment", "1-800-000-0000", works=False)
    check(cast, "emergency", "911", works=False)
    page = her.get("/d/help/")
    assert "18007997233" not in calls(page)
    assert b"sms:88788" in page.content  # its number for texts was not tried
    assert {"911", "18006624357"} <= set(calls(page))
    assert "18007997233" in calls(Client().get("/d/help/"))
    check(cast, "partner", "1-800-799-7233", works=True)
    assert "18007997233" in calls(her.get("/d/help/"))


def test_an_unknown_jurisdiction_keeps_the_answer_and_helps(cast, thoughts, her) -> None:  # noqa: F811
    Clinic.objects.filter(pk=cast.clinic.pk).update(jurisdiction="nowhere")
    page = risk(her, thoughts)
    assert 'href="tel:911"' in page
    assert Concern.objects.get().tier == "now"


@pytest.fixture
def ground(cast: Cast, her: Client) -> str:
    """Where the questions of the other battery are, for a mother with her baby."""
    cast.ana.addressed = "with_baby"
    cast.ana.save()
    assign(
        participant=cast.ana,
        curriculum=None,
        battery=released("battery", "steady-ground"),
        starts_on=NOW.date(),
        by=cast.ben,
        now=NOW,
    )
    check_in = cast.ana.occurrences.filter(rule__kind="check_in").latest("pk")
    Occurrence.objects.filter(rule=check_in.rule).update(opens_at=NOW)
    first = Occurrence.objects.filter(rule=check_in.rule).earliest("ordinal")
    (row,) = start_administrations(occurrence=first, participant=cast.ana, now=NOW)
    return f"/d/q/{row.public_id}/"


def test_above_what_may_be_reported_stand_the_notice_and_a_way_past(ground, her) -> None:
    page = her.get(f"{ground}fears/").content.decode()
    assert in_order(
        page, "they must tell child services", "Skip this question", "Your clinic reads this", "<h1"
    )
    # Enter in a form presses its first button: that must not be the one that skips.
    assert page.partition('id="question"')[2].count('name="decline"') == 0
    assert "child services" not in her.get(f"{ground}real/").content.decode()


def test_skipping_is_an_answer_and_leads_on(ground, her) -> None:
    page = her.get(f"{ground}fears/").content.decode()
    form = page.partition('id="skip"')[2].partition("</form>")[0]
    uuid = form.partition('name="decline_uuid" value="')[2].partition('"')[0]
    onward = her.post(f"{ground}fears/", {"decline_uuid": uuid, "decline": "1"})
    assert (onward.status_code, onward.url) == (302, f"{ground}home/")
    assert Answer.objects.get().declined
    assert not Concern.objects.exists()


@pytest.mark.parametrize(
    ("item", "value", "tier"),
    [("real", 1, "now"), ("real", 2, "now"), ("fears", 1, "today"), ("fears", 2, "today"),
     ("fears", 3, "now"), ("home", 1, "today"), ("home", 2, "today")],
)  # fmt: skip
def test_our_own_items_prove_the_tiers(item, value, tier, ground, her) -> None:
    page = risk(her, f"{ground}{item}/", str(value))
    assert Concern.objects.get().tier == tier
    assert ("first-call" in page) == (tier == "now")


def test_no_raises_nothing(ground, her) -> None:
    for item in ("real", "fears", "home"):
        her.post(f"{ground}{item}/", {"uuid": str(uuid4()), "value": "0"})
    assert Answer.objects.count() == 3
    assert not Concern.objects.exists()


def test_after_violence_the_line_for_it_comes_first_and_the_page_about_it(ground, her) -> None:
    page = risk(her, f"{ground}home/", "1")
    assert in_order(page, "is not your fault", "tel:911", "tel:18007997233", 'href="/d/safe/"')
    assert in_order(page, "tel:18007997233", "tel:988")


def test_violence_is_asked_only_where_the_clinic_has_a_protocol(ground, cast, her) -> None:
    assert b"1 of 3" in her.get(f"{ground}real/").content
    Protocol.objects.filter(clinic=cast.clinic).update(covers_violence=False)
    assert b"1 of 2" in her.get(f"{ground}real/").content
    assert her.get(f"{ground}home/").url == f"{ground}real/"
    for item in ("real", "fears"):
        last = her.post(f"{ground}{item}/", {"uuid": str(uuid4()), "value": "0"})
    assert last.url.endswith("/done/")
    Protocol.objects.filter(clinic=cast.clinic).update(covers_violence=True)
    assert her.get(last.url).status_code == 200, "what was finished stays finished"


def test_no_question_about_a_child_where_there_is_none_with_her(ground, cast, her) -> None:
    cast.ana.addressed = "no_baby_talk"
    cast.ana.save()
    assert b"1 of 2" in her.get(f"{ground}real/").content
    assert her.get(f"{ground}fears/").status_code == 302


def test_a_mother_who_asked_for_no_baby_talk_reads_a_notice_without_a_child(
    ground, cast: Cast, her
) -> None:
    set_addressed(participant=cast.ana, addressed="no_baby_talk")
    page = her.get(f"{ground}home/").content.decode()
    notice = page.partition('id="skip"')[2].partition("</form>")[0]
    assert "they must tell others" in notice and "Skip this question" in notice
    question = page.partition('id="question"')[2].partition("</form>")[0]
    assert not re.search("child|baby", notice + question)


@pytest.mark.parametrize(("item", "value", "tier"), [("fears", 3, "now"), ("home", 1, "today")])
@pytest.mark.parametrize("phone_is_shut", [False, True])
def test_what_is_asked_no_more_by_the_time_it_is_answered_is_kept(
    item, value, tier, phone_is_shut, ground, cast, her
) -> None:
    """The question stood on her screen; then other words were chosen, or the protocol ended."""
    set_addressed(participant=cast.ana, addressed="no_baby_talk")
    Protocol.objects.filter(clinic=cast.clinic).update(covers_violence=False)
    if phone_is_shut:
        del her.cookies["here"]
    page = risk(her, f"{ground}{item}/", str(value))
    assert 'href="tel:911"' in page
    assert (Answer.objects.get().item, Answer.objects.get().number) == (item, value)
    assert Concern.objects.get().tier == tier
    unclear = her.post(f"{ground}{item}/", {"uuid": str(uuid4())})
    assert (unclear.status_code, Answer.objects.count()) == (400, 1)
    assert her.post(f"{ground}nothing/", {"uuid": str(uuid4()), "value": "0"}).status_code == 404
