"""Her plan: six short screens, kept in her words; who sees it is hers to say."""

import pytest
from django.test import Client

from safety.services import lock_plan, plan_of, save_part, share_plan
from tests.cast import NOW, Cast
from tests.portal.conftest import hidden

SIGNS = "I stop answering.\nI sit in the dark."


@pytest.fixture
def written(cast: Cast) -> None:
    for part, words in (("signs", SIGNS), ("people", "My sister, 212 555 0147")):
        save_part(participant=cast.ana, part=part, words=words, revision=0, by=None, now=NOW)


def send(client: Client, part: str, words: str, *, revision: str | None = None, **more):
    """The form of a screen as it stands, with her words."""
    address = f"/d/plan/{part}/"
    form = {"revision": revision or hidden(client.get(address), "revision"), "words": words}
    return client.post(address, form | more)


def test_the_six_screens_lead_from_one_to_the_next(cast: Cast, her: Client) -> None:
    where, seen = "/d/plan/signs/", []
    while where.count("/") > 3:
        seen.append(where)
        assert f"{len(seen)} of 6" in her.get(where).content.decode()
        where = send(her, where.split("/")[3], f"words {len(seen)}").url
    assert len(seen) == 6
    plan = plan_of(cast.ana)
    assert (plan.signs, plan.naloxone, plan.revision) == ("words 1", "words 6", 6)
    assert "words 6" in her.get(where).content.decode()


def test_no_address_names_a_medicine(her: Client) -> None:
    assert "naloxone" not in her.get("/d/plan/safer/").content.decode()
    assert her.get("/d/plan/naloxone/").status_code == 404
    assert her.get("/d/plan/kit/").status_code == 200


def test_any_screen_may_be_skipped(cast: Cast, her: Client) -> None:
    answer = her.post("/d/plan/helps/", {"skip": "1", "words": "typed and left"})
    assert answer.url == "/d/plan/people/"
    assert plan_of(cast.ana).pk is None


def test_one_screen_can_be_changed_alone(written: None, her: Client) -> None:
    assert 'href="/d/plan/signs/?one=1"' in her.get("/d/plan/").content.decode()
    assert send(her, "signs", "Other", one="1").url.startswith("/d/plan/?")


def test_numbers_she_writes_can_be_tapped(written: None, her: Client) -> None:
    assert 'href="tel:2125550147"' in her.get("/d/plan/").content.decode()


def test_two_pages_show_both_and_keep_hers_in_the_box(
    cast: Cast, written: None, her: Client
) -> None:
    old = hidden(her.get("/d/plan/signs/"), "revision")
    send(her, "signs", "From my other phone")
    page = send(her, "signs", "From this one", revision=old)
    said = page.content.decode()
    assert page.status_code == 409
    assert "From my other phone" in said and ">From this one</textarea>" in said
    assert plan_of(cast.ana).signs == "From my other phone"
    form = {"revision": hidden(page, "revision"), "words": "From this one"}
    assert her.post("/d/plan/signs/", form).status_code == 302
    assert plan_of(cast.ana).signs == "From this one"


def test_what_is_too_long_stays_in_the_box(her: Client) -> None:
    page = send(her, "signs", "x" * 2001)
    assert page.status_code == 400
    assert "x" * 2001 in page.content.decode()


def test_it_is_kept_though_the_phone_locked_while_she_wrote(cast: Cast, her: Client) -> None:
    revision = hidden(her.get("/d/plan/signs/"), "revision")
    del her.cookies["here"]
    assert send(her, "signs", SIGNS, revision=revision).status_code == 302
    assert plan_of(cast.ana).signs == SIGNS


def test_a_shut_phone_gets_only_its_own_words_back(cast: Cast, written: None, her: Client) -> None:
    del her.cookies["here"]
    page = send(her, "signs", "Mine", revision="9")
    assert page.status_code == 409
    assert "Mine" in page.content.decode() and "in the dark" not in page.content.decode()
    assert hidden(page, "revision") == "9"


def test_only_she_reads_it_until_she_says_otherwise(cast: Cast, written: None, her: Client) -> None:
    only = "Only you see this here. A court order could still reach it."
    assert only in her.get("/d/plan/signs/").content.decode()
    her.post("/d/plan/", {"what": "share", "value": "yes"})
    page = her.get("/d/plan/signs/").content.decode()
    assert "Your clinic reads this" in page and only not in page
    her.post("/d/plan/", {"what": "share", "value": "no"})
    assert not plan_of(cast.ana).shared


def test_behind_the_pin_the_pin_comes_first(written: None, shut: Client) -> None:
    answer = shut.get("/d/plan/")
    assert answer.url == "/d/unlock/?next=%2Fd%2Fplan%2F"


def test_without_the_pin_it_can_be_read_and_not_changed(
    cast: Cast, written: None, shut: Client
) -> None:
    lock_plan(participant=cast.ana, behind_pin=False, now=NOW)
    page = shut.get("/d/plan/").content.decode()
    assert "in the dark" in page and "tel:2125550147" in page
    assert "<textarea" not in page and 'name="what"' not in page
    assert shut.post("/d/plan/", {"what": "lock", "value": "yes"}).url.startswith("/d/unlock/")
    assert shut.get("/d/plan/signs/").url.startswith("/d/unlock/")


def test_opening_it_without_the_pin_warns_of_who_holds_the_phone(cast: Cast, her: Client) -> None:
    assert "anyone who holds this phone can read it" in her.get("/d/plan/").content.decode()
    her.post("/d/plan/", {"what": "lock", "value": "no"})
    assert not plan_of(cast.ana).behind_pin


def test_another_phone_of_nobody_sees_nothing(cast: Cast, written: None, client: Client) -> None:
    lock_plan(participant=cast.ana, behind_pin=False, now=NOW)
    assert client.get("/d/plan/").url.startswith("/d/unlock/")


@pytest.mark.parametrize("form", [{}, {"what": "everything", "value": "yes"}])
def test_nonsense_is_refused(form: dict, her: Client) -> None:
    assert her.post("/d/plan/", form).status_code == 400


@pytest.mark.parametrize("path", ["/d/things/", "/d/help/", "/d/today/"])
def test_the_way_to_it(path: str, her: Client) -> None:
    assert 'href="/d/plan/"' in her.get(path).content.decode()


def test_sharing_is_not_staffs_to_say(cast: Cast, written: None) -> None:
    share_plan(participant=cast.ana, shared=True, now=NOW)
    assert plan_of(cast.ana).signs == SIGNS
