"""Delete this answer: from then on nobody on staff reads it anywhere; the row is kept."""

import csv
import io
import uuid
import zipfile
from datetime import timedelta

import pytest
import time_machine
from django.test import Client

from kernel.errors import NotFound
from measures.models import Answer
from measures.services import (
    said_in,
    save_answer,
    scores_over_time,
    start_administrations,
)
from research.services import export_now
from safety.models import Concern
from schedule.models import Deposit, Retraction
from sessions.models import StepEntry
from sessions.services import delete_said, hand_in, path_of
from tests.cast import NOW, make_cast, mother, pair, sign_in, start
from tests.saying import answer, entry, later

STRESS = {"tense": 7, "much": 5, "rest": 6, "steady": 2}


@pytest.fixture(autouse=True)
def _one_factor(settings):
    settings.STAFF_SECOND_FACTOR = False


@pytest.fixture
def cast(db):
    made = make_cast()
    start(made)
    return made


@pytest.fixture
def stress(cast):
    """Ana's stress questions, all answered; `tense` was 3 first."""
    occurrence = cast.ana.occurrences.filter(rule__kind="check_in").order_by("ordinal").first()
    begun = start_administrations(occurrence=occurrence, participant=cast.ana, now=NOW)
    asked = next(one for one in begun if one.instrument.code == "stress")
    say(cast, asked, "tense", 3)
    for item, value in {**STRESS, "thoughts": 0}.items():
        say(cast, asked, item, value, at=later(minutes=1))
    return asked


def say(cast, asked, item, value, at=NOW) -> uuid.UUID:
    said = answer(asked, item, value, at=at)
    save_answer(device=cast.phone, envelope=said, now=at)
    return said.client_uuid


def latest(item: str) -> uuid.UUID:
    rows = Answer.objects.filter(item=item).order_by("-deposit__answered_at", "-pk")
    return rows.first().deposit.client_uuid


def delete(cast, said: uuid.UUID, now=None, device=None) -> None:
    delete_said(device=device or cast.phone, said=said, now=now or later(minutes=10))


def test_the_row_is_kept_and_no_older_answer_takes_its_place(cast, stress):
    delete(cast, latest("tense"))
    assert Answer.objects.filter(item="tense").count() == 2
    assert Answer.objects.standing().filter(item="tense").count() == 0
    assert "tense" not in said_in(stress)


def test_an_older_answer_that_comes_in_late_is_hidden_too(cast, stress):
    delete(cast, latest("tense"))
    late = answer(stress, "tense", 9, at=later(minutes=5), sent_at=later(hours=1))
    hand_in(device=cast.phone, envelope=late, now=later(hours=1))
    assert Answer.objects.filter(item="tense").count() == 3
    assert "tense" not in said_in(stress)


def test_what_she_says_anew_after_deleting_stands(cast, stress):
    delete(cast, latest("tense"))
    anew = answer(stress, "tense", 4, at=later(hours=1))
    hand_in(device=cast.phone, envelope=anew, now=later(hours=1))
    assert said_in(stress)["tense"].value == 4


def test_twice_is_once(cast, stress):
    delete(cast, latest("tense"))
    delete(cast, latest("tense"), now=later(hours=1))
    assert {one.at for one in Retraction.objects.all()} == {later(minutes=10)}


def test_a_score_that_rests_on_it_is_gone(cast, stress):
    (line,) = [one for one in scores_over_time(cast.ana) if one.instrument == "stress"]
    assert line.points[0].value is not None
    delete(cast, latest("much"))
    (line,) = [one for one in scores_over_time(cast.ana) if one.instrument == "stress"]
    assert (line.points[0].value, line.points[0].absent) == (None, "missing_item")


def test_what_was_done_stays_done(cast, stress):
    stress.refresh_from_db()
    finished = stress.finished_at
    delete(cast, latest("much"))
    stress.refresh_from_db()
    assert stress.finished_at == finished is not None


def test_another_mother_deletes_nothing_of_hers(cast, stress):
    other, _token = pair(mother(cast.clinic, cast.ben, "Mia Lane"), cast.ben)
    with pytest.raises(NotFound):
        delete(cast, latest("much"), device=other)
    assert not Retraction.objects.exists()


def test_the_application_may_delete_nothing_but_can_say_deleted(cast, stress, app_role):
    said = latest("much")
    delete(cast, said)
    assert Deposit.objects.get(client_uuid=said).retraction.at == later(minutes=10)


def test_no_export_made_from_then_on_has_it(cast, stress):
    delete(cast, latest("tense"))
    _name, body = export_now(clinic=cast.clinic, as_of=later(minutes=5), now=later(hours=1))
    with zipfile.ZipFile(io.BytesIO(body)) as zipped:
        tables = {
            name: list(csv.DictReader(io.StringIO(zipped.read(name).decode(), newline="")))
            for name in ("answers.csv", "scores.csv")
        }
    assert "tense" not in {row["item"] for row in tables["answers.csv"]}
    assert [row["absent"] for row in tables["scores.csv"] if row["instrument"] == "stress"] == [
        "missing_item"
    ]


def test_the_api_has_it_no_more(cast, stress):
    client = Client()
    sign_in(client, cast.ben)
    delete(cast, latest("tense"))
    page = client.get(f"/api/v1/participants/{cast.ana.public_id}/answers/").json()
    assert {row["item"] for row in page["results"]} == {"much", "rest", "steady", "thoughts"}


def test_her_page_shows_it_no_more(cast, stress):
    client = Client()
    sign_in(client, cast.ben)
    where = f"/staff/mothers/{cast.ana.public_id}/"
    with time_machine.travel(later(minutes=20)):
        before = client.get(where).content.decode()
        delete(cast, latest("tense"))
        after = client.get(where).content.decode()
    asked = "how tense or wound up did you feel"
    assert asked in before
    assert asked not in after


def test_her_words_go_with_every_earlier_version(cast):
    first = cast.course.assigned.get(ordinal=1)
    step = next(one for one in path_of(first) if one.kind == "reflection")
    for minute, text in enumerate(("It was quiet here.", "It was quiet here, then loud.")):
        said = entry(first, step.code, "reflection", extra={"text": text}, at=later(minutes=minute))
        hand_in(device=cast.phone, envelope=said, now=later(minutes=minute))
    client = Client()
    sign_in(client, cast.ben)
    where = f"/staff/mothers/{cast.ana.public_id}/"
    with time_machine.travel(later(minutes=20)):
        assert "quiet here, then loud" in client.get(where).content.decode()
        delete(cast, said.client_uuid)
        assert "quiet here" not in client.get(where).content.decode()
    assert StepEntry.objects.filter(step=step.code).count() == 2


def test_the_concern_it_raised_stays_and_says_that_she_deleted_it(cast, stress):
    said = say(cast, stress, "thoughts", 3, at=later(minutes=2))
    concern = Concern.objects.get()
    delete(cast, said)
    client = Client()
    sign_in(client, cast.ben)
    with time_machine.travel(NOW + timedelta(minutes=20)):
        page = client.get(f"/staff/concerns/{concern.public_id}/").content.decode()
    assert "she deleted this answer; the concern stays" in page
    assert "She deleted it" in page
    assert "value 3" not in page
    assert Concern.objects.filter(closed_at=None).count() == 1
