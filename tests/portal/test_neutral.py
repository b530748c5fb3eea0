"""What a phone shows of a page (title, address) says nothing; every page can be left."""

import re
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import get_resolver

from catalog.services import released
from measures.models import Administration
from portal import landing, urls
from portal.plans import FROM_SLUG
from portal.views.errors import server_error
from portal.views.reach import ASKED
from schedule.models import Occurrence
from tests.cast import Cast

PAGES = [
    "/d/today/", "/d/weeks/", "/d/settings/", "/d/help/", "/d/pin/", "/d/agree/?about=care",
    "/d/changed/", "/d/plan/", "/d/plan/kit/", "/d/reach/", "/d/reach/home/", "/d/mine/",
    "/d/settings/language/", "/d/settings/messages/", "/d/settings/agreed/", "/d/settings/lock/",
    "/d/settings/phones/", "/d/settings/hide/", "/d/settings/forget/", "/d/settings/looked/",
    "/d/settings/copy/", "/d/settings/stop/", "/d/mine/?about=days", "/d/mine/?about=kit",
    "/d/safe/",
]  # fmt: skip
OUTSIDE = ["/d/unlock/", "/d/help/", "/d/welcome/", "/d/nothing/", "/d/safe/"]


@pytest.mark.parametrize("path", PAGES)
def test_titles_say_nothing(path: str, her: Client) -> None:
    page = her.get(path).content.decode()
    assert re.findall("<title>(.*?)</title>", page) == ["Daybook"]


def test_titles_of_sessions_steps_and_questions_say_nothing(cast: Cast, her: Client) -> None:
    check_in = Occurrence.objects.filter(participant=cast.ana, rule__kind="check_in").earliest(
        "ordinal"
    )
    assigned = cast.course.assigned.earliest("ordinal")
    steps = assigned.course.curriculum.content.session(assigned.code).steps
    session = f"/d/s/{assigned.public_id}/"
    paths = [f"/d/q/{check_in.public_id}/", session, *(f"{session}{one.code}/" for one in steps)]
    titles = [
        re.findall("<title>(.*?)</title>", her.get(path, follow=True).content.decode())
        for path in paths
    ]
    assert titles == [["Daybook"]] * len(paths)


def test_titles_of_pages_that_answer_a_form_say_nothing(cast: Cast, her: Client) -> None:
    """Help in answer to what she said, a stop, a refusal, an end: each is a page of its own."""
    check_in = Occurrence.objects.filter(participant=cast.ana, rule__kind="check_in").earliest(
        "ordinal"
    )
    first = her.post(f"/d/q/{check_in.public_id}/").url
    stress = Administration.objects.get(participant=cast.ana, instrument__code="stress")
    assigned = cast.course.assigned.earliest("ordinal")
    later = cast.course.assigned.latest("ordinal")
    steps = assigned.course.curriculum.content.session(assigned.code).steps
    practice = next(step.code for step in steps if step.kind == "practice")
    reflection = next(step.code for step in steps if step.kind == "reflection")
    sent = [
        (first, {"uuid": str(uuid4()), "value": "99"}),
        (f"/d/q/{stress.public_id}/thoughts/", {"uuid": str(uuid4()), "value": "3"}),
        (f"/d/stop/{assigned.public_id}/{practice}/", {"uuid": str(uuid4())}),
        (f"/d/s/{assigned.public_id}/{reflection}/", {"uuid": str(uuid4()), "text": " "}),
        (f"/d/s/{later.public_id}/", {"uuid": str(uuid4())}),
        ("/d/pin/", {"pin": "1", "again": "1"}),
        ("/d/settings/messages/", {"quiet_from": "late"}),
        ("/d/changed/", {"addressed": "queen"}),
        ("/d/plan/signs/", {"words": "x" * 3000, "revision": "0"}),
        ("/d/reach/home/", {"send_home": "only_if", "send_home_if": ""}),
        ("/d/mine/", {"what": "again"}),
        ("/d/mine/", {"what": "days"}),
        ("/d/agree/", {"purpose": "care", "answer": "no"}),
        ("/d/unlock/", {"pin": "999999"}),
        ("/d/settings/lock/", {"minutes": "99"}),
        ("/d/settings/copy/", {"secret": "short", "again": "short"}),
        ("/d/settings/phones/", {"phone": "none"}),
        ("/d/settings/forget/", {}),
    ]
    for path, form in sent:
        page = her.post(path, form)
        if page.status_code == 302:  # Without her yes to care all leads back to asking for it.
            page = her.get(page.url)
        assert re.findall("<title>(.*?)</title>", page.content.decode()) == ["Daybook"], path
        assert b'action="/d/leave/"' in page.content, path


@pytest.mark.parametrize("path", PAGES)
def test_every_open_page_can_be_left(path: str, her: Client) -> None:
    assert b'action="/d/leave/"' in her.get(path).content


@pytest.mark.parametrize("path", OUTSIDE)
def test_every_shut_page_can_be_left(path: str, client: Client, db: None) -> None:
    assert b'action="/d/leave/"' in client.get(path).content


def test_no_address_says_what_this_is(db: None) -> None:
    words = released("forbidden", "message-words").content
    patterns = [str(one.pattern) for one in [*urls.urlpatterns, *landing.urlpatterns]]
    patterns += [*FROM_SLUG, *ASKED, *PAGES]
    assert [found for one in patterns if (found := words.found_in(one))] == []


@pytest.mark.parametrize("path", ["/away/", "/", "/d/unlock/", "/d/help/"])
def test_pages_without_a_pin_name_neither_programme_nor_substance(
    path: str, client: Client, db: None, settings
) -> None:
    settings.DEMO = False
    page = re.sub("<[^>]+>", " ", client.get(path).content.decode())
    assert not re.search(r"\bMORE\b|opioid|recovery|methadone|addict|craving", page)


@pytest.mark.parametrize(
    "path", ["/", "/away/", "/d/unlock/", "/d/help/", "/staff/account/login/", "/d/nothing/"]
)
def test_no_page_belongs_in_a_search_engine(path: str, client: Client, db: None) -> None:
    assert re.search('<meta name="robots" content="noindex', client.get(path).content.decode())
    assert client.get("/robots.txt").content == b"User-agent: *\nDisallow: /\n"


def test_nothing_is_kept_by_the_browser(cast: Cast, her: Client) -> None:
    assert her.get("/d/today/")["Cache-Control"] == "no-store"


def test_every_page_of_hers_is_under_one_prefix() -> None:
    hers = {
        str(p.pattern)
        for p in get_resolver().url_patterns
        if "portal.urls" in str(getattr(p, "urlconf_name", ""))
    }
    assert hers == {"d/"}


def test_a_broken_form_token_is_explained(cast: Cast) -> None:
    strict = Client(enforce_csrf_checks=True)
    page = strict.post("/d/unlock/", {"pin": "482915"})
    assert page.status_code == 403
    assert b"send that once more" in page.content


def test_leave_needs_no_token(cast: Cast) -> None:
    assert Client(enforce_csrf_checks=True).post("/d/leave/").url == "/away/"


def test_the_page_of_a_broken_server_asks_nothing_of_the_database(rf) -> None:
    page = server_error(rf.get("/d/today/"))
    assert page.status_code == 500
    assert b'action="/d/leave/"' in page.content


def test_staff_meet_their_own_error_page(cast: Cast, client: Client) -> None:
    client.force_login(cast.ben)
    page = client.get("/api/v1/nothing/")
    assert page.status_code in (403, 404)
    assert b"Daybook" not in page.content
