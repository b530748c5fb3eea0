"""Loading words on a page: looked at, read, kept."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from catalog.models import ContentVersion
from measures.models import WordingImport
from tests.cast import make_cast, sign_in
from tests.measures.importing.keys import fhir_for, make_key, make_stand_in

PAGE = "/staff/questionnaires/weather-key/"


@pytest.fixture
def cast(db):
    return make_cast()


@pytest.fixture
def admin(cast, client: Client) -> Client:
    sign_in(client, cast.ada)
    return client


def file(data: bytes, name: str = "weather.json") -> dict[str, object]:
    return {"file": SimpleUploadedFile(name, data), "language": "en", "do": "look"}


def carried(page) -> str:
    return re.search(r'name="carried" value="([^"]+)"', page.content.decode())[1]


def test_a_file_is_looked_at_first_and_kept_when_somebody_says_so(admin, cast):
    make_key()
    page = admin.post(PAGE, file(fhir_for()))
    text = page.content.decode()
    assert page.status_code == 200
    assert "Nothing is kept yet" in text and "Was it sunny?" in text and "sun" in text
    assert not WordingImport.objects.exists()
    admin.post(PAGE, {"do": "load", "carried": carried(page)})
    made = WordingImport.objects.get()
    assert (made.instrument.version, made.imported_by, made.file_name) == (
        *("1.1", cast.ada),
        "weather.json",
    )
    text = admin.get(PAGE).content.decode()
    assert "from weather.json" in text and "by Ada" in text


def test_a_file_that_does_not_fit_says_why_and_lets_a_person_choose(admin):
    make_key()
    odd = fhir_for(names=["a", "b", "c", "d"])
    page = admin.post(PAGE, file(odd))
    text = page.content.decode()
    assert "was not taken" in text and "i1" in text
    picks = {f"pick-i{n}": name for n, name in ((1, "a"), (2, "b"), (3, "c"))}
    page = admin.post(PAGE, {"do": "look", "carried": carried(page), **picks})
    assert "Nothing is kept yet" in page.content.decode()
    page = admin.post(PAGE, {"do": "load", "carried": carried(page), **picks})
    assert WordingImport.objects.get().mapping == {"i1": "a", "i2": "b", "i3": "c"}


def test_a_new_one_needs_a_code_and_is_not_scored(admin):
    page = admin.post("/staff/questionnaires/", file(fhir_for()))
    assert "field" in page.content.decode() and not WordingImport.objects.exists()
    page = admin.post("/staff/questionnaires/", {**file(fhir_for()), "code": "river-weather"})
    sent = {"do": "load", "carried": carried(page), "code": "river-weather"}
    assert admin.post("/staff/questionnaires/", sent).status_code == 302
    content = ContentVersion.objects.get(code="river-weather").content
    assert content.is_askable and not content.scales and content.incomplete


@pytest.mark.parametrize("code", ["", "Ä", "standin-x", "weather key", "x" * 41, "weather-key"])
def test_a_code_that_cannot_be_keeps_nothing(admin, code):
    make_key()
    page = admin.post(PAGE, file(fhir_for()))
    sent = {"do": "load", "carried": carried(page), "code": code}
    page = admin.post("/staff/questionnaires/", sent)
    assert "was not taken" in page.content.decode()
    assert not WordingImport.objects.exists()


@pytest.mark.parametrize(
    "data", [b"\0\1\2", b"{", b"PK\x03\x04", b'{"resourceType": "Patient"}', b"a,b\n1,2\n"]
)
def test_no_file_breaks_the_page(admin, data):
    make_key()
    page = admin.post(PAGE, file(data))
    assert page.status_code == 400
    assert "Nothing of it was kept" in page.content.decode()


def test_what_was_carried_cannot_be_changed_on_the_way(admin):
    make_key()
    page = admin.post(PAGE, file(fhir_for()))
    sent = {"do": "load", "carried": carried(page)[:-2] + "xx"}
    assert admin.post(PAGE, sent).status_code == 400
    assert not WordingImport.objects.exists()


def test_a_large_file_is_for_the_command(admin):
    make_key()
    text = admin.post(PAGE, file(b"x" * 170_000)).content.decode()
    assert "import_wording" in text


def test_a_file_without_the_mark_of_the_form_is_refused(cast):
    client = Client(enforce_csrf_checks=True)
    sign_in(client, cast.ada)
    make_key()
    assert client.post(PAGE, file(fhir_for())).status_code == 403


def test_a_stand_in_has_no_place_for_a_file(admin):
    make_key()
    make_stand_in()
    text = admin.get("/staff/questionnaires/standin-weather/").content.decode()
    assert 'type="file"' not in text and "weather-key" in text
    page = admin.post("/staff/questionnaires/standin-weather/", file(fhir_for()))
    assert "was not taken" in page.content.decode()


def test_it_is_downloaded_as_other_programmes_read_it(admin):
    make_key()
    page = admin.post(PAGE, file(fhir_for()))
    admin.post(PAGE, {"do": "load", "carried": carried(page)})
    fhir = admin.get(f"{PAGE}1.1/fhir/")
    assert fhir["Content-Type"] == "application/fhir+json" and b"sunny" in fhir.content
    table = admin.get(f"{PAGE}1.1/redcap/?lang=en")
    assert table.content.startswith(b"Variable / Field Name,Form Name")
    assert admin.get(f"{PAGE}1/fhir/").status_code == 400
    assert admin.get(f"{PAGE}1.1/word/").status_code == 400
    assert admin.get(f"{PAGE}1.1/redcap/?lang=xx").status_code == 400


def test_only_an_admin_opens_it(cast, client):
    make_key()
    sign_in(client, cast.ben)
    assert client.get(PAGE).status_code == 403
    assert client.get(f"{PAGE}1/fhir/").status_code == 403
