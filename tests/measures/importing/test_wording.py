"""Words loaded into a key: all of them or none, and the key as it was."""

import json

import pytest
from django.core.management import CommandError, call_command

from catalog.models import ContentVersion
from catalog.services import released
from kernel.errors import BadInput, Conflict
from measures.importing import composing, reader
from measures.models import WordingImport
from measures.services import wording
from measures.services.wording import export_wording, import_wording, plan_new, plan_words
from tests.cast import NOW
from tests.measures.importing.keys import (
    LABELS,
    PROMPTS,
    fhir_for,
    key_file,
    make,
    make_key,
    make_stand_in,
)
from tests.measures.importing.wild import folder, good, zipped

pytestmark = pytest.mark.django_db
CODE = "weather-key"


def planned(data: bytes, name: str = "w.json", *, language: str = "en", **picks: str):
    form = reader.read(data, name, language=language)
    return plan_words(code=CODE, form=form, picks=picks)


def kept(plan, data: bytes = b"x"):
    return import_wording(plan=plan, file_name="w.json", data=data, by=None, now=NOW)


def test_the_key_stays_as_it_is_and_a_further_version_has_the_words():
    key = make_key()
    before = json.dumps(ContentVersion.objects.defer(None).get(code=CODE).body, sort_keys=True)
    made = kept(planned(fhir_for())).instrument
    rows = {row.version: row for row in ContentVersion.objects.defer(None).filter(code=CODE)}
    assert json.dumps(rows["1"].body, sort_keys=True) == before
    assert set(rows) == {"1", "1.1"}
    one, other = rows["1"].body["structure"], rows["1.1"].body["structure"]
    assert composing.same_key(one, other) and {k for k in other if one.get(k) != other[k]} == {
        *("version", "wording", "languages")
    }
    content = made.content
    assert content.is_askable and content.languages == ("en",)
    assert [item.prompt("en") for item in content.items] == list(PROMPTS[:3])
    assert [choice.label.get("en") for choice in content.item("i2").choices] == [*LABELS][::-1]
    assert content.scale("total").cut_offs and content.item("i1").loinc == "44250-9"
    assert released("instrument", CODE).version == "1.1"
    assert not key.content.is_askable


def test_what_is_kept_says_where_it_came_from():
    make_key()
    data = fhir_for(names=["w1", "w2", "w3"])
    made = kept(planned(data), data)
    assert made.mapping == {"i1": "w1", "i2": "w2", "i3": "w3"}
    assert (made.format, made.file_name, len(made.sha256)) == ("fhir", "w.json", 64)
    assert any("first words" in note for note in made.notes)


@pytest.mark.parametrize(
    ("data", "how"),
    [
        (fhir_for(), "name"),
        (fhir_for(names=["x", "y", "z"], loinc=True), "LOINC"),
        (fhir_for(names=["w_01", "w_02", "w_03", "w_04"]), "number"),
        (fhir_for(names=["x", "y", "z"]), "order"),
    ],
)
def test_items_are_found_by(data, how):
    make_key()
    plan = planned(data)
    assert {one.how for one in plan.matched} == {how}
    assert [one.found.prompt["en"] for one in plan.matched] == list(PROMPTS[:3])
    assert all(one.doubtful for one in plan.matched) == (how == "order")


def test_a_person_says_what_belongs_to_what():
    make_key()
    data = fhir_for(names=["a", "b", "c", "d"])
    with pytest.raises(BadInput, match="nothing for i1, i2, i3; not in the key: linkId “a”"):
        planned(data)
    plan = planned(data, i1="d", i2="b", i3="c")
    assert plan.matched[0].found.prompt["en"] == PROMPTS[3]
    assert "linkId “a”: not in the key, left out." in plan.notes
    for picks, said in (
        ({"i9": "a"}, "no item"), ({"i1": "q"}, "no question"), ({"i1": "a", "i2": "a"}, "two"),
    ):  # fmt: skip
        with pytest.raises(BadInput, match=said):
            planned(data, **picks)


def test_codes_that_only_count_the_printed_lines_are_looked_at_twice():
    make_key()
    form = json.loads(fhir_for())
    for item in form["item"]:
        for place, option in enumerate(item["answerOption"]):
            option["valueCoding"]["code"] = str(place)
    plan = planned(json.dumps(form).encode())
    assert [one.doubtful for one in plan.matched] == [False, True, False]
    assert "against the printed order" in plan.matched[1].options_how


def test_answers_without_codes_go_by_their_order_and_say_so():
    make_key()
    plan = planned(fhir_for(codes=(1, 2, 3)))
    assert all(one.options_how == "order" and one.doubtful for one in plan.matched)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"names": ["i1", "i2"]}, "nothing for i3"),
        ({"codes": (0, 1)}, "linkId “i1”: 2 answers, and “i1” has 3"),
        ({"language": "de"}, "The file is in “de”"),
    ],
)
def test_half_of_it_is_nothing(changes, said):
    make_key()
    with pytest.raises(BadInput, match=said):
        planned(fhir_for(**changes))
    assert ContentVersion.objects.filter(code=CODE).count() == 1


@pytest.mark.parametrize(
    ("item", "said"),
    [
        ({"type": "text", "answerOption": None}, "none with words"),
        ({"repeats": True}, "takes several answers"),
        ({"text": "Dear [first_name], was it?"}, "waits for words"),
        ({"text": "x" * 4001}, "more than a page shows"),
        ({"text": "a\0b"}, "no letter"),
        ({"text": ""}, "without text"),
        ({"type": "chioce"}, "none of FHIR"),
        ({"linkId": "i2"}, "used twice"),
        ({"answerOption": None, "answerValueSet": "http://else.where"}, "does not hold"),
    ],
)
def test_refused_with_the_place_and_the_reason(item, said):
    make_key()
    form = json.loads(fhir_for())
    form["item"][0] |= item
    with pytest.raises(BadInput, match=said):
        planned(json.dumps(form).encode())


def test_spanish_loaded_later_leaves_english_as_it_was():
    make_key()
    kept(planned(fhir_for()))
    spanish = json.loads(fhir_for(language="es"))
    for number, item in enumerate(spanish["item"]):
        item["text"] = f"¿Número {number}?"
    plan = planned(json.dumps(spanish).encode())
    assert plan.carried == ("en",)
    content = kept(plan).instrument.content
    assert content.version == "1.2" and set(content.languages) == {"en", "es"}
    assert content.item("i1").prompt("en") == PROMPTS[0]
    assert content.item("i1").prompt("es") == "¿Número 0?"


def test_the_same_words_twice_are_one_version():
    make_key()
    kept(planned(fhir_for()))
    with pytest.raises(Conflict, match=r"as version 1\.1"):
        planned(fhir_for())


def test_two_people_at_once_make_one_version():
    make_key()
    plan = planned(fhir_for())
    kept(plan)
    with pytest.raises(Conflict, match="just now"):
        kept(plan)
    assert WordingImport.objects.count() == 1


def test_nothing_is_released_when_its_origin_cannot_be_kept(monkeypatch):
    make_key()
    plan = planned(fhir_for())

    def broken(**_values):
        raise RuntimeError("no room")

    monkeypatch.setattr(wording.WordingImport.objects, "create", broken)
    with pytest.raises(RuntimeError):
        kept(plan)
    assert ContentVersion.objects.filter(code=CODE).count() == 1


def test_a_stand_in_receives_nothing():
    make_key()
    make_stand_in()
    form = reader.read(fhir_for(), "w.json")
    with pytest.raises(BadInput, match=r"stand-in.*weather-key"):
        plan_words(code="standin-weather", form=form)
    with pytest.raises(BadInput, match="standin-"):
        plan_new(code="standin-other", form=form)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"wording": "own", "loinc": None}, "are ours"),
        ({"items": [], "scales": [], "calendar": True}, "no questions"),
    ],
)
def test_what_takes_no_words(changes, said):
    make_key()
    raw = {k: v for k, v in key_file(**changes, code="other-key").items() if v is not None}
    make(raw)
    with pytest.raises(BadInput, match=said):
        plan_words(code="other-key", form=reader.read(fhir_for(), "w.json"))
    with pytest.raises(BadInput, match="no questionnaire"):
        plan_words(code="nowhere", form=reader.read(fhir_for(), "w.json"))


def test_a_newer_key_takes_words_of_its_own():
    make_key()
    kept(planned(fhir_for()))
    changed = key_file(version="2")
    changed["items"][1]["choices"].reverse()
    make(changed)
    plan = planned(fhir_for(), "w.json")
    assert plan.version == "2.1" and plan.carried == ()


@pytest.mark.parametrize("name", [name for name, _data in good()])
def test_a_new_one_is_asked_and_never_scored(name):
    data = dict(good())[name]
    form = reader.read(data, name, language="es" if name.endswith("csv") else "en")
    made = import_wording(
        plan=plan_new(code="river-weather", form=form),
        file_name=name, data=data, by=None, now=NOW,
    )  # fmt: skip
    content = made.instrument.content
    assert content.is_askable and not content.scales and content.loinc is None
    assert content.incomplete == "imported without a key"
    assert not any(item.loinc or item.safety_rule for item in content.items)
    assert any("No rule watches" in note for note in made.notes)
    with pytest.raises(BadInput, match="already"):
        plan_new(code="river-weather", form=form)


def body_from(name: str, data: bytes, language: str):
    form = reader.read(data, name, language=language)
    return plan_new(code="river-weather", form=form).body


@pytest.mark.parametrize(
    ("name", "format"), [(n, f) for n, _d in good() for f in ("fhir", "redcap")]
)
def test_import_export_import_is_identical(name, format):
    lang = "es" if name.endswith("csv") else "en"
    body = body_from(name, dict(good())[name], lang)
    if format == "redcap":
        body["structure"] |= {
            "languages": [lang],
            "licence": "not said in the file it was imported from",
        }
        body["wording"] = {lang: body["wording"][lang]}
    row = ContentVersion(kind="instrument", code="river-weather", version="1", body=body)
    out, data = export_wording(row=row, format=format)
    assert body_from(out, data, lang) == body


def test_a_zip_and_a_folder_say_the_same():
    assert reader.read(zipped(folder()), "w.zip") == reader.read_folder(folder())


def test_loinc_leaves_only_with_the_key_it_belongs_to():
    make_key()
    row = kept(planned(fhir_for())).instrument
    form = json.loads(export_wording(row=row, format="fhir")[1])
    assert form["code"] == [{"system": "http://loinc.org", "code": "44249-1"}]
    assert form["item"][1]["code"][0]["code"] == "44250-9"
    ours = make_stand_in()
    ours.body["structure"]["items"][0]["loinc"] = "44250-9"
    assert b"loinc" not in export_wording(row=ours, format="fhir")[1]
    with pytest.raises(BadInput, match="no words yet"):
        export_wording(row=released("instrument", CODE, "1"), format="fhir")


def test_the_command_shows_and_stops(tmp_path, capsys):
    make_key()
    path = tmp_path / "w.json"
    path.write_bytes(fhir_for())
    call_command("import_wording", CODE, path)
    said = capsys.readouterr().out
    assert "i1  [sun] <- i1 (by name)" in said
    assert "0 = Never" in said and "--confirm" in said
    assert not WordingImport.objects.exists()
    call_command("import_wording", CODE, path, "--confirm")
    assert "Kept: instrument weather-key@1.1." in capsys.readouterr().out
    call_command("import_wording", "river-weather", path, "--new", "--confirm")
    assert WordingImport.objects.count() == 2
    with pytest.raises(CommandError, match="ITEM=NAME"):
        call_command("import_wording", CODE, path, "--map", "i1")
    with pytest.raises(CommandError, match="already"):
        call_command("import_wording", "river-weather", path, "--new")
    with pytest.raises(CommandError, match="cannot be read"):
        call_command("import_wording", CODE, tmp_path / "nothing.json")


def test_the_command_writes_one_out(tmp_path, capsys):
    make_key()
    kept(planned(fhir_for()))
    out = tmp_path / "out.csv"
    call_command("export_wording", CODE, "--format", "redcap", "--output", out)
    plan = plan_new(code="river-weather", form=reader.read(out.read_bytes(), "out.csv"))
    assert plan.content.items[0].prompt("en") == PROMPTS[0]
    with pytest.raises(CommandError, match="no words yet"):
        call_command("export_wording", f"{CODE}@1", "--format", "fhir")
