"""A concern ends with what was done, and an account of what was told to whom."""

from uuid import uuid4

import pytest
from django.db import connection

from audit.models import Disclosure
from kernel.errors import BadInput, Conflict
from safety.models import Concern
from safety.services import close, raise_concern
from tests.cast import NOW
from tests.together import at_once


@pytest.fixture
def raised(cast) -> Concern:
    return raise_concern(
        participant=cast.ana, rule="own-words", tier="now", kind="answer",
        source_id=uuid4(), happened_at=NOW, now=NOW,
    )  # fmt: skip


def words(**changes) -> dict:
    """A call, unless told otherwise."""
    return {"closed_as": "called", "what_was_done": "Called her.", "now": NOW} | changes


@pytest.mark.parametrize(
    ("closed_as", "recipient", "basis"),
    [
        ("called", "", "to_her"),
        ("visit", "", "to_her"),
        ("emergency", "County ambulance", "emergency"),
        ("child_report", "State hotline", "child_report"),
        ("legal", "Counsel, then the sheriff", "legal"),
    ],
)
def test_each_way_of_closing_makes_its_disclosure(cast, raised, closed_as, recipient, basis):
    close(concern=raised, by=cast.ben, **words(closed_as=closed_as, recipient=recipient))
    told = Disclosure.objects.get(artefact=raised.public_id)
    assert (told.basis, told.participant, told.consent) == (basis, cast.ana.public_id, None)
    # A talk with her stays with the concern; only what others were told is accounted for in words.
    said = "" if basis == "to_her" else "Called her."
    assert (told.actor, told.recipient, told.what) == (cast.ben.actor, recipient, said)


def test_closing_acknowledges_and_ends(cast, raised):
    done = close(concern=raised, by=cast.ben, **words())
    assert (done.acknowledged_by, done.closed_as, done.what_was_done) == (
        cast.ben,
        "called",
        "Called her.",
    )
    with pytest.raises(Conflict):
        close(concern=done, by=cast.ben, **words())
    assert Disclosure.objects.filter(artefact=raised.public_id).count() == 1


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"what_was_done": "  \n"}, "what_was_done"),
        ({"closed_as": ""}, "closed_as"),
        ({"closed_as": "burnt"}, "closed_as"),
        ({"closed_as": "emergency"}, "recipient"),
        ({"closed_as": "child_report", "recipient": "  "}, "recipient"),
        ({"closed_as": "legal"}, "recipient"),
    ],
)
def test_what_is_lacking_is_said_and_nothing_ends(cast, raised, changes, field):
    with pytest.raises(BadInput) as refused:
        close(concern=raised, by=cast.ben, **words(**changes))
    assert refused.value.field == field
    raised.refresh_from_db()
    assert raised.closed_at is None
    assert not Disclosure.objects.filter(artefact=raised.public_id).exists()


def test_what_was_told_to_whom_is_not_readable_in_the_table(cast, raised):
    close(concern=raised, by=cast.ben, **words(closed_as="emergency", recipient="Ward 4"))
    with connection.cursor() as cursor:
        cursor.execute("SELECT recipient, what FROM audit_disclosure")
        stored = " ".join(str(row) for row in cursor.fetchall())
    assert "Ward 4" not in stored and "Called her" not in stored


def test_it_is_written_by_the_applications_role(cast, raised, app_role):
    close(concern=raised, by=cast.ben, **words())
    assert Disclosure.objects.filter(artefact=raised.public_id).exists()


@pytest.mark.django_db(transaction=True)
def test_closed_twice_at_once_there_is_one_account(cast, raised):
    ended = at_once([lambda: close(concern=raised, by=cast.ben, **words())] * 3)
    assert sum(isinstance(one, Conflict) for one in ended) == 2
    assert Disclosure.objects.filter(artefact=raised.public_id).count() == 1
