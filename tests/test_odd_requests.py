"""Requests no browser of ours makes: refused in words, never a 500, never read to the end."""

import io

import pytest
from django.test import Client, RequestFactory

from people.services import invite
from tests.cast import Cast, sign_in

MEGABYTE = 1024 * 1024


@pytest.mark.parametrize("token", ["%E2%82%AC", "%00", "a;b", "%22x", "%0d%0aX:1", "x" * 5000])
def test_an_address_that_is_no_invitation_leaves_no_cookie(token, cast: Cast, client: Client):
    response = client.get(f"/d/i/{token}/")
    assert response.status_code == 302
    assert "link" not in response.cookies
    assert client.get("/d/welcome/").status_code == 410


def test_an_invitation_still_does(cast: Cast, client: Client):
    client.get(f"/d/i/{invite(participant=cast.ana, by=cast.ben, now=cast.ana.enrolled_at)}/")
    assert client.get("/d/welcome/").status_code == 200


@pytest.mark.parametrize("name", ["staff", "phone", "open", "here", "link", "asked", "csrf"])
@pytest.mark.parametrize("address", ["/d/today/", "/staff/", "/api/v1/participants/", "/d/help/"])
def test_a_cookie_with_a_nul_is_none_of_ours(name, address, cast: Cast):
    odd = Client().get(address, headers={"Cookie": f'{name}="\\000abcdefghijk"'})
    assert odd.status_code == Client().get(address).status_code < 500


@pytest.mark.parametrize("address", ["/d/unlock/", "/staff/account/login/", "/d/deposit/", "/"])
def test_a_huge_body_is_refused_before_it_is_read(address, cast: Cast):
    body = io.BytesIO(b"x" * MEGABYTE)
    response = Client().generic(
        "POST",
        address,
        b"",
        content_type="multipart/form-data; boundary=b",
        **{"wsgi.input": body, "CONTENT_LENGTH": str(MEGABYTE)},
    )
    assert response.status_code == 413
    assert body.tell() == 0


def test_a_file_in_a_form_is_let_go(cast: Cast, client: Client):
    file = io.BytesIO(b"x" * 1000)
    file.name = "a.bin"
    request = RequestFactory().post("/d/unlock/", {"pin": "1", "file": file})
    assert dict(request.FILES) == {} and request.POST["pin"] == "1"


@pytest.mark.parametrize(
    "query", ["limit=" + "9" * 30, "offset=" + "9" * 30, "offset=" + "9" * 5000, "limit=-1"]
)
def test_a_page_of_a_list_has_an_end(query, cast: Cast, client: Client):
    sign_in(client, cast.ben)
    assert client.get(f"/api/v1/participants/?{query}").status_code == 200
