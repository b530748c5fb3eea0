"""Every text in content/ is what it should be: complete, plain, kind, and claims nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

import pytest

from catalog.loader import LoadedContent, load
from catalog.reading_level import english_grade, plain, spanish_ease, words
from catalog.rules import broken_rules, is_ruled
from catalog.types import ADDRESSED, Instrument
from catalog.voice import ADDRESSES, Voice

CONTENT = Path(__file__).resolve().parent.parent / "content"
LIBRARY = load([CONTENT], CONTENT / "schemas")
EVERYTHING = list(LIBRARY.contents.values())
VOICES = [Voice(address, LIBRARY.voice.words) for address in ADDRESSES]
# Lawyers' words, word lists and what only staff read.
NOT_HERS = {("notice", "redisclosure"), ("message", "concern-open")}
FOR_STAFF_ONLY = {"forbidden", "mechanism", "words", "wordlist"}
FOR_STAFF = re.compile(r"^(?:title|claim)$|^scales\.|\.low$|\.high$|\.name$")
NEVER = r"\b(?:participants?|complian\w*|missed|fail\w*|addict\w*|clean|dirty|abus\w*)\b"
NEVER_ES = r"\b(?:participantes?|cumplimiento|adict\w*|adicci\w*|limpia|sucia|abus\w*|fracas\w*)\b"
CLAIMS = r"\b(?:effective|proven|safe|safely|guarantee\w*|eficaz|comprobad\w*|segur[oa] de usar)\b"


def texts(lang: str, *, ruled: bool = True) -> Iterator[tuple[str, str]]:
    """Every mother-facing wording of a language, with a name to find it by.

    Without `ruled`: not those of a curriculum whose reading the rules measure page by page.
    """
    for loaded in EVERYTHING:
        if is_ruled(loaded) and not ruled:
            continue
        if loaded.kind in FOR_STAFF_ONLY or (loaded.kind, loaded.code) in NOT_HERS:
            continue
        for path, variants in loaded.body["wording"].get(lang, {}).items():
            if FOR_STAFF.search(path) and loaded.kind != "consent":
                continue
            for variant, text in variants.items():
                for spoken in dict.fromkeys(voice.speak(text, lang) for voice in VOICES):
                    yield f"{loaded.source.file} {path} [{variant}]", spoken


def name(loaded: LoadedContent) -> str:
    return f"{loaded.kind}-{loaded.code}"


def test_content_has_no_errors():
    assert [str(error) for error in LIBRARY.errors] == []


def test_no_curriculum_breaks_a_rule():
    assert [str(error) for error in broken_rules(LIBRARY)] == []


def test_what_this_issue_needs_is_there():
    assert {
        ("instrument", "craving"),
        ("instrument", "stress"),
        ("instrument", "closeness"),
        ("battery", "weekly-check-in"),
        ("curriculum", "more-companion"),
        ("message", "reminder-due"),
        ("message", "concern-open"),
        ("consent", "care"),
        ("consent", "research"),
        ("consent", "reminders"),
        ("notice", "redisclosure"),
        ("crisis", "us"),
        ("safety", "us"),
    } <= {(loaded.kind, loaded.code) for loaded in EVERYTHING}


@pytest.mark.parametrize("loaded", EVERYTHING, ids=name)
def test_every_language_holds_the_same_texts(loaded):
    wording = loaded.body["wording"]
    assert set(wording) == set(loaded.content.languages)
    assert len({frozenset(texts) for texts in wording.values()}) == 1


@pytest.mark.parametrize("loaded", EVERYTHING, ids=name)
def test_everything_is_still_a_draft(loaded):
    assert loaded.status == "draft"


@pytest.mark.parametrize(
    ("text", "grade"),
    [
        ("The cat sat on the mat.", -1.5),
        ("The Australian platypus is seemingly a hybrid of a mammal and reptilian creature.", 11.3),
    ],
)
def test_the_measure_of_english_gives_published_values(text, grade):
    assert english_grade(text) == pytest.approx(grade, abs=0.5)


def test_the_measure_of_spanish_tells_easy_from_hard():
    assert spanish_ease("El gato come pan en casa.") > 80
    assert (
        spanish_ease("La administración institucional comunicará próximamente resoluciones.") < 20
    )


def test_english_reads_at_grade_six_or_below():
    hard = {
        where: round(english_grade(plain(text)), 1)
        for where, text in texts("en", ruled=False)
        if len(words(text)) >= 8 and english_grade(plain(text)) > 6
    }
    assert hard == {}


def test_spanish_reads_easily():
    hard = {
        where: round(spanish_ease(plain(text)))
        for where, text in texts("es", ruled=False)
        if len(words(text)) >= 8 and spanish_ease(plain(text)) < 60
    }
    assert hard == {}


@pytest.mark.parametrize(("lang", "never"), [("en", NEVER), ("es", NEVER_ES)])
def test_no_word_that_hurts(lang, never):
    found = {where: re.findall(never, text, re.I) for where, text in texts(lang)}
    assert {where: hits for where, hits in found.items() if hits} == {}


@pytest.mark.parametrize("lang", ["en", "es"])
def test_nothing_claims_to_work(lang):
    for loaded in EVERYTHING:
        for path, variants in loaded.body["wording"].get(lang, {}).items():
            for text in variants.values():
                # "Safe" is a word of her life, too; the lists name what a session may not claim.
                said = re.sub(r"\bsafe(?:ly)?\b", "", text) if is_ruled(loaded) else text
                assert not re.search(CLAIMS, said, re.I), (loaded.source.file, path)


@pytest.mark.parametrize("lang", ["en", "es"])
def test_nothing_advises_against_medicine(lang):
    against = (
        r"(?:stop|quit|cut down on|skip) (?:taking )?your medic|deja(?:r)? (?:de tomar )?tu medic"
    )
    assert [where for where, text in texts(lang) if re.search(against, text, re.I)] == []


def test_the_curriculum_says_what_it_is_and_no_more():
    for loaded in LIBRARY.all("curriculum"):
        assert loaded.content.claim("en") == (
            "Drawn from MORE, a companion to visits or groups. Draft, not clinically reviewed."
        )


def instruments() -> list[Instrument]:
    return [loaded.content for loaded in LIBRARY.all("instrument")]


def test_our_own_questionnaires_carry_no_published_figure():
    own = [one for one in LIBRARY.all("instrument") if one.content.wording == "own"]
    assert len(own) >= 10
    for loaded in own:
        assert loaded.content.stand_in
        assert "not validated" in loaded.content.source
        for scale in loaded.body["structure"]["scales"]:
            assert not {"cut_offs", "changes", "norms"} & set(scale)
        assert "loinc" not in str(loaded.body["structure"]).lower()


def test_closeness_is_asked_only_where_there_is_a_baby_to_be_close_to():
    closeness = next(one for one in instruments() if one.code == "closeness")
    assert [how for how in ADDRESSED if closeness.fits(how)] == ["with_baby", "baby_in_hospital"]
    for item in ("small_joys", "sure", "too_much"):
        asked = closeness.item(item)
        assert asked.prompt("en", "baby_in_hospital") != asked.prompt("en", "with_baby")


def is_for_a_mother_with_one(loaded: LoadedContent) -> bool:
    """It is never put to a mother who has none, or wants none spoken of; or nobody is asked."""
    content = loaded.content
    if not isinstance(content, Instrument):
        return False
    about = {"expecting", "with_baby", "baby_in_hospital"}
    return not content.is_askable or {how for how in ADDRESSED if content.fits(how)} <= about


def test_only_where_there_is_a_baby_do_words_speak_of_one():
    baby = r"\b(?:baby|babies|bebés?)\b"
    for loaded in EVERYTHING:
        if loaded.kind not in ("curriculum", "instrument") or is_for_a_mother_with_one(loaded):
            continue
        if is_ruled(loaded):  # more ways to be addressed speak of one there, and a rule says which
            continue
        for texts_of in loaded.body["wording"].values():
            for path, variants in texts_of.items():
                for variant, text in variants.items():
                    if variant.split("/")[0] not in ("with_baby", "baby_in_hospital"):
                        assert not re.search(baby, text, re.I), (path, variant)


def test_the_item_about_her_own_safety_is_watched_at_both_levels():
    rules = next(loaded.content for loaded in LIBRARY.all("safety"))
    assert rules.match("stress", "thoughts", 0) is None
    assert rules.match("stress", "thoughts", None) is None
    assert rules.match("stress", "thoughts", 1).tier == "today"
    assert rules.match("stress", "thoughts", 2).tier == "now"
    assert rules.match("stress", "thoughts", 3).tier == "now"
    assert rules.match("stress", "tense", 3) is None


PRACTICES = [
    pytest.param(step, id=f"{loaded.version}-{one.code}-{step.code}")
    for loaded in LIBRARY.all("curriculum")
    for one in loaded.content.sessions
    for step in one.steps
    if step.is_timed
]
LENGTHS = [
    pytest.param(step.values[0], cut, id=f"{step.id}-{cut}")
    for step in PRACTICES
    for cut in ("full", *(one.code for one in step.values[0].cuts))
]


@pytest.mark.parametrize("step", PRACTICES)
def test_cues_come_in_order_and_before_the_end(step):
    times = [cue.at for cue in step.cues]
    assert times == sorted(set(times))
    assert times[0] == 0
    assert times[-1] < step.seconds
    assert abs(step.minutes * 60 - step.seconds) <= 60


@pytest.mark.parametrize(("step", "cut"), LENGTHS)
def test_a_caption_can_be_read_before_the_next_one(step, cut):
    timed = step.cues_of(cut)
    assert timed[0][0] == 0
    ends = [at for at, _cue in timed[1:]] + [step.seconds_of(cut)]
    for (at, cue), end in zip(timed, ends, strict=True):
        for variants in cue.text.words.values():
            for text in variants.values():
                assert len(words(text)) / 3 <= end - at, cue.code  # three words a second


OLD = [one for one in PRACTICES if one.id.startswith("0-")]


@pytest.mark.parametrize("step", OLD)
def test_an_older_practice_says_first_what_keeps_her_out_of_harm(step):
    """Since cuts the page says it itself, whatever a pack writes (tests/portal/test_steps.py)."""
    if step.skill == "savoring":
        return
    for how in ADDRESSED:
        text = step.text("en", how)
        assert "eyes open" in text
        assert "drive" in text
        assert ("lay your baby down, on the back, in a bed of their own" in text) == (
            how == "with_baby"
        )


def test_another_way_to_see_it_is_never_for_danger():
    for loaded in LIBRARY.all("curriculum"):
        if is_ruled(loaded):
            continue
        one = loaded.content.session("another-way")
        codes = [step.code for step in one.steps]
        assert codes.index("not-for-danger") < codes.index("step-back")
        assert "look-again" not in codes or codes.index("step-back") < codes.index("look-again")
        assert "It is **not** for danger" in one.step("not-for-danger").text("en")


def test_the_page_on_danger_stands_before_the_first_second_look():
    for loaded in filter(is_ruled, LIBRARY.all("curriculum")):
        steps = [step for one in loaded.content.sessions for step in one.steps]
        codes = [step.code for step in steps]
        first = next(step.code for step in steps if step.asks_another_view)
        assert codes.index("not-for-danger") < codes.index(first)


def test_a_line_from_memory_is_not_shown():
    for loaded in LIBRARY.all("crisis"):
        for line in loaded.body["structure"]["lines"]:
            assert not (line["mark"] == "M" and line["shown"]), line["code"]
        assert {"911", "988"} <= {line.call for line in loaded.content.lines}
        assert all(line.call or line.text for line in loaded.content.lines)


def test_every_consent_holds_the_elements_of_the_rule():
    for loaded in LIBRARY.all("consent"):
        consent = loaded.content
        for lang in consent.languages:
            assert all(consent.element(element, lang) for element in consent.elements)
    ends = {loaded.code: loaded.content.expires_after_days for loaded in LIBRARY.all("consent")}
    assert ends == {"care": None, "reminders": None, "research": 730}


def test_messages_to_her_hold_no_forbidden_word_and_one_placeholder():
    forbidden = LIBRARY.versions("forbidden", "message-words")[0]
    for loaded in LIBRARY.all("message"):
        for lang in loaded.content.languages:
            both = loaded.content.subject(lang) + "\n" + loaded.content.body(lang)
            assert forbidden.found_in(both) == ()
            assert re.findall(r"{.*?}", both) == ["{link}"]


@pytest.mark.parametrize(
    "text",
    ["Your Methadone is due", "time for MORE", "news of your baby", "la clínica", "tu puntaje",
     "your recovery", "embarazada", "opioid", "craving"],
)  # fmt: skip
def test_forbidden_words_are_found(text):
    assert LIBRARY.versions("forbidden", "message-words")[0].found_in(text)


@pytest.mark.parametrize("text", ["One more small reminder", "It is short", "una nota más"])
def test_plain_words_are_not_forbidden(text):
    assert LIBRARY.versions("forbidden", "message-words")[0].found_in(text) == ()


@pytest.mark.parametrize("path", sorted(CONTENT.glob("drawings/*.svg")), ids=lambda path: path.stem)
def test_a_drawing_is_only_lines(path):
    for element in ElementTree.parse(path).iter():
        assert element.tag in {"svg", "path", "circle", "g", "line", "ellipse"}
        assert not [key for key in element.attrib if key.startswith("on") or key == "style"]
        assert "href" not in str(element.attrib)
