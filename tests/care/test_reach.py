"""How to reach her safely: asked, shown before anybody calls, never overwritten unseen."""

import pytest
from django.utils import timezone

from audit.models import ReadEvent
from care.forms import ReachForm
from people.models import SafeContact
from people.services import safe_contact_of, set_safe_contact

SAID = {
    "never_know": "Rob. He reads her mail",
    "may_answer": "Her sister",
    "hours": "Weekdays 10 to 12",
    "words": "the dentist",
    "send_home": "only_if",
    "send_home_if": "her sister is there",
}


def path(cast, more: str = "reach/") -> str:
    return f"/staff/mothers/{cast.ana.public_id}/{more}"


def hers(cast, **changes) -> None:
    """She writes it herself."""
    said = SAID | changes
    set_safe_contact(participant=cast.ana, **said, by=None, now=timezone.now())


def test_what_is_said_is_kept_with_who_wrote_it(cast, ben):
    ben.post(path(cast), SAID)
    card = safe_contact_of(cast.ana)
    assert {name: getattr(card, name) for name in SAID} == SAID
    assert (card.recorded_by, card.by_her) == (cast.ben, False)


def test_it_is_not_shown_before_a_click_that_is_noted(cast, ben):
    hers(cast)
    assert "He reads her mail" not in ben.get(path(cast, "")).content.decode()
    page = ben.post(path(cast, "contact/")).content.decode()
    for words in ("He reads her mail", "Weekdays 10 to 12", "the dentist", "only if:", "Said by"):
        assert words in page
    assert page.index("He reads her mail") < page.index("ana@example.net")
    assert ReadEvent.objects.filter(kind="unmasked").count() == 1


def test_without_a_card_her_page_says_that_nobody_asked(cast, ben):
    assert "Nobody has asked her yet" in ben.get(path(cast, "")).content.decode()
    page = ben.post(path(cast, "contact/")).content.decode()
    assert "leave no message that says who you are" in page
    assert "speak to nobody but her" in page


@pytest.mark.parametrize(("choice", "words"), [("no", "<strong>no</strong>"), ("yes", "yes")])
def test_somebody_sent_to_her_home_is_said_plainly(cast, ben, choice, words):
    hers(cast, send_home=choice, send_home_if="")
    page = ben.post(path(cast, "contact/")).content.decode()
    assert f"<dt>Send someone to her home</dt><dd>{words}" in page


def test_what_she_wrote_meanwhile_is_not_overwritten_unseen(cast, ben):
    ben.get(path(cast))
    hers(cast, never_know="Her mother too")
    page = ben.post(path(cast), SAID | {"seen": ""}).content.decode()
    assert "changed while you wrote" in page
    assert "Her mother too" in page and "He reads her mail" in page
    card = safe_contact_of(cast.ana)
    assert (card.never_know, card.by_her) == ("Her mother too", True)
    again = SAID | {"seen": card.recorded_at.isoformat()}
    assert ben.post(path(cast), again).status_code == 302
    assert safe_contact_of(cast.ana).never_know == SAID["never_know"]


def test_nor_what_she_writes_at_that_very_moment(cast, ben, monkeypatch):
    hers(cast)
    seen = safe_contact_of(cast.ana).recorded_at.isoformat()
    checked = ReachForm.is_valid

    def then_hers(form):
        hers(cast, never_know="Her mother too")
        return checked(form)

    monkeypatch.setattr(ReachForm, "is_valid", then_hers)
    page = ben.post(path(cast), SAID | {"words": "the bank", "seen": seen}).content.decode()
    assert "changed while you wrote" in page
    assert "Her mother too" in page and "the bank" in page
    card = safe_contact_of(cast.ana)
    assert (card.never_know, card.words, card.by_her) == ("Her mother too", SAID["words"], True)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"send_home_if": ""}, "Write on what condition."),
        ({"send_home": "no"}, "Choose “only if”, or take out the condition."),
        ({"send_home": "maybe"}, "Select a valid choice"),
        ({"hours": "x" * 501}, "at most 500 characters"),
        ({"words": "a\0b"}, "Null characters"),
    ],
    ids=lambda value: str(value)[:30],
)
def test_what_cannot_be_is_said_and_the_rest_is_kept_typed(cast, ben, changes, said):
    page = ben.post(path(cast), SAID | changes).content.decode()
    assert said in page
    assert "Her sister" in page
    assert not SafeContact.objects.exists()


def test_an_empty_card_is_allowed_and_says_nothing_was_said(cast, ben):
    assert ben.post(path(cast), dict.fromkeys(SAID, "")).status_code == 302
    page = ben.post(path(cast, "contact/")).content.decode()
    assert "not said" in page


def test_markup_in_her_words_is_words(cast, ben):
    ben.post(path(cast), SAID | {"words": "<script>alert(1)</script>"})
    page = ben.post(path(cast, "contact/")).content.decode()
    assert "<script>alert" not in page
    assert "&lt;script&gt;" in page
