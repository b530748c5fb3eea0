"""A concern: how to reach her first, the words she saw, taken on by a person, closed with words."""

from datetime import timedelta
from uuid import uuid4

import pytest

from audit.models import Disclosure, ReadEvent
from care.views import concerns as views
from measures.services import save_answer, start_administrations
from pathway.services import report_gap
from people.models import Participant
from people.services import add_member, set_safe_contact
from safety.models import Concern
from safety.services import end_duty, raise_concern, save_part, share_plan
from tests.care.conftest import answer_check_in, say
from tests.cast import NOW, mother, start
from tests.saying import answer, later
from tests.together import at_once

DONE = {"do": "close", "closed_as": "called", "what_was_done": "Called her at noon."}


def path() -> str:
    return f"/staff/concerns/{Concern.objects.get().public_id}/"


def another_cause(her, rule: str = "own-harm-now", tier: str = "now", at=NOW, now=NOW) -> Concern:
    return raise_concern(
        participant=her, rule=rule, tier=tier, kind="answer",
        source_id=uuid4(), happened_at=at, now=now,
    )  # fmt: skip


def test_it_says_what_she_was_asked_and_what_she_said(worried, ben):
    page = ben.get(path()).content.decode()
    assert "did you have thoughts of hurting yourself" in page
    assert "Some days" in page
    assert "You matter. Please talk to someone now" in page


def test_how_to_reach_her_stands_first(worried, ben):
    set_safe_contact(
        participant=worried.ana, hours="Before ten.", words="It is about the library book",
        may_answer="My sister Inez", never_know="My partner", send_home="only_if",
        send_home_if="he is at work", by=None, now=NOW,
    )  # fmt: skip
    page = ben.get(path()).content.decode()
    for words in ("Before ten.", "library book", "My sister Inez", "My partner", "he is at work"):
        assert words in page
        assert page.index(words) < page.index("What caused it")
    assert worried.ana.identity.email in page


def test_taking_it_on_keeps_the_first_name(worried, ben):
    ben.post(path(), {"do": "acknowledge"})
    concern = Concern.objects.get()
    assert concern.acknowledged_by == worried.ben
    assert concern.closed_at is None
    assert "Taken on, not closed" in ben.get("/staff/concerns/").content.decode()


def test_the_second_is_told_who_has_it(worried, ben, desk):
    desk(worried.bea).post(path(), {"do": "acknowledge"})
    page = ben.post(path(), {"do": "acknowledge"}, follow=True).content.decode()
    assert "Bea has taken this on at 12:00" in page
    assert Concern.objects.get().acknowledged_by == worried.bea


@pytest.mark.django_db(transaction=True)
def test_two_who_press_at_the_same_moment_are_one(worried, desk):
    ben, bea, address = desk(worried.ben), desk(worried.bea), path()
    pages = at_once(
        [
            lambda one=one: one.post(address, {"do": "acknowledge"}, follow=True)
            for one in (ben, bea)
        ]
    )
    first = Concern.objects.get().acknowledged_by
    said = [page.content.decode() for page in pages]
    assert sum("You have taken this on." in words for words in said) == 1
    assert sum(f"{first.name} has taken this on at" in words for words in said) == 1


def test_nobody_acts_on_what_came_in_while_they_read(worried, ben):
    another_cause(worried.ana, rule="another")
    for sent in ({"do": "acknowledge"}, DONE):
        page = ben.post(path(), sent | {"causes": "1"}).content.decode()
        assert "Something else came in while you read" in page
    assert Concern.objects.get().acknowledged_at is None
    assert "Called her at noon." in page
    ben.post(path(), {"do": "acknowledge", "causes": "2"})
    assert Concern.objects.get().acknowledged_by == worried.ben


@pytest.mark.parametrize("sent", [{"do": "acknowledge"}, DONE])
def test_nor_on_what_comes_in_at_that_very_moment(sent, worried, ben, monkeypatch):
    looked = views._stale

    def another_comes(request, found):
        stale = looked(request, found)
        another_cause(worried.ana, rule="another")
        return stale

    monkeypatch.setattr(views, "_stale", another_comes)
    page = ben.post(path(), sent | {"causes": "1"}, follow=True).content.decode()
    concern = Concern.objects.get()
    assert (concern.acknowledged_at, concern.closed_at) == (None, None)
    assert "Something else came in while you read" in page
    assert "what_was_done" not in sent or sent["what_was_done"] in page
    assert not Disclosure.objects.exists()


def test_closing_needs_words(worried, ben):
    page = ben.post(path(), DONE | {"what_was_done": "  "}).content.decode()
    assert "This field is required." in page
    assert Concern.objects.get().closed_at is None


@pytest.mark.parametrize("way", ["emergency", "child_report", "legal"])
def test_where_somebody_else_was_told_it_says_whom(way, worried, ben):
    sent = DONE | {"closed_as": way, "what_was_done": "Told the ward."}
    page = ben.post(path(), sent).content.decode()
    assert "This field is required." in page
    assert "Told the ward." in page
    ben.post(path(), sent | {"recipient": "Ward 4, Dr. Lund"})
    told = Disclosure.objects.get()
    assert (told.basis, told.recipient, told.what) == (way, "Ward 4, Dr. Lund", "Told the ward.")
    assert Concern.objects.get().closed_as == way


@pytest.mark.parametrize("sent", [{"closed_as": ""}, {"closed_as": "handed in"}, {}])
def test_a_way_nobody_offered_closes_nothing_and_keeps_the_words(sent, worried, ben):
    form = {"do": "close", "what_was_done": "Called her at noon."} | sent
    page = ben.post(path(), form).content.decode()
    assert "Choose first what was done." in page
    assert "Called her at noon." in page
    assert Concern.objects.get().closed_at is None


def test_what_may_be_said_stands_before_the_words(worried, ben):
    page = ben.get(path()).content.decode()
    assert "This software never files a report" in page
    assert page.count("What may be said.") == 5
    assert "2.12(c)(6)" in page
    assert "2.51" in page


def test_words_are_not_lost_when_somebody_closed_it_first(worried, ben, desk):
    desk(worried.bea).post(path(), DONE)
    page = ben.post(path(), DONE | {"what_was_done": "I called her too."}).content.decode()
    assert "Somebody closed it before" in page
    assert "I called her too." in page
    assert Concern.objects.get().what_was_done == "Called her at noon."


def test_closed_twice_by_the_same_hand_is_closed_once(worried, ben):
    for _press in range(2):
        assert ben.post(path(), DONE).status_code == 302
    assert Disclosure.objects.count() == 1
    assert Concern.objects.get().what_was_done == "Called her at noon."


def test_the_words_are_kept(worried, ben):
    ben.post(path(), DONE)
    concern = Concern.objects.get()
    assert (concern.closed_by, concern.what_was_done) == (worried.ben, "Called her at noon.")
    assert "Called her at noon." in ben.get(path()).content.decode()


def test_a_changed_answer_leaves_the_concern_and_shows(worried, ben):
    administration = worried.ana.administrations.get(instrument__code="stress")
    say(worried.phone, administration, "thoughts", 0, NOW + timedelta(minutes=12))
    page = ben.get(path()).content.decode()
    assert "She changed this answer to “No”" in page
    assert "The concern stays." in page
    assert "Some days" in page


def test_what_came_late_has_both_times(cast, ben):
    """Answered at noon without signal, handed in at five: both stand there."""
    start(cast)
    occurrence = cast.ana.occurrences.open(now=NOW).filter(rule__kind="check_in").get()
    begun = start_administrations(occurrence=occurrence, participant=cast.ana, now=NOW)
    stress = next(one for one in begun if one.instrument.code == "stress")
    late = answer(stress, "thoughts", 1, at=later(minutes=10), sent_at=later(hours=5))
    save_answer(device=cast.phone, envelope=late, now=later(hours=5))
    page = ben.get(path()).content.decode()
    assert "18 Nov 2026 12:10" in page
    assert "18 Nov 2026 17:00" in page
    assert page.index("Reached us") < page.index("her phone had no signal")


def test_what_came_at_once_has_one_time(worried, ben):
    assert "Reached us" not in ben.get(path()).content.decode()


def test_two_causes_of_one_day_stand_on_one_page(worried, ben):
    another_cause(worried.ana, rule="another", at=NOW, now=NOW + timedelta(hours=5))
    assert "2, on the same day of hers" in ben.get(path()).content.decode()


def test_the_most_urgent_cause_is_read_first(cast, ben):
    start(cast)
    report_gap(participant=cast.ana, kind="return-to-use", on=NOW.date(), by=None, now=NOW)
    answer_check_in(cast, 4, thoughts=2)
    causes = ben.get(path()).content.decode().partition("What caused it")[2]
    assert -1 < causes.find("thoughts of hurting yourself") < causes.find("Used again")


def test_what_another_mother_answered_is_never_shown(worried, desk):
    """However a concern came to name it."""
    other = raise_concern(
        participant=worried.eva, rule="another-rule", tier="now", kind="answer",
        source_id=Concern.objects.get().sources.get().source_id, happened_at=NOW, now=NOW,
    )  # fmt: skip
    page = desk(worried.dan).get(f"/staff/concerns/{other.public_id}/").content.decode()
    assert "no longer stored" in page
    assert "did you have thoughts" not in page


def test_nor_what_happened_to_another_mother(worried, desk):
    gap = report_gap(participant=worried.ana, kind="discharge", on=NOW.date(), by=None, now=NOW)
    other = raise_concern(
        participant=worried.eva, rule="another-rule", tier="now", kind="gap",
        source_id=gap.public_id, happened_at=NOW, now=NOW,
    )  # fmt: skip
    page = desk(worried.dan).get(f"/staff/concerns/{other.public_id}/").content.decode()
    assert "no longer stored" in page
    assert "Came out of hospital" not in page


def test_her_own_plan_is_read_only_while_she_shares_it(worried, ben):
    save_part(
        participant=worried.ana, part="helps", words="The river", revision=0, by=None, now=NOW
    )
    assert "The river" not in ben.get(path()).content.decode()
    share_plan(participant=worried.ana, shared=True, now=NOW)
    assert "The river" in ben.get(path()).content.decode()


def test_whoever_is_called_covers_for_a_week_once_they_take_it_on(worried, desk):
    bea = desk(worried.bea)
    page = bea.get(path()).content.decode()
    assert "Her page opens to you for a week" in page
    assert f"/mothers/{worried.ana.public_id}/" not in page
    bea.post(path(), {"do": "acknowledge"})
    assert Participant.objects.clinical_for(worried.bea).get() == worried.ana
    assert "Open her page" in bea.get(path()).content.decode()


def test_whoever_is_not_called_sees_nothing_of_it(worried, desk):
    end_duty(duty=worried.bea.duties.get(), now=NOW)
    assert desk(worried.bea).get(path()).status_code == 404
    assert desk(worried.dan).get(path()).status_code == 404
    assert desk(worried.cam).get(path()).status_code == 403
    assert b"Ana" not in desk(worried.bea).get("/staff/concerns/").content


def test_acting_now_stands_above_acting_today_whatever_came_first(worried, ben):
    zoe = mother(worried.clinic, worried.ben, "Zoe Adler")
    another_cause(zoe, rule="own-harm-today", tier="today")
    for address in ("/staff/", "/staff/concerns/"):
        page = ben.get(address).content.decode()
        assert page.index("act now") < page.index("act today"), address


def test_the_list_is_filtered_by_its_address(worried, ben):
    zoe = mother(worried.clinic, worried.ben, "Zoe Adler")
    another_cause(zoe, rule="own-harm-today", tier="today")
    page = ben.get("/staff/concerns/?tier=today").content.decode()
    assert "Zoe Adler" in page
    assert "Ana Reyes" not in page
    page = ben.get("/staff/concerns/?q=ANA&show=open").content.decode()
    assert "Ana Reyes" in page
    assert "Zoe Adler" not in page
    for odd in ("?tier=never", "?show=%00", "?q=%00", "?q=" + "a" * 200, "?show=closed"):
        assert ben.get(f"/staff/concerns/{odd}").status_code == 200


def test_seen_by_nobody_is_a_red_line_on_every_page(worried, desk, time_machine):
    clients = [desk(user) for user in (worried.ben, worried.ada)]
    for client in clients:
        assert "Seen by nobody:" not in client.get("/staff/safety/").content.decode()
    time_machine.move_to(NOW + timedelta(hours=6))
    clients = [desk(user) for user in (worried.ben, worried.ada)]
    for client, address in zip(clients, ("/staff/", "/staff/team/"), strict=True):
        assert "Seen by nobody: 1 concern." in client.get(address).content.decode()
        assert "Ana Reyes" in client.get("/staff/concerns/?show=unseen").content.decode()
    desk(worried.bea).post(path(), {"do": "acknowledge"})
    assert "Seen by nobody:" not in clients[0].get("/staff/").content.decode()


def test_an_admin_knows_that_it_waits_and_never_what_she_said(worried, desk):
    ada = desk(worried.ada)
    for address in ("/staff/concerns/", path()):
        page = ada.get(address).content.decode()
        assert "Ana Reyes" in page
        assert "act now" in page
        assert "thoughts" not in page
        assert worried.ana.identity.email not in page
    ada.post(path(), {"do": "acknowledge"})
    ada.post(path(), DONE)
    concern = Concern.objects.get()
    assert (concern.acknowledged_at, concern.closed_at) == (None, None)


def test_that_an_admin_looked_at_it_is_noted_and_that_no_number_was_shown(worried, desk):
    page = desk(worried.ada).get(path()).content.decode()
    seen = ReadEvent.objects.get(actor=worried.ada.actor)
    assert (seen.kind, seen.model) == ("opened", "safety.Concern")
    assert seen.ids == [Concern.objects.get().public_id]
    assert worried.ana.identity.email not in page


def test_an_admin_gives_it_to_a_clinician(worried, desk):
    ada = desk(worried.ada)
    noor = add_member(
        clinic=worried.clinic, email="noor@example.org", name="Noor", role="clinician", now=NOW
    )
    assert desk(noor).get(path()).status_code == 404
    page = ada.post(path(), {"do": "give", "staff": noor.public_id}, follow=True).content.decode()
    assert "Noor has it now" in page
    assert Concern.objects.get().handed_to == noor
    assert desk(noor).get(path()).status_code == 200


@pytest.mark.parametrize("whom", ["", "\0", "nobody", "dan", "cam"])
def test_it_is_given_to_nobody_else(whom, worried, desk):
    chosen = getattr(getattr(worried, whom, None), "public_id", whom)
    page = desk(worried.ada).post(path(), {"do": "give", "staff": chosen})
    assert page.status_code == 200
    assert Concern.objects.get().handed_to is None
    assert b"error" in page.content


def test_a_clinician_gives_nothing_away(worried, ben):
    ben.post(path(), {"do": "give", "staff": worried.bea.public_id})
    assert Concern.objects.get().handed_to is None


def test_a_gap_is_told_as_it_was_recorded(worried, ben):
    report_gap(
        participant=worried.ana, kind="missed-doses", on=NOW.date() - timedelta(days=4), days=4,
        by=worried.ben, now=NOW,
    )  # fmt: skip
    page = ben.get(path()).content.decode()
    assert "Days without medicine" in page
    assert "4 days" in page


def test_an_unknown_jurisdiction_shows_the_page_all_the_same(worried, ben):
    worried.clinic.jurisdiction = "atlantis"
    worried.clinic.save()
    assert ben.get(path()).status_code == 200
    assert ben.post(path(), DONE).status_code == 302
