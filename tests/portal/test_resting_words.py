"""When she wants no baby talk, what she once said about a baby rests too."""

from datetime import timedelta

from pathway.rehearsal import check_in
from people.services import set_addressed
from tests.cast import NOW

WEEKS = "/d/weeks/"


def test_a_line_about_closeness_rests_with_the_words(cast, her):
    set_addressed(participant=cast.ana, addressed="with_baby")
    cast.ana.is_synthetic = True
    occurrence = cast.ana.occurrences.filter(rule__kind="check_in").first()
    check_in(
        device=cast.phone, occurrence=occurrence, choose=lambda item: item.values[0],
        now=NOW + timedelta(minutes=1),
    )  # fmt: skip
    assert "closeness" in her.get(WEEKS).content.decode().lower()
    set_addressed(participant=cast.ana, addressed="no_baby_talk")
    page = her.get(WEEKS).content.decode().lower()
    assert "closeness" not in page and "craving" in page
    set_addressed(participant=cast.ana, addressed="with_baby")
    assert "closeness" in her.get(WEEKS).content.decode().lower()
