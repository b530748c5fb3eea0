"""Who reads a hard moment she keeps: she alone, unless she says that her clinic may."""

import pytest
from django.test import Client
from django.utils import timezone

from kernel.errors import BadInput, NotFound
from sessions.models import HardMoment, KeptBack
from sessions.services import delete_said, keep_back, save_moment
from tests.cast import NOW, Cast, agree, pair, sign_in
from tests.portal.conftest import hidden
from tests.saying import envelope, later

WORDS = "A call from my mother."
ONLY_ME = "Only you see this here"
CLINIC = "Your clinic reads this"


def keep(her: Client, **said: object):
    page = her.get("/d/moment/")
    return her.post("/d/moment/", {"uuid": hidden(page, "uuid"), "what": WORDS, **said})


def list_of(her: Client) -> str:
    return her.get("/d/things/moments/").content.decode()


@pytest.fixture
def staff_page(cast: Cast):
    """Her page as a person of staff sees it."""

    def read(user=None) -> str:
        client = Client()
        sign_in(client, user or cast.ben)
        return client.get(f"/staff/mothers/{cast.ana.public_id}/").content.decode()

    return read


def test_only_me_is_chosen_until_she_chooses_otherwise(her: Client) -> None:
    page = her.get("/d/moment/").content.decode()
    assert 'name="reads" value="only_me" checked' in page
    assert 'name="reads" value="clinic">' in page


@pytest.mark.parametrize("said", [{}, {"reads": ""}, {"reads": "only_me"}])
def test_without_her_word_it_is_hers_alone(her: Client, staff_page, said) -> None:
    keep(her, **said)
    assert not HardMoment.objects.shared().exists()
    assert ONLY_ME in list_of(her) and CLINIC not in list_of(her)
    page = staff_page()
    assert WORDS not in page and "Hard moments" not in page


def test_shared_it_is_on_her_page_with_how_strong_it_was(her: Client, cast, staff_page) -> None:
    keep(her, reads="clinic", intensity="8", control="4", skill="cool")
    assert CLINIC in list_of(her) and ONLY_ME not in list_of(her)
    page = staff_page()
    assert WORDS in page and "strength 8" in page and "control 4" in page
    assert "something cool, or water" in page and "More of them is not worse" in page
    for one in (cast.cam,):
        assert WORDS not in staff_page(one)


def test_she_takes_it_back_and_it_is_hers_alone_from_then_on(her: Client, staff_page) -> None:
    keep(her, reads="clinic")
    uuid = HardMoment.objects.get().deposit.client_uuid
    said = her.post(f"/d/t/{uuid}/only-me/")
    assert said.url == "/d/things/moments/?mine=1#done"
    assert "Only you see it from now on." in her.get(said.url).content.decode()
    assert WORDS in list_of(her) and ONLY_ME in list_of(her)
    assert "From now on only me" not in list_of(her)
    assert WORDS not in staff_page()
    her.post(f"/d/t/{uuid}/only-me/")
    assert KeptBack.objects.count() == 1 and HardMoment.objects.get().shared


def test_deleted_it_is_on_no_page(her: Client, cast: Cast, staff_page) -> None:
    keep(her, reads="clinic")
    uuid = HardMoment.objects.get().deposit.client_uuid
    delete_said(device=cast.phone, said=uuid, now=timezone.now())
    assert WORDS not in staff_page() and WORDS not in list_of(her)
    with pytest.raises(NotFound):
        keep_back(device=cast.phone, said=uuid, now=timezone.now())


def test_nobody_takes_back_what_is_anothers(cast: Cast) -> None:
    said = envelope("moment", {"reads": "clinic", "what": WORDS})
    save_moment(device=cast.phone, envelope=said, now=NOW)
    other, _token = pair(cast.eva, cast.dan)
    agree(cast.eva, other, "care")
    with pytest.raises(NotFound):
        keep_back(device=other, said=said.client_uuid, now=NOW)
    assert not KeptBack.objects.exists()


def test_from_a_phone_without_network_it_is_as_she_said(cast: Cast) -> None:
    """What her phone kept and sends later; a page from before this question has no such word."""
    for body in ({"what": WORDS}, {"what": WORDS, "reads": "clinic"}):
        save_moment(device=cast.phone, envelope=envelope("moment", body), now=later(hours=3))
    assert list(HardMoment.objects.order_by("pk").values_list("shared", flat=True)) == [False, True]


@pytest.mark.parametrize("reads", ["everyone", "Clinic", True, 1, ["clinic"]])
def test_a_reader_there_is_not_is_refused(cast: Cast, reads) -> None:
    said = envelope("moment", {"what": WORDS, "reads": reads})
    with pytest.raises(BadInput) as refused:
        save_moment(device=cast.phone, envelope=said, now=NOW)
    assert refused.value.field == "reads" and not HardMoment.objects.exists()


def test_the_page_her_phone_takes_along_asks_it_too(her: Client) -> None:
    page = her.get("/d/pack/").json()["pages"]["/d/moment/"]["main"]
    assert 'name="reads" value="only_me" checked' in page and 'value="clinic"' in page
