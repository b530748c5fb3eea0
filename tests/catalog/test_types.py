"""Typed content renders from its body, in the right language and the right variant."""

import pytest

from catalog.build import build
from catalog.render import markdown_html
from catalog.text import Text
from tests.catalog.folder import MOOD, read, write, write_curriculum, write_instrument


@pytest.fixture
def mood(tmp_path):
    return read(write_instrument(tmp_path)).contents["instrument", "mood", "0"].content


@pytest.fixture
def small(tmp_path):
    return read(write_curriculum(tmp_path)).contents["curriculum", "small", "0"].content


def test_an_item_speaks_each_language(mood):
    item = mood.item("now")
    assert (item.prompt("en"), item.prompt("es")) == ("How are you now?", "¿Cómo estás?")
    assert (item.low("es"), item.high("en")) == ("bajo", "high")


def test_a_language_it_lacks_falls_back_to_its_first(mood):
    assert mood.language_for("fr") == "en"
    assert mood.item("now").prompt("fr") == "How are you now?"


@pytest.mark.parametrize("value", [0, 5, 10])
def test_a_scale_accepts_its_values(mood, value):
    assert mood.item("now").accepts(value)


@pytest.mark.parametrize("value", [-1, 11, "5", 5.0, True, None, [5]])
def test_a_scale_refuses_anything_else(mood, value):
    assert not mood.item("now").accepts(value)


def test_a_text_item_takes_words_up_to_its_length(tmp_path):
    old = MOOD[MOOD.index("    kind: scale") : MOOD.index("    prompt:")]
    text = MOOD.replace(old, "    kind: text\n    reads: only_me\n    max_length: 5\n")
    text = text[: text.index("scales:")] + "scales: []\n"
    folder = write_instrument(tmp_path, text)
    item = read(folder).contents["instrument", "mood", "0"].content.item("now")
    assert item.accepts("hello")
    assert not any(map(item.accepts, ["hello!", "", "  ", 5]))


def test_an_unknown_item_is_a_key_error(mood):
    with pytest.raises(KeyError):
        mood.item("nope")


def test_sessions_count_from_one(small):
    assert [(one.ordinal, one.code) for one in small.sessions] == [(1, "first")]


def test_the_title_of_a_page_is_its_first_line(small):
    step = small.session("first").step("hello")
    assert step.title("en") == "Hello"
    assert step.text_html("en") == "<p>Welcome <strong>here</strong>.</p>\n"


def test_words_follow_how_she_is_addressed(small):
    step = small.session("first").step("hello")
    assert "you two" in step.text_html("en", "with_baby")
    assert "you two" not in step.text_html("en", "baby_elsewhere")


@pytest.mark.parametrize(
    ("anchor", "addressed", "expected"),
    [
        (None, None, "Begin."),
        ("breath", "no_baby_talk", "Begin."),
        ("sounds", "expecting", "Listen."),
        ("breath", "with_baby", "Begin, you two."),
        ("sounds", "with_baby", "Listen, you two."),
    ],
)
def test_a_cue_follows_anchor_and_address(small, anchor, addressed, expected):
    step = small.session("first").step("sit")
    assert step.cue_text("one", "en", anchor=anchor, addressed=addressed) == expected


def test_a_body_alone_is_enough(tmp_path):
    loaded = read(write_curriculum(tmp_path)).contents["curriculum", "small", "0"]
    assert build("curriculum", loaded.body) == loaded.content


def test_the_order_of_languages_survives_a_store_that_sorts_keys(tmp_path):
    folder = write(tmp_path, {"instruments/mood.yaml": MOOD.replace("[en, es]", "[es, en]")})
    body = read(folder).contents["instrument", "mood", "0"].body
    stored = {**body, "wording": dict(sorted(body["wording"].items()))}
    assert build("instrument", stored).title("fr") == "Ánimo"


def test_an_empty_text_is_false_and_says_nothing():
    assert not Text({})
    assert Text({}).get("en", "with_baby") == ""


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "[x](javascript:alert(1))",
        "![x](https://example.org/x.png)",
        '<img src=x onerror="alert(1)">',
        "<https://example.org>",
        '<p style="color:red" onclick="x()">x</p>',
    ],
)
def test_markdown_lets_through_no_script_link_or_picture(text):
    html = markdown_html(text)
    for mark in ("<script", "<img", "<a", "<p s", "href"):
        assert mark not in html
