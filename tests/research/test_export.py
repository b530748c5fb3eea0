"""The export: who is in it, what it says, that it is the same again."""

import csv
import hashlib
import io
import uuid
import zipfile
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command

from audit.models import Disclosure, ReadEvent
from kernel.errors import BadInput, Conflict, Gone, NotAllowed
from measures.services import scores_of, start_for_step
from people.services import end_membership, revoke_consent
from research.cells import restored
from research.models import Export, ExportFile, Pseudonym
from research.services import ask_for_export, claim_export, export_now, hand_over, make_export
from sessions.services import delete_said
from tests.cast import NOW, agree, mother, pair
from tests.research.conftest import AS_OF, LATER, THEN, say


def made(cast, now=LATER, as_of=AS_OF) -> Export:
    """An export asked for and made."""
    export = ask_for_export(by=cast.cora, clinic=cast.clinic, now=now, as_of=as_of)
    make_export(export=claim_export(pk=export.pk), now=now)
    export.refresh_from_db()
    return export


def tables(body: bytes) -> dict[str, list[dict[str, str]]]:
    """The CSV files of a zip as rows."""
    with zipfile.ZipFile(io.BytesIO(body)) as zipped:
        return {
            name: list(csv.DictReader(io.StringIO(zipped.read(name).decode(), newline="")))
            for name in zipped.namelist()
            if name.endswith(".csv")
        }


def text(body: bytes, name: str) -> str:
    with zipfile.ZipFile(io.BytesIO(body)) as zipped:
        return zipped.read(name).decode()


def test_every_answer_is_in_it_and_the_last_one_is_current(cast, answered):
    rows = tables(made(cast).file.body)["answers.csv"]
    said = [(row["item"], row["value"], row["current"]) for row in rows]
    assert said == [
        ("tense", "7", "0"),
        ("tense", "8", "1"),
        ("much", "5", "1"),
        ("rest", "6", "1"),
        ("steady", "2", "1"),
        ("thoughts", "0", "1"),
    ]


def numbers(body: bytes) -> dict[str, str]:
    """The number of each stress questionnaire by the value of its first question."""
    rows = tables(body)["answers.csv"]
    return {row["value"]: row["administration"] for row in rows if row["item"] == "tense"}


def test_what_was_only_taken_along_is_not_counted_and_numbers_stay(cast, answered):
    """Put on her phone before the others, answered after them or never."""

    def asked(days):
        return start_for_step(
            participant=cast.ana,
            assigned_uuid=uuid.uuid4(),
            step_code="check",
            instrument_code="stress",
            now=NOW - timedelta(days=days),
        )

    late, _never, third = asked(30), asked(20), asked(10)
    assert set(numbers(made(cast).file.body).values()) == {"1"}
    say(cast, late, "tense", 3, now=AS_OF + timedelta(minutes=1))
    say(cast, third, "tense", 4, now=AS_OF + timedelta(minutes=2))
    after = numbers(made(cast, as_of=AS_OF + timedelta(minutes=5)).file.body)
    assert (after["8"], after["3"], after["4"]) == ("1", "2", "3")
    before = numbers(made(cast).file.body)
    assert before == {"7": "1", "8": "1"}
    delete_said(device=cast.phone, said=late.answers.get().deposit.client_uuid, now=LATER)
    without = numbers(made(cast, as_of=AS_OF + timedelta(minutes=6)).file.body)
    assert (without["8"], without["4"], "3" in without) == ("1", "3", False)


def test_a_row_says_what_was_shown_when_and_how_far_she_was(cast, answered):
    row = tables(made(cast).file.body)["answers.csv"][-1]
    release = answered.instrument
    assert row["structure_hash"] == release.structure_hash
    assert row["wording_hash"] == release.wording_hashes["en"]
    assert (row["label"], row["language"], row["stand_in"]) == ("No", "en", "1")
    assert (row["administration"], row["occurrence"]) == ("1", "1")
    assert row["answered_at_utc"] == "2026-11-18T17:05:00.000000Z"
    assert row["answered_local"] == "2026-11-18T12:05:00.000000"
    assert (row["offset_minutes"], row["zone"]) == ("-300", "America/New_York")
    assert (row["gestational_day"], row["anchor"], row["anchor_revision"]) == (
        "210",
        "due_date",
        "1",
    )


def test_the_score_is_the_one_the_clinic_sees(cast, answered):
    rows = tables(made(cast).file.body)["scores.csv"]
    seen = {score.scale: str(score.value) for score in scores_of(answered)}
    assert {row["scale"]: row["value"] for row in rows} == seen == {"mean": "6.75"}


def test_what_she_would_rather_not_say_is_marked_and_scores_nothing(cast, answered):
    say(cast, answered, "rest", None, declined=True, now=THEN + timedelta(minutes=2))
    found = tables(made(cast).file.body)
    last = [row for row in found["answers.csv"] if row["item"] == "rest"][-1]
    assert (last["value"], last["missing"], last["current"]) == ("", "declined", "1")
    assert [(row["value"], row["absent"]) for row in found["scores.csv"]] == [("", "declined")]


def test_what_came_after_as_of_is_not_in_it(cast, answered):
    before = made(cast).file.body
    say(cast, answered, "much", 9, now=AS_OF + timedelta(minutes=1))
    assert bytes(made(cast).file.body) == bytes(before)


def test_the_same_export_is_the_same_bytes_from_page_and_command(cast, answered, tmp_path):
    page = bytes(made(cast).file.body)
    out = tmp_path / "again.zip"
    call_command(
        "export",
        clinic=cast.clinic.public_id,
        as_of=AS_OF.isoformat(),
        out=out,
        stdout=io.StringIO(),
    )
    assert out.read_bytes() == page
    with pytest.raises(CommandError, match="is there already"):
        call_command("export", clinic=cast.clinic.public_id, out=out)


def test_a_change_of_address_later_changes_nothing_in_it(cast, answered):
    page = bytes(made(cast).file.body)
    type(answered).objects.filter(pk=answered.pk).update(addressed="no_baby_talk")
    assert bytes(made(cast).file.body) == page


def test_only_who_agrees_is_in_it(cast, answered):
    other = mother(cast.clinic, cast.ben, "Lena Quiet", email="lena@example.net")
    export = made(cast)
    assert export.mothers == 1
    assert not Pseudonym.objects.filter(participant=other).exists()
    assert set(Disclosure.objects.values_list("participant", flat=True)) == {cast.ana.public_id}


def test_it_reads_in_as_many_queries_however_many_mothers(
    cast, answered, django_assert_max_num_queries
):
    for number in range(12):
        her = mother(cast.clinic, cast.ben, f"Mother {number}", email=f"m{number}@example.net")
        agree(her, pair(her, cast.ben)[0], "research")
    export = ask_for_export(by=cast.cora, clinic=cast.clinic, now=LATER, as_of=AS_OF)
    claimed = claim_export(pk=export.pk)
    with django_assert_max_num_queries(40):
        make_export(export=claimed, now=LATER)
    export.refresh_from_db()
    assert export.mothers == 13


def test_who_agreed_after_as_of_is_not_in_it(cast, answered):
    before = made(cast)
    her = mother(cast.clinic, cast.ben, "Lena Late", email="lena@example.net")
    agree(her, pair(her, cast.ben)[0], "research", now=AS_OF + timedelta(minutes=1))
    after = made(cast)
    assert (after.mothers, bytes(after.file.body)) == (1, bytes(before.file.body))


def test_who_agrees_anew_to_another_text_stays_in_it(cast, answered):
    revoke_consent(participant=cast.ana, purpose="research", now=AS_OF + timedelta(minutes=1))
    agree(cast.ana, cast.phone, "research", now=AS_OF + timedelta(minutes=1))
    assert made(cast).mothers == 1


def test_nothing_in_it_names_her(cast, answered):
    body = made(cast).file.body
    with zipfile.ZipFile(io.BytesIO(body)) as zipped:
        everything = "".join(zipped.read(name).decode() for name in zipped.namelist())
    for hers in ("Ana", "Reyes", "ana@example.net", str(cast.ana.public_id), cast.clinic.name):
        assert hers not in everything


def test_the_notice_goes_with_it_and_says_what_was_agreed(cast, answered):
    notice = text(made(cast).file.body, "NOTICE.txt")
    assert "42 CFR part 2 prohibits unauthorized use or disclosure of these records" in notice
    assert "prohibit you from using or disclosing this record" in " ".join(notice.split())
    assert "1 mother(s) agreed to" in notice and "Two years after you agree" in notice
    assert "INVENTED DATA" in notice


def test_the_checksums_are_right(cast, answered):
    body = made(cast).file.body
    for line in text(body, "SHA256SUMS").splitlines():
        told, name = line.split("  ")
        assert hashlib.sha256(text(body, name).encode()).hexdigest() == told


def test_the_codebook_holds_every_item_and_scale_of_the_export(cast, answered):
    rows = tables(made(cast).file.body)["codebook.csv"]
    assert [(row["row"], row["code"]) for row in rows] == [
        ("item", "tense"),
        ("item", "much"),
        ("item", "rest"),
        ("item", "steady"),
        ("item", "thoughts"),
        ("scale", "mean"),
    ]
    assert rows[3]["reverse"] == "mean"
    assert restored(rows[4]["choices"]).startswith("0=No | 1=")


def test_nobody_agreeing_is_said_plainly(cast):
    revoke_consent(participant=cast.ana, purpose="research", now=THEN)
    with pytest.raises(Conflict, match="nothing to export"):
        ask_for_export(by=cast.cora, clinic=cast.clinic, now=LATER)
    with pytest.raises(Conflict, match="nothing to export"):
        export_now(clinic=cast.clinic, as_of=AS_OF, now=LATER)


def test_a_button_pressed_twice_is_one_export(cast, answered):
    first = ask_for_export(by=cast.cora, clinic=cast.clinic, now=LATER)
    assert ask_for_export(by=cast.cora, clinic=cast.clinic, now=LATER) == first
    after = LATER + timedelta(minutes=2)
    assert ask_for_export(by=cast.cora, clinic=cast.clinic, now=after) != first


def test_a_moment_to_come_is_refused(cast):
    with pytest.raises(BadInput):
        ask_for_export(by=cast.cora, clinic=cast.clinic, now=NOW, as_of=NOW + timedelta(seconds=1))


def test_only_a_researcher_of_the_clinic_may_ask(cast):
    with pytest.raises(NotAllowed):
        ask_for_export(by=cast.ben, clinic=cast.clinic, now=LATER)
    with pytest.raises(NotAllowed):
        ask_for_export(by=cast.cora, clinic=cast.other_clinic, now=LATER)


def test_a_withdrawal_before_it_is_made_refuses_it(cast, answered):
    export = ask_for_export(by=cast.cora, clinic=cast.clinic, now=LATER)
    revoke_consent(participant=cast.ana, purpose="research", now=LATER)
    Export.objects.update(as_of=AS_OF)
    make_export(export=claim_export(pk=export.pk), now=LATER + timedelta(minutes=1))
    export.refresh_from_db()
    assert (export.state, "nothing to export" in export.last_error) == ("refused", True)
    assert not Disclosure.objects.exists()


def test_a_withdrawal_while_it_is_made_leaves_no_file(cast, answered, monkeypatch):
    from research import services

    def build_slowly(**asked):
        revoke_consent(participant=cast.ana, purpose="research", now=LATER)
        return b"zip"

    monkeypatch.setattr(services, "build", build_slowly)
    export = made(cast)
    assert (export.state, ExportFile.objects.count()) == ("owed", 0)
    assert not Disclosure.objects.exists()


def test_a_withdrawal_after_it_was_made_closes_the_download(cast, answered):
    export = made(cast)
    assert hand_over(export=export, by=cast.cora, now=LATER).body
    revoke_consent(participant=cast.ana, purpose="research", now=LATER)
    with pytest.raises(Gone, match="no longer agrees"):
        hand_over(export=export, by=cast.cora, now=LATER + timedelta(seconds=1))


def test_a_role_that_ended_refuses_what_was_asked_with_it(cast, answered):
    export = ask_for_export(by=cast.cora, clinic=cast.clinic, now=LATER, as_of=AS_OF)
    end_membership(membership=cast.cora.memberships.get(), now=LATER)
    make_export(export=claim_export(pk=export.pk), now=LATER)
    export.refresh_from_db()
    assert export.state == "refused"


def test_an_error_is_written_down_raised_and_tried_again_until_given_up(
    cast, answered, monkeypatch
):
    from research import services

    def broken(**asked):
        raise RuntimeError("disk full")

    monkeypatch.setattr(services, "build", broken)
    export = ask_for_export(by=cast.cora, clinic=cast.clinic, now=LATER, as_of=AS_OF)
    for _try in range(services.TRIES):
        with pytest.raises(RuntimeError):
            make_export(export=claim_export(pk=export.pk), now=LATER)
        assert claim_export(pk=export.pk) is None, "the lease keeps it for a while"
        Export.objects.update(lease_until=NOW)
    assert claim_export(pk=export.pk) is None
    export.refresh_from_db()
    assert export.state == "broken" and "RuntimeError" not in export.last_error


def test_a_worker_that_lost_its_lease_leaves_nothing(cast, answered):
    export = ask_for_export(by=cast.cora, clinic=cast.clinic, now=LATER, as_of=AS_OF)
    slow = claim_export(pk=export.pk)
    Export.objects.update(lease_until=NOW)
    quick = claim_export(pk=export.pk)
    make_export(export=slow, now=LATER)
    assert ExportFile.objects.count() == 0
    make_export(export=quick, now=LATER)
    export.refresh_from_db()
    assert (export.state, ExportFile.objects.count()) == ("done", 1)
    assert Disclosure.objects.count() == 1


def test_a_lease_lost_at_the_very_end_leaves_nothing(cast, answered, monkeypatch):
    from research import services

    def build_too_slowly(**asked):
        Export.objects.update(lease_token=uuid.uuid4())
        return b"zip"

    monkeypatch.setattr(services, "build", build_too_slowly)
    made(cast)
    assert ExportFile.objects.count() == Disclosure.objects.count() == 0


def test_a_broker_that_is_down_does_not_lose_the_request(
    cast, answered, monkeypatch, django_capture_on_commit_callbacks
):
    from kombu.exceptions import OperationalError

    from research import services
    from research.tasks import sweep_exports

    def unreachable(*args, **kwargs):
        raise OperationalError("no broker")

    monkeypatch.setattr(services.current_app, "send_task", unreachable)
    with django_capture_on_commit_callbacks(execute=True):
        export = ask_for_export(by=cast.cora, clinic=cast.clinic, now=LATER, as_of=AS_OF)
    sweep_exports()
    export.refresh_from_db()
    assert export.state == "done"


def test_it_is_made_with_the_rights_of_the_application(cast, answered, app_role):
    export = made(cast)
    assert export.state == "done"
    assert ReadEvent.objects.filter(kind="exported").exists()
