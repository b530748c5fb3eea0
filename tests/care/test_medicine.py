"""Her medicine at the desk: treatment, periods with who told, a gap said without blame."""

from datetime import timedelta

import pytest
from django.utils import timezone

from people.models import MedicationStatus, Naloxone
from people.services import record_medication, set_naloxone
from safety.models import Concern, ToleranceGap
from schedule.models import Occurrence
from tests.cast import NOW

TODAY = NOW.date()


def path(cast, of=None) -> str:
    return f"/staff/mothers/{(of or cast.ana).public_id}/medicine/"


def day(ago: int) -> str:
    return (TODAY - timedelta(days=ago)).isoformat()


def begin(cast, ago: int = 60) -> None:
    """Ana has been on methadone for so many days."""
    record_medication(
        participant=cast.ana, medication="methadone", state="on",
        since=TODAY - timedelta(days=ago), by=None, now=timezone.now() - timedelta(days=ago),
    )  # fmt: skip


def change(**told) -> dict:
    return {"do": "change", "medication": "buprenorphine", "state": "on", "since": day(0)} | told


def without(since: int, until: int | None) -> dict:
    last = "" if until is None else day(until)
    return {"do": "without", "since": day(since), "until": last}


def test_nobody_has_said_until_somebody_has(cast, ben):
    page = ben.get(path(cast)).content.decode()
    assert "nobody has said" in page
    assert "Take back" not in page


def test_a_change_ends_what_went_on_and_says_who_told(cast, ben):
    begin(cast)
    page = ben.post(path(cast), change(), follow=True).content.decode()
    assert "Recorded." in page
    assert "buprenorphine, since 18 Nov 2026" in page
    assert "17 Nov 2026" in page
    assert "she herself" in page and "Ben" in page
    ended = MedicationStatus.objects.get(medication="methadone")
    assert ended.until == TODAY - timedelta(days=1)


def test_days_without_are_a_gap_everywhere_her_clinic_looks_and_a_card_for_her(cast, ben):
    begin(cast)
    said = ben.post(path(cast), without(4, 1), follow=True).content.decode()
    assert "She gets the card" in said
    assert "gap 4 d" in said
    for address in (f"/staff/mothers/{cast.ana.public_id}/", "/staff/"):
        page = ben.get(address).content.decode()
        chip = page[page.index("gap 4 d") - 140 : page.index("gap 4 d")]
        assert 'class="tag"' in chip, "a chip without the colour of an alarm"
    assert ToleranceGap.objects.get().days == 4
    assert Occurrence.objects.filter(rule__kind="card", participant=cast.ana).count() == 1


def test_without_a_gap_there_is_no_chip(cast, ben):
    begin(cast)
    assert "gap " not in ben.get("/staff/").content.decode()


def test_a_coordinator_takes_the_call(cast, desk):
    cam = desk(cast.cam)
    assert cam.post(path(cast), change(), follow=True).status_code == 200
    assert MedicationStatus.objects.get().recorded_by == cast.cam


def test_naloxone_yes_where_and_by_whom(cast, ben):
    sent = {"do": "naloxone", "at_hand": "yes", "where": "Kitchen, top shelf"}
    page = ben.post(path(cast), sent, follow=True).content.decode()
    assert "Kitchen, top shelf" in page
    assert "Written by Ben" in page
    hers = ben.get(f"/staff/mothers/{cast.ana.public_id}/").content.decode()
    assert "yes: Kitchen, top shelf" in hers
    set_naloxone(participant=cast.ana, at_hand="no", where="", by=None, now=timezone.now())
    assert "Said by her" in ben.get(path(cast)).content.decode()


def test_a_slip_is_taken_back_with_its_card(cast, ben):
    begin(cast)
    ben.post(path(cast), without(4, None))
    latest = MedicationStatus.objects.standing().first()
    page = ben.post(path(cast), {"do": "take_back", "period": latest.public_id}, follow=True)
    assert "Taken back" in page.content.decode()
    assert not ToleranceGap.objects.filter(undone_at=None).exists()
    assert not Occurrence.objects.pending().filter(rule__kind="card").exists()
    assert MedicationStatus.objects.standing().get().until is None


def test_only_what_was_told_last_is_taken_back(cast, ben):
    begin(cast)
    first = MedicationStatus.objects.get()
    ben.post(path(cast), change())
    said = ben.post(path(cast), {"do": "take_back", "period": first.public_id})
    assert said.status_code == 200
    assert "Something later" in said.content.decode()


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        (change(since="2026-11-19"), "still to come"),
        (change(since="1850-01-01"), "many years away"),
        (change(since="٢٠٢٦-١١-١٨"), "Enter a valid date."),
        (change(since="yesterday"), "Enter a valid date."),
        (change(medication="aspirin"), "Select a valid choice"),
        (change(medication="none", state="paused"), "nothing to pause"),
        (change(since=""), "This field is required."),
        (without(1, 4), "before the first one"),
        ({"do": "naloxone", "at_hand": "maybe"}, "Select a valid choice"),
        ({"do": "naloxone", "at_hand": "yes", "where": "x" * 201}, "at most 200 characters"),
        ({"do": "naloxone", "at_hand": "yes", "where": "a\0b"}, "Null characters"),
        ({"do": "take_back", "period": "²"}, "Nothing was taken back."),
    ],
    ids=lambda value: str(value)[:40],
)
def test_what_cannot_be_is_said_at_its_field(cast, ben, sent, said):
    page = ben.post(path(cast), sent)
    assert page.status_code == 200
    assert said in page.content.decode()
    assert not MedicationStatus.objects.exists() and not Naloxone.objects.exists()


def test_no_such_button_and_no_such_mother(cast, ben):
    assert ben.post(path(cast), {"do": "x"}).status_code == 400
    assert ben.get(path(cast, cast.eva)).status_code == 404
    begin(cast)
    hers = MedicationStatus.objects.get()
    record_medication(
        participant=cast.eva, medication="naltrexone", state="on", since=TODAY, by=None,
        now=timezone.now(),
    )  # fmt: skip
    evas = MedicationStatus.objects.exclude(pk=hers.pk).get()
    sent = {"do": "take_back", "period": evas.public_id}
    assert ben.post(path(cast), sent).status_code == 404


def test_the_same_words_twice_are_one_period(cast, ben):
    for _press in range(2):
        assert ben.post(path(cast), change()).status_code == 302
    assert MedicationStatus.objects.standing().count() == 1


def event(**told) -> dict:
    return {"do": "event", "kind": "return-to-use", "on": day(1)} | told


def test_that_she_used_again_brings_the_card_and_tells_her_clinician(cast, ben):
    page = ben.post(path(cast), event(), follow=True).content.decode()
    assert "She gets the card" in page
    assert "Used again, 17 Nov 2026" in page
    gap = ToleranceGap.objects.get()
    assert (gap.kind, gap.by_her, gap.recorded_by) == ("return-to-use", False, cast.ben)
    concern = Concern.objects.get(participant=cast.ana)
    assert concern.tier == Concern.Tier.NEXT_VISIT
    assert Occurrence.objects.pending().filter(rule__kind="card").count() == 1


def test_an_event_that_was_a_slip_goes_with_its_card(cast, ben):
    ben.post(path(cast), event())
    back = {"do": "event_back", "gap": ToleranceGap.objects.get().public_id}
    page = ben.post(path(cast), back, follow=True).content.decode()
    assert "Taken back" in page and "Used again, 17" not in page
    assert not Occurrence.objects.pending().filter(rule__kind="card").exists()
    assert ben.post(path(cast), back).status_code == 404


@pytest.mark.parametrize(
    "wrong", [{"kind": "birth"}, {"kind": ""}, {"on": "2030-01-01"}, {"on": "0001-01-01"}], ids=str
)
def test_an_event_that_cannot_be_is_none(wrong, cast, ben):
    page = ben.post(path(cast), event(**wrong))
    assert page.status_code == 200 and "error" in page.content.decode()
    assert not ToleranceGap.objects.exists()


def test_what_is_not_an_event_is_not_taken_back_as_one(cast, ben):
    begin(cast)
    ben.post(path(cast), without(4, 1))
    back = {"do": "event_back", "gap": ToleranceGap.objects.get().public_id}
    assert ben.post(path(cast), back).status_code == 404
    assert ToleranceGap.objects.get().undone_at is None
    assert ben.post(path(cast), back | {"gap": "x"}).status_code == 200
