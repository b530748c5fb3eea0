"""Her plan: kept in her words, part by part, and never overwritten unseen."""

from datetime import timedelta

import pytest

from kernel.errors import BadInput, Conflict, NotAllowed
from safety.models import SafetyPlan
from safety.services import lock_plan, plan_of, save_part, share_plan
from tests.cast import NOW

LATER = NOW + timedelta(hours=1)


def write(cast, part="signs", words="I stop answering.", revision=0, by=None) -> SafetyPlan:
    return save_part(
        participant=cast.ana, part=part, words=words, revision=revision, by=by, now=NOW
    )


def test_before_she_writes_there_is_an_empty_one(cast):
    plan = plan_of(cast.ana)
    assert (plan.pk, plan.revision, plan.behind_pin, plan.shared) == (None, 0, True, False)


def test_a_part_is_kept_in_her_words(cast):
    write(cast, words="  I stop answering.\r\nI sit in the dark. ")
    plan = plan_of(cast.ana)
    assert plan.signs == "I stop answering.\nI sit in the dark."
    assert (plan.revision, plan.changed_at, plan.changed_by) == (1, NOW, None)


def test_the_same_twice_is_kept_once(cast):
    write(cast)
    assert write(cast).revision == 1
    assert SafetyPlan.objects.count() == 1


def test_two_pages_never_overwrite_one_another(cast):
    write(cast)
    with pytest.raises(Conflict) as refused:
        write(cast, words="Something else")
    assert refused.value.code == "other_revision"
    assert plan_of(cast.ana).signs == "I stop answering."


def test_another_part_written_meanwhile_is_no_conflict(cast):
    write(cast)
    write(cast, part="helps", words="A walk")
    plan = write(cast, words="I do not sleep.", revision=1)
    assert (plan.signs, plan.helps, plan.revision) == ("I do not sleep.", "A walk", 3)


def test_an_unknown_revision_is_a_conflict(cast):
    write(cast)
    with pytest.raises(Conflict):
        write(cast, words="Other", revision=7)


def test_a_part_can_be_emptied_again(cast):
    write(cast)
    assert write(cast, words=" ", revision=1).signs == ""


@pytest.mark.parametrize(
    ("part", "words"), [("shared", "x"), ("nothing", "x"), ("signs", "x" * 2001)]
)
def test_nonsense_is_refused(cast, part, words):
    with pytest.raises(BadInput):
        write(cast, part=part, words=words)


def test_staff_write_only_into_a_plan_she_shares(cast):
    write(cast)
    with pytest.raises(NotAllowed):
        write(cast, words="Other", revision=1, by=cast.ben)
    share_plan(participant=cast.ana, shared=True, now=LATER)
    assert write(cast, words="Other", revision=1, by=cast.ben).changed_by == cast.ben


def test_a_plan_begun_with_her_clinician_is_shared(cast):
    assert write(cast, by=cast.ben).shared


def test_whether_it_is_shared_or_open_is_hers_and_no_change_of_words(cast):
    share_plan(participant=cast.ana, shared=True, now=NOW)
    plan = lock_plan(participant=cast.ana, behind_pin=False, now=LATER)
    assert (plan.shared, plan.behind_pin, plan.revision) == (True, False, 0)
    assert not share_plan(participant=cast.ana, shared=False, now=LATER).shared


def test_her_words_are_not_readable_in_the_tables(cast):
    from django.db import connection

    write(cast)
    with connection.cursor() as cursor:
        for table in ("safety_safetyplan", "safety_safetyplanevent"):
            cursor.execute(f"SELECT signs FROM {table}")
            assert "answering" not in cursor.fetchone()[0]
