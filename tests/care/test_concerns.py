"""A concern is read in the words she saw, taken on by a person, and closed with words."""

from safety.models import Concern


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
