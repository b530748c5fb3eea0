"""Spanish is spoken as the site says: tú or usted, and its own words."""

import pytest
from django.core.checks import run_checks
from hypothesis import given
from hypothesis import strategies as st

from catalog import services, site
from catalog.build import build
from catalog.models import ContentVersion
from catalog.voice import ADDRESSES, PLAIN, TU, USTED, Voice
from tests.catalog.folder import MOOD, complaints, read, write, write_instrument

WORDS = """\
kind: words
code: regional
version: "0"
status: draft
languages: [es]
words:
  - {code: bus, means: a bus, word: {es: autobús}}
  - {code: crib, means: a crib, word: {es: cuna}}
"""
BUS = (("es", "bus", "autobús"),)
piece = st.text(st.characters(exclude_characters="[]|=", exclude_categories=["Cs"]), max_size=12)
form = piece.filter(bool)


@pytest.mark.parametrize(
    ("address", "said"),
    [(TU, "Siéntate como te quede bien."), (USTED, "Siéntese como le quede bien.")],
)
def test_each_address_has_its_form(address, said):
    text = "[Siéntate|Siéntese] como [te|le] quede bien."
    assert Voice(address).speak(text, "es") == said


def test_a_word_is_the_sites():
    assert (
        Voice(TU, BUS).speak("En el [=bus]. [=Bus] lleno.", "es") == "En el autobús. Autobús lleno."
    )


def test_a_word_no_list_holds_any_more_is_its_code_and_no_broken_page():
    assert PLAIN.speak("En el [=bus].", "es") == "En el bus."


def test_other_languages_are_left_alone():
    assert Voice(USTED, BUS).speak("[a|b] [=bus]", "en") == "[a|b] [=bus]"


@given(st.lists(st.one_of(piece, st.tuples(form, form)), max_size=8), st.sampled_from(ADDRESSES))
def test_what_is_spoken_is_the_pieces_of_one_address(pieces, address):
    marked = "".join(one if isinstance(one, str) else f"[{one[0]}|{one[1]}]" for one in pieces)
    chosen = ADDRESSES.index(address)
    expected = "".join(one if isinstance(one, str) else one[chosen] for one in pieces)
    voice = Voice(address)
    assert voice.complaints(marked, "es") == []
    assert voice.speak(marked, "es") == expected
    assert voice.speak(expected, "es") == expected


@given(st.text(st.characters(exclude_characters="[]", exclude_categories=["Cs"])))
def test_a_text_without_brackets_is_spoken_as_it_stands(text):
    for address in ADDRESSES:
        for lang in ("en", "es"):
            assert Voice(address, BUS).speak(text, lang) == text
            assert Voice(address, BUS).complaints(text, lang) == []


@pytest.mark.parametrize(
    "text", ["[tú|usted", "tú|usted]", "[tú]", "[tú|]", "[|usted]", "[a|b|c]", "[a [b|c]|d]", "[=]"]
)
def test_brackets_that_mean_nothing_are_an_error(text):
    assert PLAIN.complaints(text, "es")


def spanish(text):
    return MOOD.replace("es: ¿Cómo estás?", f'es: "{text}"')


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (spanish("¿Cómo [estás|está?"), "mood.yaml:19: a square bracket that is no pair of forms"),
        (spanish("¿Y el [=tren]?"), "mood.yaml:19: no list holds the word “tren”"),
        (MOOD.replace("How are you now?", "How [are] you?"), "18: a square bracket in “en”"),
    ],
)
def test_wrong_brackets_are_named_with_file_and_line(tmp_path, text, expected):
    write(write_instrument(tmp_path, text), {"words/es.yaml": WORDS})
    (line,) = complaints(tmp_path)
    assert expected in line


def test_a_newer_list_changes_only_what_it_holds(tmp_path):
    pack = WORDS.replace('"0"', '"1"').replace("autobús", "guagua").split("  - {code: crib")[0]
    write(tmp_path, {"words/es.yaml": WORDS, "words/ours.yaml": pack})
    voice = read(tmp_path).voice
    assert voice.speak("[=bus] [=crib]", "es") == "guagua cuna"


def test_marks_are_kept_in_the_body_and_spoken_in_the_content(tmp_path):
    write_instrument(tmp_path, spanish("¿Cómo [estás|está]?"))
    loaded = read(tmp_path).contents["instrument", "mood", "0"]
    assert loaded.content.item("now").prompt("es") == "¿Cómo estás?"
    formal = build("instrument", loaded.body, Voice(USTED))
    assert formal.item("now").prompt("es") == "¿Cómo está?"
    assert "[estás|está]" in str(loaded.body)


@pytest.fixture
def usted(settings):
    settings.SPANISH_ADDRESS = USTED
    site.site_voice.cache_clear()
    site.library.cache_clear()
    yield
    site.site_voice.cache_clear()
    site.library.cache_clear()


@pytest.mark.django_db
def test_an_archived_version_follows_the_switch(usted, settings):
    row = services.released("instrument", "arriving")
    assert "¿Cuánta fuerza tiene" in row.content.item("rested").prompt("es")
    settings.SPANISH_ADDRESS = TU
    site.site_voice.cache_clear()
    again = ContentVersion.objects.get(pk=row.pk)
    assert "¿Cuánta fuerza tienes" in again.content.item("rested").prompt("es")


def test_the_library_speaks_as_the_site_does(usted):
    (arriving,) = services.library().versions("instrument", "arriving")
    assert "tiene para esto" in arriving.item("rested").prompt("es")


def test_another_address_stops_the_start(settings):
    assert not [error for error in run_checks() if error.id == "catalog.E003"]
    settings.SPANISH_ADDRESS = "vos"
    (error,) = [error for error in run_checks() if error.id == "catalog.E003"]
    assert "'vos'" in error.msg and "usted" in error.hint
