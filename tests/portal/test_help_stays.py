"""Help is one tap away wherever she is, and on the page itself when nothing else works."""

import pytest
from django.db import OperationalError, connection
from django.test import Client

from people.services import invite
from tests.cast import Cast

LINE = b"tel:988"


def broken(execute, sql, params, many, context):
    """PostgreSQL is not there."""
    raise OperationalError("the server closed the connection")


@pytest.mark.parametrize("address", ["/d/today/", "/d/help/", "/d/unlock/", "/d/settings/"])
@pytest.mark.parametrize("language", ["en", "es"])
def test_without_a_database_the_lines_are_on_the_page(
    address: str, language: str, her: Client
) -> None:
    her.raise_request_exception = False
    with connection.execute_wrapper(broken):
        page = her.get(address, headers={"Accept-Language": language})
    assert page.status_code == 500
    assert LINE in page.content
    assert b'id="leave"' in page.content
    assert f'<html lang="{language}">' in page.content.decode()


@pytest.mark.parametrize("address", ["/staff/", "/api/v1/participants/", "/staff/account/login/"])
def test_staff_get_a_page_too(address: str, cast: Cast) -> None:
    client = Client(raise_request_exception=False)
    client.cookies["staff"] = "x" * 32
    with connection.execute_wrapper(broken):
        page = client.get(address)
    assert page.status_code == 500
    assert b"Something broke" in page.content or b"our fault" in page.content


def test_from_the_way_in_too(cast: Cast, client: Client) -> None:
    """A link that is over, a phone without a PIN, the page before it, what is agreed to."""
    assert b'href="/d/help/#lines"' in client.get("/d/welcome/").content
    client.get(f"/d/i/{invite(participant=cast.ana, by=cast.ben, now=cast.ana.enrolled_at)}/")
    assert b'href="/d/help/#lines"' in client.get("/d/welcome/").content
    client.post("/d/welcome/", {"nonce": "n"})
    assert b'href="/d/help/#lines"' in client.get("/d/pin/").content


@pytest.mark.parametrize("address", ["/d/nothing/", "/d/s/x/", "/nothing/"])
def test_from_errors_too(address: str, her: Client) -> None:
    assert b'href="/d/help/#lines"' in her.get(address).content


def test_from_what_she_is_asked_to_agree_to(cast: Cast, her: Client) -> None:
    assert b'href="/d/help/#lines"' in her.get("/d/agree/?about=care").content
