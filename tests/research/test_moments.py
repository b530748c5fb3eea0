"""Hard moments in the export: only those she shares, without her words."""

import pytest

from sessions.models import HardMoment
from sessions.services import delete_said, keep_back, save_moment
from tests.cast import Cast
from tests.research.conftest import AS_OF, THEN
from tests.research.test_export import made, tables
from tests.saying import envelope

WORDS = "A call from my mother."


def keep(cast: Cast, **said):
    sent = envelope("moment", {"what": WORDS, **said}, at=THEN)
    save_moment(device=cast.phone, envelope=sent, now=THEN)
    return sent


def rows(cast: Cast) -> list[dict[str, str]]:
    body = made(cast, as_of=AS_OF).file.body
    found = tables(body)
    assert WORDS not in str(found)
    return found["moments.csv"]


def test_one_she_shares_is_a_row_without_her_words(cast, answered) -> None:
    keep(cast, reads="clinic", intensity=8, control=4, skill="cool")
    (row,) = rows(cast)
    assert (row["intensity"], row["control"], row["helped"]) == ("8", "4", "cool")
    assert row["pseudonym"] and row["kept_at_utc"] and row["zone"] == "America/New_York"


def test_one_she_keeps_to_herself_is_not_there(cast, answered) -> None:
    keep(cast, intensity=8)
    keep(cast, reads="only_me", intensity=7)
    assert HardMoment.objects.count() == 2 and rows(cast) == []


@pytest.mark.parametrize("after", [keep_back, delete_said])
def test_one_she_took_back_or_deleted_is_not_there(cast, answered, after) -> None:
    said = keep(cast, reads="clinic")
    assert len(rows(cast)) == 1
    after(device=cast.phone, said=said.client_uuid, now=THEN)
    assert rows(cast) == []
