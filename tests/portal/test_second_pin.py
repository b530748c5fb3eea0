"""The second PIN: the same way in, a plain page, and nothing of hers read or written."""

import contextlib
import re
from datetime import datetime, timedelta

import pytest
from django.test import Client

from kernel.errors import BadInput, DomainError, Gone
from people.models import Device, Unlock
from people.pins import LAST_GUESS
from people.services import change_pin, check_pin, unlock
from tests.cast import NOW, PIN, Cast

OTHER = "730418"
HERS = ["/d/weeks/", "/d/settings/", "/d/plan/", "/d/reach/", "/d/mine/", "/d/changed/", "/d/pin/"]


@pytest.fixture
def taught(cast: Cast) -> Device:
    """The clinic and she have set it, on the page that changes the PIN."""
    change_pin(device=cast.phone, old=f"{PIN}00", new=OTHER, now=NOW)
    return cast.phone


@pytest.fixture
def plain(taught: Device, shut: Client) -> Client:
    """Her phone, opened with it."""
    assert shut.post("/d/unlock/", {"pin": OTHER}).url == "/d/today/"
    return shut


def test_it_is_set_in_the_same_words_as_another_pin(cast: Cast, her: Client) -> None:
    said = [
        her.post("/d/pin/", {"old": old, "pin": new, "again": new}).url
        for old, new in ((f"{PIN}00", OTHER), (PIN, "593026"))
    ]
    assert said == ["/d/settings/?done=pin"] * 2


def test_both_open_and_only_the_first_opens_what_is_hers(taught: Device) -> None:
    for pin in (PIN, OTHER):
        unlock(device=taught, pin=pin, now=NOW)
    assert list(Unlock.objects.order_by("pk").values_list("plain", flat=True))[-2:] == [False, True]


def test_the_page_is_today_by_its_address_and_holds_nothing(plain: Client, cast: Cast) -> None:
    page = plain.get("/d/today/").content.decode()
    assert "slow breath" in page
    assert re.findall("<title>(.*?)</title>", page) == ["Daybook"]
    assert "data-open" in page and "data-phone" not in page
    assert "Noticing" not in page and "/d/s/" not in page and "/d/q/" not in page


@pytest.mark.parametrize("address", HERS)
def test_every_page_of_hers_leads_back_to_it(plain: Client, address: str) -> None:
    page = plain.get(address, follow=True)
    assert page.redirect_chain[-1][0] == "/d/today/"
    assert b"slow breath" in page.content


def test_her_session_is_not_found(plain: Client, cast: Cast) -> None:
    assigned = cast.course.assigned.earliest("ordinal")
    address = f"/d/s/{assigned.public_id}/"
    assert plain.get(address, follow=True).redirect_chain[-1][0] == "/d/today/"
    step = assigned.course.curriculum.content.session(assigned.code).steps[0].code
    plain.post(f"{address}{step}/", {"uuid": "x"})
    assigned.refresh_from_db()
    assert assigned.first_opened_at is None


def test_nothing_is_taken_along(plain: Client) -> None:
    assert plain.get("/d/pack/").status_code == 401


def test_help_has_no_way_to_her_plan(plain: Client) -> None:
    page = plain.get("/d/help/").content.decode()
    assert "/d/plan/" not in page and "data-phone" not in page


def test_leave_shuts_it_and_the_first_pin_opens_as_ever(plain: Client) -> None:
    plain.post("/d/leave/")
    assert plain.get("/d/today/").url == "/d/unlock/"
    plain.post("/d/unlock/", {"pin": PIN})
    assert b"Noticing" in plain.get("/d/today/").content


def test_it_is_spoken_in_her_language(plain: Client, cast: Cast) -> None:
    cast.ana.language = "es"
    cast.ana.save()
    assert '<html lang="es">' in plain.get("/d/today/").content.decode()


def wrongly(device: Device, at: datetime) -> str:
    """A wrong PIN, and what she would be told."""
    with pytest.raises(DomainError) as refused:
        unlock(device=device, pin="000001", now=at)
    return type(refused.value).__name__


def test_behind_it_a_wrong_pin_is_told_as_behind_the_first(taught: Device) -> None:
    """Whoever tries after each of the two hears the same."""
    heard = {}
    for pin in (PIN, OTHER):
        heard[pin] = [wrongly(taught, NOW) for _ in range(3)]
        unlock(device=taught, pin=pin, now=NOW)
        heard[pin] += [wrongly(taught, NOW) for _ in range(4)]
        unlock(device=taught, pin=PIN, now=NOW + timedelta(hours=1))
    assert heard[PIN] == heard[OTHER] == ["BadInput"] * 6 + ["Throttled"]
    taught.refresh_from_db()
    assert (taught.wrong_pins, taught.guesses) == (0, 0)


def test_it_buys_no_endless_guesses_at_the_first(taught: Device) -> None:
    for tried in range(1, LAST_GUESS + 1):
        told = wrongly(taught, NOW)
        assert told == ("Gone" if tried == LAST_GUESS else "BadInput")
        if tried % 3 == 0 and tried < LAST_GUESS:
            unlock(device=taught, pin=OTHER, now=NOW)
    for pin in (OTHER, PIN):
        with pytest.raises(Gone):
            unlock(device=taught, pin=pin, now=NOW + timedelta(days=1))


def test_the_first_pin_asked_once_more_sets_the_guesses_back(taught: Device) -> None:
    wrongly(taught, NOW)
    check_pin(device=taught, pin=PIN, now=NOW)
    taught.refresh_from_db()
    assert (taught.wrong_pins, taught.guesses) == (0, 0)


def test_as_long_a_look_whether_there_is_one_or_not(
    cast: Cast, taught: Device, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What takes time is working out a PIN: as often for each of the four."""
    from people.services import devices

    seen: list[str] = []
    real = devices.check_password
    monkeypatch.setattr(
        devices, "check_password", lambda pin, held: bool(seen.append(pin)) or real(pin, held)
    )
    counts = []
    for pin, second in ((PIN, True), (OTHER, True), ("000001", True), (PIN, False)):
        if not second:
            Device.objects.filter(pk=taught.pk).update(second_pin_hash="")
        seen.clear()
        with contextlib.suppress(BadInput):
            unlock(device=taught, pin=pin, now=NOW)
        counts.append(len(seen))
    assert counts == [2, 2, 2, 2]


def test_the_pin_she_has_ends_the_second(taught: Device) -> None:
    change_pin(device=taught, old=f"{PIN}00", new=PIN, now=NOW)
    taught.refresh_from_db()
    assert taught.second_pin_hash == ""


def test_a_new_first_pin_that_is_the_second_is_the_first(taught: Device) -> None:
    change_pin(device=taught, old=PIN, new=OTHER, now=NOW)
    unlock(device=taught, pin=OTHER, now=NOW)
    assert not Unlock.objects.latest("pk").plain


def test_a_wrong_pin_with_zeros_behind_it_is_wrong(cast: Cast) -> None:
    with pytest.raises(BadInput):
        change_pin(device=cast.phone, old="11111100", new=OTHER, now=NOW)
    cast.phone.refresh_from_db()
    assert (cast.phone.wrong_pins, cast.phone.second_pin_hash) == (1, "")


def test_asked_once_more_the_second_pin_is_a_wrong_one(taught: Device) -> None:
    check_pin(device=taught, pin=PIN, now=NOW)
    with pytest.raises(BadInput):
        check_pin(device=taught, pin=OTHER, now=NOW)


def test_no_page_names_it(taught: Device, her: Client) -> None:
    for path in ("/d/pin/", "/d/settings/", "/d/help/", "/d/today/"):
        assert "second" not in her.get(path).content.decode().lower().replace("seconds", "")
