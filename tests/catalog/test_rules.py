"""The rules of a curriculum: one that keeps them all, and each of them broken."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from catalog.loader import load
from catalog.report import report
from catalog.rules import broken_rules
from catalog.types import ADDRESSED
from tests.catalog.folder import SCHEMAS, write
from tests.catalog.test_reviewing import TODAY

CONTENT = SCHEMAS.parent
AT = "curricula/small@1"
IN = f"{AT}/01-first"
HEAD = """\
kind: curriculum
code: small
version: "1"
status: draft
languages: [en, es]
title: {en: Small, es: Chico}
claim: {en: A test., es: Una prueba.}
"""
SESSION = """\
code: first
title: {en: The first, es: La primera}
summary: {en: A cup and a door., es: Una taza y una puerta.}
minutes: 20
opens_after_days: 0
steps:
  - code: one
    kind: reading
    minutes: 3
    trains: [mindfulness]
  - code: sit
    kind: practice
    skill: mindfulness
    minutes: 9
    seconds: 540
    cuts: {five: 295, two: 115}
    anchors: [breath, sounds]
    trains: [mindfulness]
  - code: two
    kind: reading
    minutes: 4
    trains: [savoring]
  - code: note
    kind: reflection
    minutes: 4
    max_length: 500
"""
SHELF = """\
code: shelf
role: shelf
title: {en: Short ones, es: Cortas}
summary: {en: For any time., es: Para cuando sea.}
steps:
  - code: brief
    kind: practice
    skill: mindfulness
    minutes: 2
    seconds: 120
    anchors: [breath, sounds]
    trains: [mindfulness]
"""
THINGS = ["cup", "door", "bus", "lamp", "coat", "key", "road", "chair", "shoe", "leaf", "wall"]
COSAS = ["taza", "puerta", "calle", "mesa", "silla", "llave", "luz", "casa", "hoja", "cama", "ropa"]


def passage(lang: str, mark: str) -> str:
    """Some ninety easy words that no other page has."""
    if lang == "en":
        lines = [f"You see the {mark} {thing} and then you sit down." for thing in THINGS]
    else:
        lines = [f"Miras la {cosa} {mark} y luego te [sientas|sienta] un rato." for cosa in COSAS]
    return "\n\n".join(lines)


def cues(count: int, step: int, five: int = 0, two: int = 0) -> str:
    """`count` cues, one each `step` seconds; the first of them in the cuts, too."""
    lines = ["cues:"]
    for number in range(count):
        cuts = f", five: {number * 15}" if number < five else ""
        cuts += f", two: {number * 12}" if number < two else ""
        en, es = "Stay here for a while.", "Aquí nada más un rato."
        lines.append(f'  - {{at: {number * step}{cuts}, en: "{en}", es: "{es}"}}')
    return "\n".join(lines) + "\n"


def whole() -> dict[str, str]:
    """The files of a curriculum that breaks no rule."""
    files = {
        f"{AT}/curriculum.yaml": HEAD,
        f"{IN}/session.yaml": SESSION,
        f"{IN}/cues/sit.yaml": cues(67, 8, five=20, two=10),
        f"{AT}/shelf/session.yaml": SHELF,
        f"{AT}/shelf/cues/brief.yaml": cues(15, 8),
    }
    for lang, marks in (("en", ("red", "blue")), ("es", ("roja", "azul"))):
        for step, mark in zip(("one", "two"), marks, strict=True):
            files[f"{IN}/{lang}/{step}.md"] = f"# {mark}\n\n{passage(lang, mark)}\n"
        for place in (f"{IN}/{lang}/sit", f"{IN}/{lang}/note", f"{AT}/shelf/{lang}/brief"):
            files[f"{place}.md"] = "# Sol\n\nSit as you like.\n"
    return files


def read_with_lists(folder, files):
    """These files, with the lists of words and the model that the project has."""
    lists = [
        *CONTENT.glob("words/*"),
        *CONTENT.glob("mechanisms/*"),
        CONTENT / "messages/forbidden.yaml",
    ]
    ours = {str(path.relative_to(CONTENT)): path.read_text() for path in lists}
    found = load([write(folder, ours | files)], SCHEMAS)
    assert [str(error) for error in found.errors] == []
    return found


def broken(folder, files) -> list[str]:
    found = read_with_lists(folder, files)
    return [str(error) for error in broken_rules(found) if error.file.startswith(AT)]


def test_a_curriculum_that_keeps_every_rule(tmp_path):
    assert broken(tmp_path, whole()) == []


def test_older_versions_are_released_and_stay_as_they_are(tmp_path):
    files = {name.replace("@1", "@0.9"): text for name, text in whole().items()}
    at = "curricula/small@0.9"
    files[f"{at}/curriculum.yaml"] = HEAD.replace('"1"', '"0.9"')
    files[f"{at}/01-first/en/one.md"] = "# A clean streak\n\nYou should.\n"
    found = read_with_lists(tmp_path, files)
    assert [error for error in broken_rules(found) if error.file.startswith(at)] == []


PAGES = [
    ("en/note.md", "Sit as", "You should sit as", "note.md:2: “You should” is never said to her"),
    ("en/note.md", "Sit as", "This streak sits as", "“streak” is never said to her"),
    ("es/note.md", "Sit as", "Sin recaídas como", "“recaídas” is never said to her"),
    ("es/note.md", "Sit as", "[Ve|Debes ir] como", "“Debes” is never said to her (usted)"),
    ("en/note.md", "Sit as", "Your baby sits as", "“baby” in words for “any”"),
    ("es/note.md", "Sit as", "Sin hijos como", "“hijos” in words for “any”"),
    ("es/note.md", "Sit as", "La [=crib] como", "“cuna” in words for “any”"),
    ("en/note.md", "# Sol", "# Craving", "the word “crav” in a title"),
    ("en/one.md", passage("en", "red"), "A cup. " * 39, "a reading of 78 words — 80 to 180"),
    ("es/one.md", passage("es", "roja"), "La taza. " * 91, "a reading of 182 words — 80 to 180"),
    ("en/two.md", passage("en", "blue"), passage("en", "red"), "stands in curricula/small@1/01-"),
    ("en/one.md", passage("en", "red"), "Complicated communication. " * 51, "reads at grade"),
    ("es/one.md", passage("es", "roja"), "Comunicación institucional. " * 51, "and clarity"),
    ("session.yaml", "{en: The first,", "{en: On recovery,", "the word “recover” in a title"),
    ("session.yaml", "A cup and a door", "A program", "the word “program” in a summary"),
]


@pytest.mark.parametrize(("name", "old", "new", "expected"), PAGES)
def test_words_that_break_a_rule_are_named(tmp_path, name, old, new, expected):
    files = whole()
    assert old in files[f"{IN}/{name}"]
    files[f"{IN}/{name}"] = files[f"{IN}/{name}"].replace(old, new, 1)
    found = broken(tmp_path, files)
    assert any(expected in line for line in found), found
    assert all(line.startswith(f"{AT}/") and " — " in line for line in found)


def test_a_code_that_tells_is_named(tmp_path):
    files = whole()
    files[f"{IN}/session.yaml"] = SESSION.replace("code: note", "code: my-patient")
    for lang in ("en", "es"):
        files[f"{IN}/{lang}/my-patient.md"] = files.pop(f"{IN}/{lang}/note.md")
    (found,) = broken(tmp_path, files)
    assert "“patient” in the code “my-patient”" in found


STRUCTURE = [
    ("session.yaml", "minutes: 20", "minutes: 19", "the session takes 19 minutes — 20 to 35"),
    ("session.yaml", "minutes: 3", "minutes: 1", "“one” takes 1 minutes — 2 to 12"),
    ("session.yaml", "minutes: 4\n    tr", "minutes: 8\n    tr", "most steps take 8 minutes"),
    ("session.yaml", "    trains: [savoring]\n", "", "“two” does not say what it trains"),
    ("session.yaml", "five: 295, ", "", "no cut “five” — a full practice has both"),
    ("session.yaml", "two: 115", "two: 125", "in “two” the last cue ends at 110 s"),
    ("session.yaml", "seconds: 540", "seconds: 545", "in “full” the last cue ends at 530 s"),
    ("cues/sit.yaml", cues(67, 8, 20, 10), cues(59, 9, 20, 10), "59 cues — at least 60"),
    ("cues/sit.yaml", "at: 0,", "at: 1,", "in “full” the first cue comes at 1 s"),
    ("cues/sit.yaml", "for a while.", "for a while " * 5, "the cue at 0 s runs into that at 8 s"),
]


@pytest.mark.parametrize(("name", "old", "new", "expected"), STRUCTURE)
def test_lengths_that_break_a_rule_are_named(tmp_path, name, old, new, expected):
    files = whole()
    assert old in files[f"{IN}/{name}"]
    files[f"{IN}/{name}"] = files[f"{IN}/{name}"].replace(old, new, 1)
    found = broken(tmp_path, files)
    assert any(expected in line for line in found), found


def test_a_session_needs_a_full_practice(tmp_path):
    files = whole()
    shorter = SESSION.replace("minutes: 9\n    seconds: 540", "minutes: 8\n    seconds: 476")
    files[f"{IN}/session.yaml"] = shorter
    files[f"{IN}/cues/sit.yaml"] = cues(59, 8, five=20, two=10)
    assert ["no full practice" in line for line in broken(tmp_path, files)] == [True]


def test_a_cut_is_as_long_as_it_is_called(tmp_path):
    files = whole()
    files[f"{IN}/session.yaml"] = SESSION.replace("five: 295", "five: 250")
    files[f"{IN}/cues/sit.yaml"] = cues(67, 8, five=17, two=10)
    (found,) = broken(tmp_path, files)
    assert "the cut “five” lasts 250 s — 270 to 330" in found


def test_nothing_is_said_for_half_a_minute_at_most(tmp_path):
    files = whole()
    kept = [line for line in cues(15, 8).splitlines() if "at: 40," not in line]
    assert broken(tmp_path / "a", files | {f"{AT}/shelf/cues/brief.yaml": "\n".join(kept)}) == []
    fewer = [line for line in kept if not any(f"at: {at}," in line for at in (48, 56))]
    (found,) = broken(tmp_path / "b", files | {f"{AT}/shelf/cues/brief.yaml": "\n".join(fewer)})
    assert "nothing is said from 32 to 64 s" in found


@pytest.mark.parametrize(
    ("seconds", "count", "expected"),
    [(119, 15, "119 s on the shelf"), (301, 38, "301 s on the shelf"), (120, 11, "11 cues")],
)
def test_what_lies_on_the_shelf_is_short(tmp_path, seconds, count, expected):
    files = whole()
    minutes = round(seconds / 60)
    files[f"{AT}/shelf/session.yaml"] = SHELF.replace(
        "seconds: 120", f"seconds: {seconds}"
    ).replace("minutes: 2", f"minutes: {minutes}")
    files[f"{AT}/shelf/cues/brief.yaml"] = cues(count, 10 if count == 11 else 8)
    assert any(expected in line for line in broken(tmp_path, files))


@pytest.mark.parametrize("how", ADDRESSED)
def test_a_child_stands_only_in_words_for_who_has_one(tmp_path, how):
    files = whole()
    for lang, text in (("en", "Look at the baby."), ("es", "Mira al bebé.")):
        files[f"{IN}/{lang}/note.{how}.md"] = f"# Sol\n\n{text}\n"
    found = broken(tmp_path, files)
    assert len(found) == (2 if how == "no_baby_talk" else 0), found


def test_a_step_for_some_may_speak_of_what_they_have(tmp_path):
    files = whole()
    files[f"{IN}/en/note.md"] = "# Sol\n\nLook at the baby.\n"
    (found,) = broken(tmp_path / "a", files)
    assert "“baby” in words for “any”" in found
    for_some = SESSION + "    for_addressed: [with_baby]\n"
    assert broken(tmp_path / "b", files | {f"{IN}/session.yaml": for_some}) == []


def test_a_variant_is_written_in_each_language(tmp_path):
    files = whole()
    files[f"{IN}/es/note.with_baby.md"] = "# Sol\n\nMira aquí.\n"
    found = broken(tmp_path, files)
    assert ["the variant “with_baby” is in “es” only" in line for line in found] == [True, True]


def test_a_long_cue_comes_once_and_variants_of_one_may_share(tmp_path):
    files, short = whole(), "Stay here for a while."
    at, long = f"{AT}/shelf/cues/brief.yaml", "Look at the light on the wall by you."
    files[f"{AT}/shelf/session.yaml"] = SHELF.replace("120", "121")
    head, first, *rest = cues(12, 10).splitlines()
    once = [head, first.replace(short, long), *rest]
    assert broken(tmp_path / "a", files | {at: "\n".join(once)}) == []
    again = [*once[:8], once[8].replace(short, long.upper()), *once[9:]]
    (found,) = broken(tmp_path / "b", files | {at: "\n".join(again)})
    assert "“LOOK AT THE LIGHT ON…” stands in" in found
    shared = f'  - {{at: 0, en: {{any: "{long}", sounds: "{long}"}}, es: {{any: Ya, sounds: Ya}}}}'
    assert broken(tmp_path / "c", files | {at: "\n".join([head, shared, *rest])}) == []


def test_the_report_says_each_step_in_a_hundred_columns(tmp_path):
    found = read_with_lists(tmp_path, whole())
    lines = list(report(found.contents["curriculum", "small", "1"], TODAY))
    assert max(map(len, lines)) <= 100
    assert lines[0] == "small@1: draft, still to sign: clinician, lived_experience, bilingual"
    assert lines[1].startswith("session 1 “first”, 20 min: draft, still to sign: clinician")
    (one,) = [line for line in lines if line.startswith("  one ")]
    assert one.split()[:4] == ["one", "reading", "3", "110/110"]
    (sit,) = [line for line in lines if line.startswith("  sit ")]
    assert sit.split()[-1] == "67/20/10"
    assert any(line.startswith("shelf “shelf”, 2 min") for line in lines)


def test_check_content_reports_and_refuses(tmp_path):
    out = StringIO()
    call_command("check_content", write(tmp_path, whole()), stdout=out)
    assert "67/20/10" in out.getvalue() and f"{AT}/curriculum.yaml: ok" in out.getvalue()
    write(tmp_path, {f"{IN}/en/note.md": "# Sol\n\nYou should sit.\n"})
    with pytest.raises(CommandError, match="1 to put right in 1 files"):
        call_command("check_content", tmp_path, stdout=out)
    assert "note.md:2: “You should” is never said to her" in out.getvalue()
