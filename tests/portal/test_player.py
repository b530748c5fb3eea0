"""A session from its first page to its last, by ordinary forms."""

from uuid import uuid4

import pytest
from django.test import Client

from catalog.reviewing import SIGNED, ReviewState
from portal.stepping import Walk, walk_of
from sessions.models import AssignedSession, StepEntry
from tests.cast import Cast
from tests.portal.conftest import hidden


@pytest.fixture
def assigned(cast: Cast) -> AssignedSession:
    return AssignedSession.objects.get(course=cast.course, ordinal=1)


def address(assigned: AssignedSession, step: str = "") -> str:
    return f"/d/s/{assigned.public_id}/" + (f"{step}/" if step else "")


def step_of(assigned: AssignedSession, kind: str, **wanted) -> str:
    found = [
        step.code
        for step in walk_of(assigned).steps
        if step.kind == kind and all(bool(getattr(step, k)) == v for k, v in wanted.items())
    ]
    return found[0]


def test_today_offers_the_session_with_its_length(her: Client, assigned: AssignedSession) -> None:
    page = her.get("/d/today/").content.decode()
    assert address(assigned) in page
    assert "About 25 minutes" in page


def test_every_step_can_be_done_without_scripts(her: Client, assigned: AssignedSession) -> None:
    where = her.post(address(assigned), {"uuid": str(uuid4())}).url
    for _ in range(40):
        if "on=1" in where and assigned.__class__.objects.get(pk=assigned.pk).completed_at:
            break
        page = her.get(where)
        if page.status_code == 302:
            where = page.url
            continue
        form = {"uuid": hidden(page, "uuid"), "value": "3", "text": "The light on the wall."}
        where = her.post(where, form).url
    assigned.refresh_from_db()
    assert assigned.completed_at
    assert b"That is all for today" in her.get(where).content


def test_it_keeps_her_place(her: Client, assigned: AssignedSession) -> None:
    where = her.post(address(assigned), {"uuid": str(uuid4())}).url
    second = her.post(where, {"uuid": str(uuid4())}).url
    assert her.post(address(assigned), {"uuid": str(uuid4())}).url == second


def test_the_same_step_sent_twice_is_one_entry(her: Client, assigned: AssignedSession) -> None:
    form = {"uuid": str(uuid4())}
    where = address(assigned, step_of(assigned, "reading"))
    assert her.post(where, form).url == her.post(where, form).url
    assert StepEntry.objects.filter(event="done").count() == 1


def test_a_practice_shows_every_cue_with_its_time(her: Client, assigned: AssignedSession) -> None:
    page = her.get(address(assigned, step_of(assigned, "practice"))).content.decode()
    assert "0:00" in page
    assert "This isn&#x27;t good for me" in page or "This isn't good for me" in page


def test_another_anchor_changes_the_words(her: Client, assigned: AssignedSession) -> None:
    where = address(assigned, step_of(assigned, "practice", anchors=True))
    assert her.get(where).content != her.get(f"{where}?anchor=sounds").content


def test_this_isnt_good_for_me_stops_and_shows_help(her: Client, assigned: AssignedSession) -> None:
    code = step_of(assigned, "practice")
    page = her.post(f"/d/stop/{assigned.public_id}/{code}/", {"uuid": str(uuid4())})
    assert b"tel:988" in page.content
    assert StepEntry.objects.get().event == "stopped"
    assert code in walk_of(assigned).progress.done


def test_what_she_wrote_is_there_again(her: Client, assigned: AssignedSession) -> None:
    where = address(assigned, step_of(assigned, "reflection"))
    her.post(where, {"uuid": str(uuid4()), "text": "one\r\ntwo <b>"})
    assert "one\ntwo &lt;b&gt;" in her.get(where).content.decode()


def test_other_words_under_the_same_form_are_kept_and_asked_again(her: Client, assigned) -> None:
    where = address(assigned, step_of(assigned, "reflection"))
    form = {"uuid": str(uuid4()), "text": "first"}
    her.post(where, form)
    page = her.post(where, form | {"text": "second thoughts"})
    assert page.status_code == 409
    assert b"second thoughts" in page.content


def test_nothing_to_write_goes_on(her: Client, assigned: AssignedSession) -> None:
    where = address(assigned, step_of(assigned, "reflection"))
    page = her.post(where, {"uuid": "", "skip_uuid": str(uuid4()), "skip": "1", "text": ""})
    assert page.status_code == 302
    assert StepEntry.objects.get().text is None


def test_what_she_wrote_in_a_step_that_is_hers_no_more_is_kept(
    her: Client, assigned: AssignedSession, monkeypatch
) -> None:
    """It stood on her screen; then how she is spoken to changed, and the step went from her way."""
    where = address(assigned, step_of(assigned, "reflection"))
    monkeypatch.setattr(Walk, "step", lambda self, code: None)
    assert her.get(where).status_code == 302
    assert her.post(where, {"choose": "1"}).status_code == 302
    page = her.post(where, {"uuid": str(uuid4()), "text": "The light on the wall."})
    assert page.status_code == 302
    assert StepEntry.objects.get().text == "The light on the wall."
    refused = her.post(where, {"uuid": str(uuid4()), "text": "x" * 100_000})
    assert refused.status_code == 400 and StepEntry.objects.count() == 1


def test_an_empty_page_asks_for_words(her: Client, assigned: AssignedSession) -> None:
    where = address(assigned, step_of(assigned, "reflection"))
    assert her.post(where, {"uuid": str(uuid4()), "text": "  "}).status_code == 400


def test_who_reads_it_is_said_before_she_writes(her: Client, assigned: AssignedSession) -> None:
    page = her.get(address(assigned, step_of(assigned, "reflection"))).content.decode()
    assert page.index("Your clinic reads this") < page.index("<textarea")


def test_a_session_whose_turn_has_not_come_says_so(cast: Cast, her: Client) -> None:
    second = AssignedSession.objects.get(course=cast.course, ordinal=2)
    for page in (her.get(address(second)), her.post(address(second), {"uuid": str(uuid4())})):
        assert page.status_code == 409
        assert b"opens after the one before it" in page.content


def test_another_mothers_session_is_not_here(cast: Cast, her: Client, assigned) -> None:
    cast.course.participant = cast.eva
    cast.course.save()
    assert her.get(address(assigned)).status_code == 404


def test_a_session_nobody_signed_says_so_and_a_signed_one_does_not(
    her: Client, assigned: AssignedSession, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "This is a draft." in her.get(address(assigned)).content.decode()
    signed = ReviewState(SIGNED)
    monkeypatch.setattr("portal.views.player.review_of", lambda *_row, **_part: signed)
    assert "This is a draft." not in her.get(address(assigned)).content.decode()
