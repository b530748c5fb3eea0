"""A refusal becomes a page or JSON with its sentence and status; an error stays an error."""

import json

import pytest
from django.http import HttpResponse

from kernel.errors import BadInput, Conflict, Gone, NotAllowed, NotFound, Throttled, WindowClosed
from kernel.middleware import DomainErrorMiddleware, SmallPagesMiddleware

REFUSALS = [
    (BadInput("Write the date.", field="on"), 400),
    (NotAllowed("Not yours to do."), 403),
    (NotFound("Not here."), 404),
    (Conflict("It says something else."), 409),
    (WindowClosed("Not yet."), 409),
    (Gone("No more."), 410),
    (Throttled("Please wait.", retry_after=90), 429),
]


def answer(request, error):
    """What the site says when a view raised this."""
    request.mother = request.device = None
    return DomainErrorMiddleware(lambda _: None).process_exception(request, error)


@pytest.mark.parametrize(("error", "status"), REFUSALS, ids=lambda v: type(v).__name__)
def test_a_script_gets_the_sentence_as_json(rf, error, status):
    said = answer(rf.post("/d/deposit/", {}, content_type="application/json"), error)
    body = json.loads(said.content)
    assert (said.status_code, body["message"], body["code"]) == (status, error.message, error.code)
    assert body.get("field") == error.field


@pytest.mark.parametrize(("error", "status"), REFUSALS, ids=lambda v: type(v).__name__)
def test_a_person_gets_a_page_with_the_sentence(rf, error, status):
    said = answer(rf.get("/d/today/"), error)
    assert said.status_code == status
    assert error.message in said.content.decode()
    assert b'action="/d/leave/"' in said.content


def test_how_long_to_wait_is_said_to_machines_too(rf):
    said = answer(rf.get("/d/today/"), Throttled("Please wait.", retry_after=90))
    assert said["Retry-After"] == "90"


@pytest.mark.parametrize("error", [ValueError("x"), KeyError("x"), RuntimeError("x")])
def test_any_other_error_is_not_made_to_look_like_a_refusal(rf, error):
    assert answer(rf.get("/d/today/"), error) is None


@pytest.mark.parametrize(
    ("kind", "packed"), [("text/html", True), ("audio/mpeg", False), ("application/zip", False)]
)
def test_pages_travel_compressed_and_recordings_as_they_are(rf, kind, packed):
    said = HttpResponse("word " * 200, content_type=kind)
    asked = rf.get("/d/today/", headers={"Accept-Encoding": "gzip"})
    said = SmallPagesMiddleware(lambda _: said)(asked)
    assert said.has_header("Content-Encoding") is packed
