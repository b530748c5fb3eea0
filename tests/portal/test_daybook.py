"""Sessions, practice, a hard moment, my picture, my things: hers to see, to keep and to delete."""

import uuid

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from measures.models import Answer
from measures.services import start_administrations
from pathway.services import report_gap
from portal.practices import good_days, practices_met
from portal.said import KINDS
from schedule.models import Occurrence, Retraction
from sessions.models import (
    AssignedSession,
    HardMoment,
    HarmRecord,
    PracticeEntry,
    StepEntry,
)
from sessions.services import enter_session, hand_in, path_of
from tests.cast import NOW, Cast
from tests.portal.conftest import hidden
from tests.saying import answer, entry, envelope, later


@pytest.fixture
def first(cast: Cast) -> AssignedSession:
    """Her first session, gone into."""
    assigned = cast.course.assigned.get(ordinal=1)
    return enter_session(assigned=assigned, now=NOW)


@pytest.fixture
def practice(first: AssignedSession):
    return next(step for step in path_of(first) if step.is_timed)


def text(client: Client, address: str) -> str:
    return client.get(address).content.decode()


def keep(her: Client, **said: object):
    page = her.get("/d/moment/")
    return her.post("/d/moment/", {"uuid": hidden(page, "uuid"), **said})


def test_sessions_lists_what_is_open_and_what_comes(her: Client, cast: Cast) -> None:
    page = text(her, "/d/sessions/")
    one, two = cast.course.assigned.order_by("ordinal")[:2]
    assert f"/d/s/{one.public_id}/" in page
    assert f"/d/s/{two.public_id}/" not in page
    assert "after the one before" in page


def test_a_session_done_is_there_to_read_again(her: Client, cast: Cast) -> None:
    one = cast.course.assigned.get(ordinal=1)
    AssignedSession.objects.filter(pk=one.pk).update(completed_at=timezone.now())
    page = text(her, "/d/sessions/")
    assert "Read again" in page and f"/d/s/{one.public_id}/" in page


def test_practice_shows_only_what_she_has_met(her: Client, cast: Cast) -> None:
    assert "After your first session" in text(her, "/d/practice/")
    assert her.get("/d/practice/away/").url == "/d/practice/"
    enter_session(assigned=cast.course.assigned.get(ordinal=1), now=NOW)
    page = text(her, "/d/practice/")
    assert "After your first session" not in page
    met = practices_met(cast.ana)
    assert met and all(one.url in page for one in met)


def test_a_practice_nobody_could_have_written_is_not_there(her: Client, first) -> None:
    refused = her.post("/d/practice/away/", {"practice": "a\0@1/x/y", "uuid": str(uuid.uuid4())})
    assert refused.status_code in (400, 404)


def test_one_done_away_from_the_phone_is_kept(her: Client, cast: Cast, first, practice) -> None:
    name = practices_met(cast.ana)[0].name
    page = her.get("/d/practice/away/")
    said = {"uuid": hidden(page, "uuid"), "practice": name, "seconds": "180"}
    assert her.post("/d/practice/away/", said).url == "/d/practice/?kept=1"
    row = PracticeEntry.objects.get()
    assert (row.practice, row.away, row.event) == (name, True, "done")
    assert 0 < row.seconds <= 180
    assert her.post("/d/practice/away/", said).status_code == 302
    assert PracticeEntry.objects.count() == 1


def play(her: Client, cast: Cast, event: str = "done", **said: str):
    address = practices_met(cast.ana)[0].url
    page = her.get(address)
    uuids = {name: hidden(page, name) for name in ("uuid", "stop_uuid")}
    return her.post(address + ("?stop=1" if event == "stopped" else ""), {**uuids, **said})


def test_played_again_it_moves_nothing_in_its_session(her: Client, cast: Cast, practice) -> None:
    page = text(her, practices_met(cast.ana)[0].url)
    assert 'data-deposit="practice"' in page and 'id="place"' not in page
    assert play(her, cast, seconds="60", before="5", after="4").url == "/d/practice/?kept=1"
    row = PracticeEntry.objects.get()
    assert (row.event, row.away, row.seconds, row.before, row.after) == ("done", False, 60, 5, 4)
    assert not StepEntry.objects.exists()


def test_what_is_not_good_for_her_stops_with_help_and_is_noted(her: Client, cast: Cast, practice):
    page = play(her, cast, "stopped").content.decode()
    assert "One minute, if you like" in page and "911" in page
    assert PracticeEntry.objects.get().event == "stopped"
    assert HarmRecord.objects.get().kind == "not_good"


def test_two_worse_than_before_is_noted_too(her: Client, cast: Cast, practice) -> None:
    page = play(her, cast, seconds="60", before="3", after="5").content.decode()
    assert "911" in page
    assert HarmRecord.objects.get().kind == "worse"


def test_a_practice_she_has_not_met_is_not_there(her: Client, cast: Cast) -> None:
    waiting = cast.course.assigned.get(ordinal=2)
    step = next(one for one in path_of(waiting) if one.is_timed)
    assert her.get(f"/d/practice/{waiting.public_id}/{step.code}/").status_code == 404


def test_without_a_choice_it_is_asked_again(her: Client, first) -> None:
    page = her.get("/d/practice/away/")
    again = her.post("/d/practice/away/", {"uuid": hidden(page, "uuid")})
    assert again.status_code == 400
    assert "Choose which one it was" in again.content.decode()


def test_a_practice_of_no_course_of_hers_is_not_there(her: Client, first) -> None:
    page = her.get("/d/practice/away/")
    said = {"uuid": hidden(page, "uuid"), "practice": "else@0/one/two"}
    assert her.post("/d/practice/away/", said).status_code == 404


def test_a_hard_moment_helps_first_and_keeps_nothing(her: Client) -> None:
    page = text(her, "/d/moment/")
    main = page.partition("<main>")[2]
    assert main.index("It will pass, like a wave") < main.index("Talk to a person now")
    assert main.index("Talk to a person now") < main.index("Save this?")
    assert "Not kept." in main
    assert not HardMoment.objects.exists()


@pytest.mark.parametrize("where", ["nobody", "shut"])
def test_a_hard_moment_is_open_to_everyone(where, shut: Client) -> None:
    page = text(shut if where == "shut" else Client(), "/d/moment/")
    assert "It will pass, like a wave" in page and "911" in page
    assert "Save this?" not in page


def test_it_is_one_tap_away_on_every_page(her: Client, cast: Cast) -> None:
    for address in ("/d/today/", "/d/sessions/", "/d/practice/", "/d/weeks/", "/d/things/"):
        assert 'class="wave" href="/d/moment/"' in text(her, address)


def test_a_moment_is_kept_only_when_she_says_so(her: Client) -> None:
    kept = keep(her, intensity="8", control="4", skill="breath", what="A call from my mother.")
    assert kept.url == "/d/today/?kept=1"
    row = HardMoment.objects.get()
    assert (row.intensity, row.control, row.skill) == (8, 4, "breath")
    assert row.what == "A call from my mother."
    assert "Saved. My things shows it, and who reads it." in text(her, kept.url)


def test_everything_about_a_moment_may_be_left_out(her: Client) -> None:
    assert keep(her).status_code == 302
    assert HardMoment.objects.get().intensity is None


def test_a_number_that_is_none_is_asked_again_and_her_words_kept(her: Client) -> None:
    again = keep(her, intensity="12", what="It was loud.")
    assert again.status_code == 400
    assert "It was loud." in again.content.decode()
    assert not HardMoment.objects.exists()


def test_a_moment_is_hers_alone(her: Client, cast: Cast, client: Client) -> None:
    keep(her, intensity="8", control="4", what="A call from my mother.")
    page = text(her, "/d/things/moments/")
    assert "A call from my mother." in page
    assert "Only you see this here" in page


def test_more_moments_are_never_shown_as_worse(her: Client) -> None:
    keep(her, intensity="8", control="2")
    keep(her, intensity="5", control="7")
    page = text(her, "/d/weeks/")
    assert "How much control I had: 2 out of 10 at first, 7 now." in page
    assert "More of them is not worse" in page


def test_good_moments_are_counted_by_week(her: Client, cast: Cast) -> None:
    sessions = cast.course.assigned.order_by("ordinal")
    found = [
        (one, step)
        for one in sessions
        for step in path_of(one)
        if step.is_timed and step.skill == "savoring"
    ]
    assert found, "the newest curriculum has no savoring"
    assigned, step = found[0]
    AssignedSession.objects.filter(pk=assigned.pk).update(released_at=NOW, first_opened_at=NOW)
    hand_in(device=cast.phone, envelope=entry(assigned, step.code), now=NOW)
    assert good_days(cast.ana) == [NOW.date()]
    assert "You took one good moment so far." in text(her, "/d/weeks/")


@pytest.mark.parametrize(
    ("seconds", "said"), [(4, "less than a minute"), (50, "1 minute"), (200, "3 minutes")]
)
def test_how_long_a_practice_was_is_said_honestly(
    seconds: int, said: str, her: Client, cast: Cast, first: AssignedSession, practice
) -> None:
    stopped = entry(first, practice.code, "stopped", extra={"seconds": seconds})
    hand_in(device=cast.phone, envelope=stopped, now=NOW)
    assert f">{said}<" in text(her, "/d/things/practices/")


def test_a_session_begun_says_what_is_left(
    her: Client, cast: Cast, first: AssignedSession, practice
) -> None:
    address = f"/d/s/{first.public_id}/"
    assert "minutes in all" in text(her, address)
    hand_in(device=cast.phone, envelope=entry(first, practice.code), now=NOW)
    page = text(her, address)
    assert "minutes left" in page and "minutes in all" not in page


def test_my_things_leads_to_every_list(her: Client) -> None:
    page = text(her, "/d/things/")
    for kind in KINDS:
        address = reverse("portal:said", args=[kind])
        assert address in page
        assert her.get(address).status_code == 200
    assert her.get("/d/things/else/").status_code == 404


def test_who_reads_stands_by_each_thing_and_it_can_be_deleted(
    her: Client, cast: Cast, first
) -> None:
    step = next(one for one in path_of(first) if one.kind == "reflection")
    said = entry(first, step.code, "reflection", extra={"text": "The rain was slow."})
    hand_in(device=cast.phone, envelope=said, now=NOW)
    page = text(her, "/d/things/words/")
    address = f"/d/t/{said.client_uuid}/"
    assert "The rain was slow." in page and "Your clinic reads this" in page and address in page
    assert "Delete this?" in text(her, address)
    gone = her.post(address, follow=True)
    assert "Deleted. From now on staff do not see it." in gone.content.decode()
    assert "The rain was slow." not in gone.content.decode()
    assert her.post(address).status_code == 302
    assert her.get(address).status_code == 404
    assert Retraction.objects.count() == 1
    assert "The rain was slow." not in text(her, f"/d/s/{first.public_id}/{step.code}/")


def test_an_answer_is_listed_as_it_counts_now(her: Client, cast: Cast) -> None:
    occurrence = cast.ana.occurrences.filter(rule__kind="check_in").earliest("ordinal")
    begun = start_administrations(occurrence=occurrence, participant=cast.ana, now=NOW)
    stress = next(one for one in begun if one.instrument.code == "stress")
    for minute, value in enumerate((3, 7)):
        said = answer(stress, "tense", value, at=later(minutes=minute))
        hand_in(device=cast.phone, envelope=said, now=later(minutes=minute))
    page = text(her, "/d/things/answers/")
    assert "7, from 0 to 10" in page and "3, from 0 to 10" not in page
    her.post(f"/d/t/{said.client_uuid}/")
    assert "from 0 to 10" not in text(her, "/d/things/answers/")
    assert Answer.objects.count() == 2


def test_a_card_is_the_one_good_thing_where_nothing_else_is_due(her: Client, cast: Cast) -> None:
    report_gap(participant=cast.ana, kind="discharge", on=NOW.date(), by=None, now=NOW)
    card = Occurrence.objects.get(participant=cast.ana, rule__kind="card")
    Occurrence.objects.exclude(pk=card.pk).update(done_at=NOW)
    AssignedSession.objects.update(held_at=NOW)
    page = text(her, "/d/today/")
    address = f'href="/d/c/{card.public_id}/"'
    assert page.count(address) == 1
    assert f'class="go" {address}' in page


def test_said_of_a_foreign_mother_is_not_there(her: Client) -> None:
    address = f"/d/t/{uuid.uuid4()}/"
    assert her.get(address).status_code == 404
    assert her.post(address).status_code == 404


def test_the_wave_is_there_when_the_phone_is_shut(shut: Client) -> None:
    assert 'href="/d/moment/"' in text(shut, "/d/unlock/")


def test_days_are_hers_by_her_own_clock(her: Client, cast: Cast) -> None:
    late = NOW.replace(hour=3)
    said = envelope("moment", {"what": "Late at night."}, at=late, sent_at=NOW)
    hand_in(device=cast.phone, envelope=said, now=NOW)
    assert "Nov. 17, 2026" in text(her, "/d/things/moments/")
