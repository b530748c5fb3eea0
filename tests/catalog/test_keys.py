"""Keys of published questionnaires, and the stand-ins for them: what a file may say and not."""

import json
from decimal import Decimal

import pytest

from catalog.build import build
from tests.catalog.folder import MOOD, read, write

KEY = """\
kind: instrument
code: worry-3
version: "1"
status: draft
languages: [en]
stand_in: false
wording: none
licence: ask the authors
source: a test
citation: {text: Doe 1999, doi: 10.1000/x, mark: V}
order: printed-1999
recall: past week
recall_mark: V
applies: {addressed: [with_baby], infant_days: [14, 400], corrected_age: true}
loinc: {form: "44249-1", total: "44261-6", mark: C}
title: {en: Worry}
items:
  - code: i1
    kind: choice
    reads: clinic
    topic: how often it came up
    loinc: "44250-9"
    choices: [{value: 1}, {value: 2}, {value: 3}, {value: 4}]
  - code: i2
    kind: choice
    reads: clinic
    needs: {item: i1, values: [2, 3, 4]}
    choices: [{value: 1}, {value: 2}, {value: 3}, {value: 4}]
  - code: i3
    kind: scale
    reads: clinic
    minimum: 0
    maximum: 2
tables:
  thirds: {1: "1", 2: "2.3", 3: "3.6", 4: "5"}
scales:
  - code: total
    rule: sum
    items: [i1, i2, i3]
    reverse: [i2]
    recode: {i1: thirds, i2: thirds}
    weights: {i3: "2"}
    multiply: "2"
    minimum: "4"
    maximum: "28"
    missing: {rule: prorate, at_most: 1, source: Doe 1999, mark: C}
    source: Doe 1999
    mark: V
    title: {en: Worry}
    higher_means: {en: more worry}
    cut_offs:
      - code: doe
        population: mothers
        source: Doe 2001
        mark: V
        doi: 10.1000/y
        bands: [{at_least: "10.5", says: {en: look again}}]
    changes:
      - {sd: "7.56", r: ".85", retest_days: 2, sample: students, source: Doe 1999, mark: V}
    norms:
      - {sample: women, n: 100, mean: "12.1", sd: "5.9", source: Doe 1999, mark: V}
""".replace('".85"', '"0.85"')

# The same questions in words of ours.
OURS = """\
kind: instrument
code: standin-worry-3
version: "1"
status: draft
languages: [en]
stand_in: true
stand_in_for: worry-3
licence: Apache-2.0
source: written for a test
order: printed-1999
title: {en: Worry}
intro: {en: Stand-in wording.}
items:
  - code: i1
    kind: choice
    reads: clinic
    prompt: {en: "Did it come up?"}
    choices: &four
      - {value: 1, label: {en: "no"}}
      - {value: 2, label: {en: once}}
      - {value: 3, label: {en: at times}}
      - {value: 4, label: {en: often}}
  - code: i2
    kind: choice
    reads: clinic
    needs: {item: i1, values: [2, 3, 4]}
    prompt: {en: "Did it go?"}
    choices: *four
  - code: i3
    kind: scale
    reads: clinic
    minimum: 0
    maximum: 2
    prompt: {en: "How much?"}
    low: {en: low}
    high: {en: high}
tables:
  thirds: {1: "1", 2: "2.3", 3: "3.6", 4: "5"}
scales:
  - code: total
    rule: sum
    items: [i1, i2, i3]
    reverse: [i2]
    recode: {i1: thirds, i2: thirds}
    weights: {i3: "2"}
    multiply: "2"
    minimum: "4"
    maximum: "28"
    missing: {rule: prorate, at_most: 1, source: Doe 1999, mark: C}
    source: Doe 1999
    mark: V
    title: {en: Worry}
    higher_means: {en: more worry}
"""


def library(tmp_path, key=KEY, ours=None):
    files = {"instruments/key.yaml": key}
    if ours:
        files["instruments/ours.yaml"] = ours
    return read(write(tmp_path, files))


def complaints(library):
    return [str(error) for error in library.errors]


@pytest.fixture
def worry(tmp_path):
    found = library(tmp_path)
    assert complaints(found) == []
    return found.contents["instrument", "worry-3", "1"]


def test_a_key_says_what_its_file_says(worry):
    one = worry.content
    assert (one.wording, one.is_askable, one.order) == ("none", False, "printed-1999")
    assert one.applies.infant_days == (14, 400)
    assert one.applies.corrected_age
    assert one.fits("with_baby")
    assert not one.fits("expecting")
    assert one.loinc.total == "44261-6"
    assert one.item("i2").needs.values == (2, 3, 4)
    (total,) = one.scales
    assert one.tables["thirds"][2] == Decimal("2.3")
    assert (total.minimum, total.maximum, total.multiply) == (4, 28, 2)
    assert total.cut_off_set("doe").bands[0].at_least == Decimal("10.5")
    assert total.cut_off_set("doe").bands[0].says("en") == "look again"
    assert (total.changes[0].sd, total.changes[0].r) == (Decimal("7.56"), Decimal("0.85"))
    assert total.norms[0].mean == Decimal("12.1")
    assert (total.missing.rule, total.missing.at_most) == ("prorate", 1)


def test_a_key_that_was_stored_is_the_same_key(worry):
    """JSON turns the keys of a table into text."""
    stored = json.loads(json.dumps(worry.body))
    assert stored == worry.body
    assert build("instrument", stored) == worry.content
    assert len(worry.structure_hash) == 64


def test_a_file_without_the_new_keys_is_what_it_was(tmp_path):
    found = read(write(tmp_path, {"instruments/mood.yaml": MOOD}))
    loaded = found.contents["instrument", "mood", "0"]
    known = {"wording", "stand_in_for", "tables", "fields", "applies"}
    assert not known & set(loaded.body["structure"])
    assert loaded.content.is_askable
    scale = loaded.content.scales[0]
    assert (scale.minimum, scale.maximum) == (0, 10)
    assert [type(end) for end in (scale.minimum, scale.maximum)] == [int, int]


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("topic: how", "prompt: {en: how}\n    topic: how", "wording is none, and there are words"),
        ("title: {en: Worry}\nitems", "title: {en: W}\nintro: {en: x}\nitems", "there are words"),
        ("[{value: 1}, ", "[{value: 1, label: {en: x}}, ", "there are words"),
        ("order: printed-1999", "incomplete: no key", "it cannot be scored, and has scales"),
        ("order: printed-1999", "result_only: true", "it has fields and nothing else"),
        ("order: printed-1999", "calendar: true", "days are filled in, not items"),
        (
            "order: printed-1999",
            "fields: [{code: t, kind: text, title: {en: T}}]",
            "fields are for result_only",
        ),
        ("order: printed-1999\n", "", "in another order"),
        ("infant_days: [14, 400]", "infant_days: [14]", "is too short"),
        ("infant_days: [14, 400]", "infant_days: [400, 14]", "the first comes after the last"),
        ("infant_days: [14, 400], ", "", "no age is asked for, and it is corrected"),
        ('total: "44261-6"', 'total: "44261-8"', "44261-8 is no LOINC code"),
        ('form: "44249-1", total: "44261-6", mark: C', 'form: "44249-1"', "“mark” is missing"),
        ("mark: C}\ntitle", "mark: M}\ntitle", "use one of: V, C"),
        ('loinc: {form: "44249-1", total: "44261-6", mark: C}\n', "", "a code without a mark"),
        ("needs: {item: i1", "needs: {item: i3", "no item “i3” is asked before it"),
        (
            "    reads: clinic\n    topic",
            "    reads: only_me\n    topic",
            "“i1” is for her eyes only",
        ),
        ("values: [2, 3, 4]}", "values: [5]}", "waits for an answer nobody can give"),
        ("reverse: [i2]", "reverse: [i9]", "turned round but not counted"),
        ("reverse: [i2]", "reverse: [i2, i2]", "turned round twice"),
        ("recode: {i1: thirds,", "recode: {i9: thirds,", "“i9” is not counted"),
        ("recode: {i1: thirds,", "recode: {i1: halves,", "there is no table “halves”"),
        ("recode: {i1: thirds, i2: thirds}", "places: 2", "no scale uses the table"),
        ("weights: {i3:", "weights: {i9:", "“i9” is not counted"),
        ("weights: {i3:", "weights: {no:", "at least three letters"),
        ('2: "2.3", ', "", "an answer to “i1” counts nothing"),
        ('2: "2.3", ', "2: 2.3, ", "in quotes"),
        ('minimum: "4"', 'minimum: "2"', "its items reach from 4 to 28"),
        ('maximum: "28"', 'maximum: "28.1"', "its items reach from 4 to 28"),
        ("rule: sum", "rule: mean", "a mean has no weights"),
        ("at_most: 1, source: Doe 1999, mark: C", "at_most: 1", "“source” is missing"),
        ("at_most: 1,", "at_most: 3,", "it would be made of nothing"),
        ("mark: C}\n    source: Doe", "mark: M}\n    source: Doe", "use one of: V, C"),
        ('at_least: "10.5"', 'at_least: "28.5"', "no score is 28.5"),
        ('at_least: "10.5"', "at_least: 10.5", "in quotes"),
        ("        mark: V\n        doi", "        mark: M\n        doi", "use one of: V, C"),
        ("        source: Doe 2001\n", "", "“source” is missing"),
        ("        population: mothers\n", "", "“population” is missing"),
        ("retest_days: 2, ", "", "all of it or on nothing"),
        ('sd: "7.56", ', 'value: "4", sd: "7.56", ', "keep one of them"),
        ('r: "0.85"', 'r: "1"', "r is from 0 to less than 1"),
        ("source: Doe 1999, mark: V}\n    norms", "source: Doe 1999, mark: M}\n    norms", "V, C"),
        ('mean: "12.1"', 'mean: "29"', "no mean of this scale"),
        ("mark: V\n    title", "mark: V\n    depends: [other]\n    title", "no scale “other”"),
    ],
)
def test_what_makes_no_sense_is_said(tmp_path, old, new, expected):
    assert old in KEY
    text = KEY.replace(old, new)
    if "order" in expected:
        text = text.replace("code: worry-3", "code: ffmq-15")
    said = complaints(library(tmp_path, text))
    assert any(expected in one for one in said), said


def test_a_key_may_be_told_twice_as_one_scale_of_others(tmp_path):
    """`depends`: a total holds the items of the scales it names, and no others."""
    part = KEY[KEY.index("  - code: total") : KEY.index("    cut_offs:")]
    part = part.replace("code: total", "code: part")
    whole = KEY.replace("    missing:", "    depends: [part]\n    missing:")
    assert complaints(library(tmp_path, whole + part)) == []
    less = part.replace("[i1, i2, i3]", "[i1, i2]").replace('    weights: {i3: "2"}\n', "")
    less = less.replace('"28"', '"20"')
    assert "does not hold their items" in str(complaints(library(tmp_path, whole + less)))


def test_a_stand_in_has_the_structure_of_its_key(tmp_path):
    assert complaints(library(tmp_path, ours=OURS)) == []


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("stand_in_for: worry-3\n", "", "says stand-in"),
        ("code: standin-worry-3", "code: worry-ours", "says stand-in"),
        ("stand_in_for: worry-3", "stand_in_for: worry-4", "there is no instrument “worry-4”"),
        ("stand_in: true", "stand_in: false", "a stand-in has words of ours"),
        ("maximum: 2", "maximum: 3", "items differ from “worry-3”"),
        ("reverse: [i2]", "reverse: [i1]", "scales differ from “worry-3”"),
        ("needs: {item: i1, values: [2, 3, 4]}\n    ", "", "items differ"),
        ('4: "5"}', '4: "5", 5: "5"}', "tables differ"),
        ("order: printed-1999\n", "", "order differ"),
    ],
)
def test_a_stand_in_that_differs_is_refused(tmp_path, old, new, expected):
    assert old in OURS
    said = complaints(library(tmp_path, ours=OURS.replace(old, new)))
    assert any(expected in one for one in said), said


def test_licensed_wording_does_not_stand_in_a_file(tmp_path):
    text = OURS.replace("stand_in: true", "stand_in: false\nwording: licensed")
    text = text.replace("standin-worry-3", "worry-4").replace("stand_in_for: worry-3\n", "")
    assert "load the words with import_wording" in str(complaints(library(tmp_path, ours=text)))


CUT_OFFS = """\
    cut_offs:
      - code: doe
        population: mothers
        source: Doe 2001
        mark: V
        bands: [{at_least: "10", says: {en: look again}}]
"""
CHANGES = """\
    changes:
      - {value: "4", source: Doe 1999, mark: V}
"""
NORMS = """\
    norms:
      - {sample: women, n: 100, mean: "12.1", sd: "5.9", source: Doe 1999, mark: V}
"""
LOINC = 'loinc: {form: "44249-1", mark: C}\n'


@pytest.mark.parametrize("figures", [CUT_OFFS, CHANGES, NORMS])
@pytest.mark.parametrize("what", ["stand-in", "ours"])
def test_a_file_gives_a_stand_in_no_figure(tmp_path, figures, what):
    ours = OURS + figures
    if what == "ours":  # our own questions are no published questionnaire, either
        ours = ours.replace("code: standin-worry-3", "code: own-worry")
        ours = ours.replace("stand_in_for: worry-3\n", "").replace(
            "stand_in: true", "stand_in: false"
        )
    found = library(tmp_path, ours=ours)
    assert "they hold for the published questionnaire only" in str(complaints(found))
    (scale,) = found.versions("instrument", "own-worry" if what == "ours" else "standin-worry-3")[
        0
    ].scales
    assert (scale.cut_offs, scale.changes, scale.norms) == ((), (), ())


def test_a_file_gives_a_stand_in_no_loinc(tmp_path):
    for ours in (
        OURS.replace("order:", LOINC + "order:"),
        OURS.replace("    needs:", '    loinc: "44250-9"\n    needs:'),
    ):
        found = library(tmp_path, ours=ours)
        assert "has LOINC" in str(complaints(found))
        (content,) = found.versions("instrument", "standin-worry-3")
        assert content.loinc is None
        assert not any(item.loinc for item in content.items)


@pytest.mark.parametrize("change", [{"stand_in": True}, {"wording": "own"}])
def test_a_copy_of_a_key_in_words_of_ours_loses_its_figures(worry, change):
    """Whatever path a body came by: an import, a copy in the database, a restored archive."""
    body = {**worry.body, "structure": {**worry.body["structure"], **change}}
    one = build("instrument", body)
    assert one.loinc is None
    assert not any(item.loinc for item in one.items)
    assert not any(
        (scale.cut_offs, scale.changes, scale.norms) != ((), (), ()) for scale in one.scales
    )


RESULT = """\
kind: instrument
code: result-1
version: "1"
status: draft
languages: [en]
stand_in: false
wording: none
result_only: true
licence: theirs
source: a test
title: {en: A result}
items: []
scales: []
fields:
  - {code: total, kind: number, minimum: "0", maximum: "100.5", title: {en: Total}}
  - code: screen
    kind: choice
    choices: [{value: 0, label: {en: negative}}, {value: 1, label: {en: positive}}]
    title: {en: Screen}
"""


def test_a_result_has_fields_and_no_questions(tmp_path):
    found = library(tmp_path, RESULT)
    assert complaints(found) == []
    (one,) = found.versions("instrument", "result-1")
    assert not one.is_askable
    assert one.field("total").maximum == Decimal("100.5")
    assert one.field("screen").choices[1].label.get("en") == "positive"


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ('minimum: "0"', 'minimum: "200"', "minimum is not below maximum"),
        ('minimum: "0", ', "", "“minimum” is missing"),
        ("result_only: true\n", "", "fields are for result_only"),
    ],
)
def test_a_result_that_makes_no_sense_is_refused(tmp_path, old, new, expected):
    assert expected in str(complaints(library(tmp_path, RESULT.replace(old, new))))


def test_what_cannot_be_scored_is_asked_all_the_same(tmp_path):
    text = OURS[: OURS.index("tables:")] + "scales: []\nincomplete: no key is published\n"
    text = text.replace("standin-worry-3", "shelf").replace("stand_in_for: worry-3\n", "")
    found = library(tmp_path, ours=text)
    assert complaints(found) == []
    (one,) = found.versions("instrument", "shelf")
    assert one.is_askable
    assert one.incomplete == "no key is published"
