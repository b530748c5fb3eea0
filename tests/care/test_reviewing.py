"""Reading content before it is given: any page, any way of reading it, and what was said of it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from care.blocks import Eyes, blocks_of
from care.differing import GONE, NEW, SAME, changes, pieces
from catalog.services import released
from people.models import ContentComment

ROOT = "/staff/content/more-companion/0.1/"
PAGE = f"{ROOT}noticing/coming-back/"


def comment(**changes):
    told = {
        "do": "comment",
        "block": "p1",
        "said_by": "mothers’ panel, 12 November",
        "text": "Nobody says “okay for now” here.",
    }
    return told | changes


def test_every_page_of_the_newest_curricula_can_be_read_in_every_way(cast, ben):
    """One page of each kind through the view; all others through the blocks."""
    content = released("curriculum", "more-companion").content
    kinds = {}
    for one in content.all_sessions:
        for step in one.steps:
            kinds.setdefault(step.kind, (one.code, step.code))
            asked = released("instrument", step.instrument).content if step.instrument else None
            for lang in content.languages:
                for addressed in ("expecting", "no_baby_talk"):
                    for cut in ("full", *(cut.code for cut in step.cuts)):
                        found = blocks_of(step, Eyes(lang, addressed, "sounds", cut), asked)
                        assert found[0].html and all(block.html for block in found)
                        codes = [block.code for block in found]
                        assert len(codes) == len(set(codes)), f"{one.code}/{step.code}"
                        assert max(map(len, codes)) <= 20
    for part, step in kinds.values():
        page = f"/staff/content/more-companion/{content.version}/{part}/{step}/"
        assert ben.get(page).status_code == 200


def test_addressing_length_and_anchor_choose_the_words(cast, ben):
    plain = ben.get(PAGE, {"addressed": "no_baby_talk", "anchor": "sounds"}).content.decode()
    hers = ben.get(PAGE, {"addressed": "with_baby", "anchor": "sounds"}).content.decode()
    assert "the crying" in hers and "the crying" not in plain
    assert "Let the sounds come to you" in plain
    short = ben.get(PAGE, {"cut": "two"}).content.decode()
    assert "120 seconds in this length, 420 in all" in short
    assert short.count('class="cue"') < plain.count('class="cue"')


def test_what_is_unknown_is_taken_for_the_first_choice(cast, ben):
    odd = {"lang": "xx", "addressed": "queen", "anchor": "'", "cut": "ten", "theme": "pink"}
    page = ben.get(PAGE, odd).content.decode()
    assert 'value="en" selected' in page and 'value="expecting" selected' in page
    assert 'value="full" selected' in page and 'class="sheet-of-hers light"' in page


def test_a_comment_is_kept_at_its_block_shown_to_the_clinic_and_settled(cast, ben, desk):
    ben.post(PAGE, comment())
    page = desk(cast.ada).get(PAGE).content.decode()
    assert "Nobody says" in page and "written down by Ben" in page
    assert "1 comment open" in ben.get(ROOT).content.decode()
    assert "Nobody says" not in desk(cast.dan).get(PAGE).content.decode()
    held = ContentComment.objects.get()
    assert desk(cast.dan).post(PAGE, {"do": "settle", "comment": held.public_id}).status_code == 404
    ben.post(PAGE, {"do": "settle", "comment": held.public_id})
    assert "settled" in ben.get(PAGE).content.decode()
    assert "comment open" not in ben.get(ROOT).content.decode()


@pytest.mark.parametrize(
    "sent", [{"said_by": ""}, {"text": " "}, {"block": "p99"}, {"text": "x" * 1001}]
)
def test_a_comment_that_cannot_be_kept_says_why_and_keeps_the_words(cast, ben, sent):
    page = ben.post(PAGE, comment(**sent))
    assert page.status_code == 200
    assert b"error" in page.content
    if "text" not in sent:
        assert "okay for now" in page.content.decode()
    assert not ContentComment.objects.exists()


def test_what_is_not_there_is_not_there(cast, ben):
    for path in (
        "/staff/content/other/0.1/",
        "/staff/content/more-companion/99/",
        f"{ROOT}noticing/nothing/",
        f"{ROOT}nothing/welcome/",
        f"{ROOT}since/99/",
    ):
        assert ben.get(path).status_code == 404


def test_what_changed_between_two_versions_is_shown_by_words(cast, ben):
    page = ben.get(f"{ROOT}since/0/").content.decode()
    assert "<ins>" in page and "<del>" in page
    assert "noticing.steps.one-good-thing" in page


def test_only_what_differs_is_a_change():
    old = {"a": {"any": "one two three"}, "b": {"any": "same"}}
    new = {"a": {"any": "one four three", "with_baby": "five"}, "b": {"any": "same"}}
    found = list(changes(old, new))
    assert [(one.place, one.variant) for one in found] == [("a", "any"), ("a", "with_baby")]
    assert found[0].pieces == ((SAME, "one "), (GONE, "two "), (NEW, "four "), (SAME, "three"))


@given(st.text(" abc\n", max_size=60), st.text(" abc\n", max_size=60))
def test_the_pieces_make_up_both_texts(was, is_now):
    """Nothing of either is left out, but the white space in front."""
    found = list(pieces(was, is_now))
    assert "".join(words for kind, words in found if kind != NEW) == was.lstrip()
    assert "".join(words for kind, words in found if kind != GONE) == is_now.lstrip()
