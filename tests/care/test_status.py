"""Pregnancy and children: nothing is kept before its effect was seen, and it can be undone."""

import re
from datetime import date

import pytest
from django.utils import timezone

from people.models import Infant, Pregnancy, StateChange, Stay
from people.services import set_addressed
from reminders.models import Reminder
from safety.models import ToleranceGap
from schedule.models import Pause
from tests.care.recording import hidden, look, path, record
from tests.cast import mother, start

HUB = "status/"


def hub(cast) -> str:
    return f"/staff/mothers/{cast.ana.public_id}/status/"


def page(client, cast) -> str:
    return client.get(hub(cast)).content.decode()


def pregnancy(cast) -> Pregnancy:
    return Pregnancy.objects.filter(participant=cast.ana).order_by("pk").last()


def birth(cast, ben, *places: str, born_on: str = "2026-11-17", **more):
    places = places or ("with_mother",)
    told = dict(zip(("place", "place_second"), places, strict=False))
    return record(ben, path(cast, "birth", pregnancy(cast)), born_on=born_on, **told, **more)


def loss(cast, ben, **more):
    told = {"outcome": "stillbirth", "on": "2026-11-16"}
    return record(ben, path(cast, "loss", pregnancy(cast)), **(told | more))


def infant(cast) -> Infant:
    return Infant.objects.filter(pregnancy__participant=cast.ana).latest("pk")


def ana(cast):
    cast.ana.refresh_from_db()
    return cast.ana


def test_a_look_says_what_moves_and_what_she_will_see_and_keeps_nothing(cast, ben):
    start(cast)
    said = look(
        ben, path(cast, "birth", pregnancy(cast)), born_on="2026-11-17", place="hospital"
    )  # fmt: skip
    assert "Not recorded yet" in said
    assert "moves 0, keeps 0 done" in said and "sends 0 now" in said
    assert "She will see" in said and "session 1" in said
    assert "<strong>expecting</strong>" in said and "<strong>baby in hospital</strong>" in said
    assert not Infant.objects.exists() and not StateChange.objects.exists()
    assert ana(cast).addressed == "expecting"


def test_record_keeps_exactly_what_was_shown(cast, ben):
    start(cast)
    answer = birth(cast, ben, "hospital")
    assert answer.status_code == 302
    assert (pregnancy(cast).outcome, infant(cast).place) == ("live_birth", "hospital")
    assert ana(cast).addressed == "baby_in_hospital"
    assert "Recorded: moves 0, keeps 0 done" in page(ben, cast)


def test_two_children_are_one_birth(cast, ben):
    birth(cast, ben, "with_mother", "hospital")
    assert Infant.objects.count() == 2
    assert StateChange.objects.count() == 1
    assert "baby 0 w 1 d with her; baby 0 w 1 d in hospital" in page(ben, cast)


def test_how_she_wants_it_is_shown_before_it_is_kept(cast, ben):
    start(cast)
    address = path(cast, "birth", pregnancy(cast))
    again = record(
        ben, address, born_on="2026-11-17", place="with_mother", addressed="no_baby_talk"
    )  # fmt: skip
    text = again.content.decode()
    assert again.status_code == 200
    assert "as she wants" in text
    assert not Infant.objects.exists()
    sent = hidden(text)
    assert sent["addressed"] == "no_baby_talk"
    assert ben.post(address, sent | {"do": "record"}).status_code == 302
    assert ana(cast).addressed == "no_baby_talk"


def test_what_changed_between_look_and_record_is_shown_anew(cast, ben):
    start(cast)
    address = path(cast, "birth", pregnancy(cast))
    sent = hidden(look(ben, address, born_on="2026-11-17", place="with_mother"))
    set_addressed(participant=ana(cast), addressed="no_baby_talk")
    again = ben.post(address, sent | {"do": "record"})
    assert "Something changed since you looked." in again.content.decode()
    assert not Infant.objects.exists()
    assert ana(cast).addressed == "no_baby_talk", "her own word stands"


def test_record_pressed_twice_is_one_change(cast, ben):
    address = path(cast, "birth", pregnancy(cast))
    sent = hidden(look(ben, address, **once(ben, address), born_on="2026-11-17", place="kin"))
    for _press in range(2):
        assert ben.post(address, sent | {"do": "record"}).status_code == 302
    assert Infant.objects.count() == 1


def once(client, address: str) -> dict[str, str]:
    return {"once": hidden(client.get(address).content.decode())["once"]}


def test_back_keeps_what_was_typed(cast, ben):
    address = path(cast, "birth", pregnancy(cast))
    sent = hidden(look(ben, address, born_on="2026-11-17", place="kin"))
    form = ben.post(address, sent | {"do": "back"}).content.decode()
    assert 'value="2026-11-17"' in form
    assert '<option value="kin" selected>' in form


def test_a_loss_has_its_own_form_and_nothing_is_due_then(cast, ben):
    start(cast)
    assert "<select" not in ben.get(path(cast, "loss", pregnancy(cast))).content.decode()
    loss(cast, ben)
    assert (pregnancy(cast).outcome, ana(cast).addressed) == ("stillbirth", "no_baby_talk")
    text = page(ben, cast)
    assert "Nothing is due to her since 18 Nov 2026, because a loss is recorded." in text
    assert "Record a birth" not in text
    assert "Nothing is due to her since" in ben.get(hub(cast)[: -len(HUB)]).content.decode()
    ben.post(hub(cast), {"do": "end_pause"})
    assert not Pause.objects.filter(ended_at=None).exists()
    assert "Nothing is due" not in page(ben, cast)


def test_death_is_no_entry_of_a_list(cast, ben):
    birth(cast, ben)
    for kind, of in (("child", infant(cast)), ("birth", pregnancy(cast))):
        assert 'value="died"' not in ben.get(path(cast, kind, of)).content.decode()
    sent = look(ben, path(cast, "child", infant(cast)), place="died", since="2026-11-18")
    assert "Select a valid choice" in sent


def test_a_child_that_died_has_a_form_of_its_own(cast, ben):
    birth(cast, ben)
    record(ben, path(cast, "child-loss", infant(cast)), since="2026-11-18")
    assert infant(cast).place == "died"
    assert Pause.objects.filter(ended_at=None).exists()
    assert ana(cast).addressed == "no_baby_talk"


def test_where_a_child_lives_changes_from_a_day_on(cast, ben):
    birth(cast, ben)
    record(ben, path(cast, "child", infant(cast)), place="foster", since="2026-11-18")
    assert infant(cast).place == "foster"
    assert ana(cast).addressed == "baby_elsewhere"
    record(ben, path(cast, "child", infant(cast)), place="with_mother", since="2026-11-18")
    assert ana(cast).addressed == "baby_elsewhere", "a child who comes home changes no words"


def test_where_she_lives_and_the_card_when_she_comes_home(cast, ben):
    record(ben, path(cast, "home"), place="jail", since="2026-11-10")
    assert "in jail or prison since 10 Nov 2026" in page(ben, cast)
    assert ">in jail or prison</span>" in ben.get("/staff/").content.decode()
    record(ben, path(cast, "home"), place="home", since="2026-11-17")
    assert ToleranceGap.objects.get().kind == "discharge"
    assert "jail or prison</span>" not in ben.get("/staff/").content.decode()


def test_a_second_pregnancy_leaves_the_first_child_where_it_is(cast, ben):
    birth(cast, ben, born_on="2026-03-01", confirmed="on")
    record(ben, path(cast, "pregnancy"), due_date="2027-06-30", due_source="ultrasound")
    assert Pregnancy.objects.filter(participant=cast.ana).count() == 2
    text = page(ben, cast)
    assert "This pregnancy" in text and "An earlier pregnancy" in text
    assert "pregnant, 8 w 0 d; child 37 w 3 d with her" in text
    first = Pregnancy.objects.filter(participant=cast.ana).earliest("pk")
    told = {"due_date": "2026-03-03", "due_source": "ultrasound"}
    record(ben, path(cast, "due-date", first), **told)
    assert "pregnant, 8 w 0 d; child 37 w 3 d with her" in page(ben, cast)


@pytest.mark.parametrize(
    ("kind", "told"),
    [
        ("due-date", {"due_date": "2027-02-10", "due_source": "her_word"}),
        ("birth", {"born_on": "2026-11-17", "place": "hospital"}),
        ("loss", {"outcome": "miscarriage", "on": "2026-11-16"}),
        ("home", {"place": "detox", "since": "2026-11-17"}),
    ],
)
def test_each_kind_is_undone_and_shown_as_undone(cast, ben, kind, told):
    start(cast)
    before = above_the_history(page(ben, cast))
    of = None if kind == "home" else pregnancy(cast)
    record(ben, path(cast, kind, of), **told)
    change = StateChange.objects.get()
    assert "Undo<" in page(ben, cast)
    sent = {"do": "undo", "change": change.public_id}
    assert "Undone:" in ben.post(hub(cast), sent, follow=True).content.decode()
    text = page(ben, cast)
    assert above_the_history(text) == before
    assert '<tr class="undone">' in text and "undone</span>" in text
    assert "undone already" in ben.post(hub(cast), sent, follow=True).content.decode()


def above_the_history(text: str) -> str:
    """The page from its heading to the history, without the tokens that differ each time."""
    kept = text.split("<h1>")[1].split("What was recorded")[0]
    return re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", kept)


def test_after_something_was_sent_it_is_corrected_instead(cast, ben):
    start(cast)
    birth(cast, ben)
    occurrence = cast.ana.occurrences.first()
    now = timezone.now()
    Reminder.objects.create(
        participant=cast.ana, occurrence=occurrence, kind="due", channel="email",
        state="accepted", due_at=now, stale_at=now, planned_at=now, ended_at=now,
    )  # fmt: skip
    text = page(ben, cast)
    assert "A message went to her since" in text
    assert "Undo<" not in text
    change = StateChange.objects.get()
    refused = ben.post(hub(cast), {"do": "undo", "change": change.public_id}, follow=True)
    assert "A message went to her since" in refused.content.decode()
    assert Infant.objects.count() == 1


def test_a_birth_recorded_by_mistake_is_corrected_later(cast, ben):
    birth(cast, ben)
    said = record(ben, path(cast, "goes-on", pregnancy(cast)))
    assert said.status_code == 302
    assert pregnancy(cast).outcome == "ongoing"
    assert not Infant.objects.exists()


def test_the_birth_date_is_corrected(cast, ben):
    birth(cast, ben)
    record(ben, path(cast, "birth-date", infant(cast)), born_on="2026-11-15")
    assert infant(cast).born_on == date(2026, 11, 15)
    assert "Recorded last: a birth, 15 Nov 2026" in page(ben, cast)


def test_the_history_says_from_when_recorded_when_and_by_whom(cast, ben):
    birth(cast, ben, "hospital")
    text = page(ben, cast).split("What was recorded")[-1]
    assert "Due 27 Jan 2027 (ultrasound); ongoing" in text
    assert "live birth, 17 Nov 2026" in text
    assert "Child born 17 Nov 2026: in hospital" in text
    assert '<td class="day">17 Nov 2026</td>' in text
    assert "Spoken to as: baby in hospital" in text
    assert "<td>Ben</td>" in text


def test_how_she_is_spoken_to_is_kept_as_she_said_it(cast, ben):
    ben.post(hub(cast), {"do": "addressed", "addressed": "no_baby_talk"})
    assert ana(cast).addressed == "no_baby_talk"
    refused = ben.post(hub(cast), {"do": "addressed", "addressed": "dear"}, follow=True)
    assert "Mark how she wants" in refused.content.decode()


def test_a_loss_with_words_that_speak_of_a_baby_is_asked_about(cast, ben):
    loss(cast, ben)
    set_addressed(participant=ana(cast), addressed="expecting")
    assert "still speaks to her as <strong>expecting</strong>" in page(ben, cast)
    sent = {"do": "addressed", "addressed": "no_baby_talk"}
    assert "still speaks" not in ben.post(hub(cast), sent, follow=True).content.decode()


@pytest.mark.parametrize(
    ("kind", "told", "said"),
    [
        ("birth", {"born_on": "2026-11-19", "place": "kin"}, "in the future where she lives"),
        ("birth", {"born_on": "2026-08-01", "place": "kin"}, "Are both dates right?"),
        ("birth", {"born_on": "1926-08-01", "place": "kin"}, "many years away"),
        ("birth", {"born_on": "٢٠٢٦-١١-١٧", "place": "kin"}, "Enter a valid date."),
        ("birth", {"born_on": "2026-11-17", "place": "moon"}, "Select a valid choice"),
        ("birth", {"born_on": "", "place": ""}, "This field is required."),
        ("birth", {"born_on": "2026-11-17", "place": "kin", "once": "²"}, "Load the page again."),
        ("due-date", {"due_date": "2027-01-27", "due_source": "ultrasound"}, "already"),
        ("due-date", {"due_date": "2126-01-27", "due_source": "ultrasound"}, "many years away"),
        ("due-date", {"due_date": "2026-09-01", "due_source": "her_word"}, "Is it right?"),
        ("loss", {"outcome": "live_birth", "on": "2026-11-16"}, "Select a valid choice"),
        ("loss", {"outcome": "miscarriage", "on": ""}, "This field is required."),
        ("loss", {"outcome": "miscarriage", "on": "2026-12-01"}, "in the future"),
        ("home", {"place": "jail", "since": "2026-12-01"}, "in the future"),
        ("home", {"place": "moon", "since": "2026-11-01"}, "Select a valid choice"),
        ("pregnancy", {"due_date": "2027-06-30", "due_source": "ultrasound"}, "ongoing"),
    ],
    ids=lambda value: str(value)[:40],
)
def test_what_cannot_be_is_said_and_nothing_is_kept(cast, ben, kind, told, said):
    of = pregnancy(cast) if kind in ("birth", "due-date", "loss") else None
    for do in ("preview", "record"):
        answer = ben.post(path(cast, kind, of), {"do": do, "addressed": "expecting", **told})
        assert answer.status_code == 200
        assert said in answer.content.decode()
    assert not StateChange.objects.exists()


def test_a_day_before_the_birth_is_refused(cast, ben):
    birth(cast, ben)
    for kind in ("child", "child-loss"):
        said = look(ben, path(cast, kind, infant(cast)), place="kin", since="2026-11-01")
        assert "before the birth" in said


def test_the_question_travels_through_the_preview(cast, ben):
    assert birth(cast, ben, born_on="2026-08-01", confirmed="on").status_code == 302
    assert infant(cast).born_on == date(2026, 8, 1)


def test_a_record_without_a_look_is_a_look(cast, ben):
    address = path(cast, "birth", pregnancy(cast))
    told = {"born_on": "2026-11-17", "place": "kin", "do": "record"}
    for more in ({}, {"addressed": "dear"}, {"addressed": "expecting", "seen": "x" * 64}):
        assert "Not recorded yet" in ben.post(address, told | more).content.decode()
    assert not Infant.objects.exists()


def test_nobody_elses_is_found(cast, ben):
    ines = mother(
        cast.other_clinic, cast.dan, "Ines Vale", infants=[(date(2026, 11, 1), "hospital")],
        due_date=date(2026, 11, 8),
    )  # fmt: skip
    theirs = Infant.objects.get(pregnancy__participant=ines)
    assert ben.get(path(cast, "child", theirs)).status_code == 404
    assert ben.get(path(cast, "due-date", theirs.pregnancy)).status_code == 404
    for address in (path(cast, "birth"), path(cast, "x"), path(cast, "birth") + "?of=²"):
        assert ben.get(address).status_code == 404
    evas = StateChange.objects.create(
        participant=cast.eva, kind="stay", on=date(2026, 11, 1), recorded_at=timezone.now(),
        recorded_by=cast.dan, before=[],
    )  # fmt: skip
    sent = {"do": "undo", "change": evas.public_id}
    assert ben.post(hub(cast), sent).status_code == 404
    assert ben.post(hub(cast), {"do": "undo", "change": "²"}).status_code == 404
    assert ben.post(hub(cast), {"do": "x"}).status_code == 400


def test_who_organises_records_too(cast, desk):
    cam = desk(cast.cam)
    record(cam, path(cast, "home"), place="hospital", since="2026-11-17")
    assert Stay.objects.get().recorded_by == cast.cam
