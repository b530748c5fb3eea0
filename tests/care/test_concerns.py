"""A concern is read in the words she saw, taken on by a person, and closed with words."""

from uuid import uuid4

from safety.models import Concern
from safety.services import raise_concern
from tests.cast import NOW, mother


def path() -> str:
    return f"/staff/concerns/{Concern.objects.get().public_id}/"


def test_it_says_what_she_was_asked_and_what_she_said(worried, ben):
    page = ben.get(path()).content.decode()
    assert "did you have thoughts of hurting yourself" in page
    assert "Some days" in page
    assert "You matter. Please talk to someone now" in page


def test_taking_it_on_keeps_the_first_name(worried, ben):
    ben.post(path(), {"do": "acknowledge"})
    concern = Concern.objects.get()
    assert concern.acknowledged_by == worried.ben
    assert concern.closed_at is None
    assert "Taken on, not closed" in ben.get("/staff/concerns/").content.decode()


def test_closing_needs_words(worried, ben):
    page = ben.post(path(), {"do": "close", "what_was_done": "  "}).content.decode()
    assert "This field is required." in page
    assert Concern.objects.get().closed_at is None


def test_words_are_not_lost_when_somebody_closed_it_first(worried, ben):
    ben.post(path(), {"do": "close", "what_was_done": "Called her at noon."})
    page = ben.post(path(), {"do": "close", "what_was_done": "I called her too."})
    assert "Somebody closed it before" in page.content.decode()
    assert "I called her too." in page.content.decode()
    assert Concern.objects.get().what_was_done == "Called her at noon."


def test_what_another_mother_answered_is_never_shown(worried, desk):
    """However a concern came to name it."""
    other = raise_concern(
        participant=worried.eva, rule="another-rule", tier="now", kind="answer",
        source_id=Concern.objects.get().sources.get().source_id, happened_at=NOW, now=NOW,
    )  # fmt: skip
    page = desk(worried.dan).get(f"/staff/concerns/{other.public_id}/").content.decode()
    assert "no longer stored" in page
    assert "did you have thoughts" not in page


def test_acting_now_stands_above_acting_today_whatever_came_first(worried, ben):
    zoe = mother(worried.clinic, worried.ben, "Zoe Adler")
    raise_concern(
        participant=zoe, rule="own-harm-today", tier="today", kind="answer",
        source_id=uuid4(), happened_at=NOW, now=NOW,
    )  # fmt: skip
    for address in ("/staff/", "/staff/concerns/"):
        page = ben.get(address).content.decode()
        assert page.index("act now") < page.index("act today"), address


def test_the_words_are_kept(worried, ben):
    ben.post(path(), {"do": "close", "what_was_done": "Called her at noon."})
    concern = Concern.objects.get()
    assert (concern.closed_by, concern.what_was_done) == (worried.ben, "Called her at noon.")
    assert "Called her at noon." in ben.get(path()).content.decode()


def test_nobody_without_her_sees_it(worried, desk):
    assert desk(worried.bea).get(path()).status_code == 404
    assert desk(worried.dan).get(path()).status_code == 404
    assert desk(worried.cam).get(path()).status_code == 403
    assert b"Ana" not in desk(worried.bea).get("/staff/concerns/").content


def test_a_clinic_that_mails_nobody_is_told(worried, ben):
    worried.clinic.concern_email = ""
    worried.clinic.save()
    assert "Nobody is mailed about open concerns" in ben.get("/staff/concerns/").content.decode()
