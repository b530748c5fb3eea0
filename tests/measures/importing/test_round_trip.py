"""Import, export, import: what comes back is what went out."""

from hypothesis import given, settings

from measures.importing import writing
from measures.importing.plain import dress, plain
from measures.importing.reader import read
from tests.measures.importing.bodies import again, instruments, texts


@settings(max_examples=150, deadline=None)
@given(instruments(["en", "es"]))
def test_through_fhir(body):
    once = writing.to_fhir(body)
    form = read(once, "q.json")
    assert form.format == "fhir"
    assert again(form) == body
    assert writing.to_fhir(again(form)) == once


@settings(max_examples=150, deadline=None)
@given(instruments(["en"]))
def test_through_redcap(body):
    once = writing.to_redcap(body, "en")
    form = read(once, "q.csv")
    assert form.format == "redcap"
    assert again(form) == body
    assert writing.to_redcap(again(form), "en") == once


@settings(max_examples=300, deadline=None)
@given(texts)
def test_words_survive_their_dress(text):
    assert plain(dress(text)) == text
    assert plain(dress(text, cell=True)) == text
    assert "|" not in dress(text, cell=True) and "\n" not in dress(text, cell=True)
