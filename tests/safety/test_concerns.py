from datetime import timedelta
from uuid import uuid4

import pytest

from kernel.errors import BadInput, Conflict
from pathway.services import take_on
from safety.models import Concern
from safety.services import acknowledge, close, raise_concern
from tests.cast import NOW


def concern(cast, source=None) -> Concern:
    """A concern about Ana."""
    return raise_concern(
        participant=cast.ana, rule="own-words", tier="now", kind="answer",
        source_id=source or uuid4(), happened_at=NOW, now=NOW,
    )  # fmt: skip


def test_one_source_raises_one_concern(cast):
    source = uuid4()
    assert concern(cast, source) == concern(cast, source)
    assert Concern.objects.count() == 1


def test_the_first_to_acknowledge_stands(cast):
    raised = concern(cast)
    acknowledge(concern=raised, by=cast.ben, now=NOW)
    acknowledge(concern=raised, by=cast.bea, now=NOW + timedelta(hours=1))
    assert (raised.acknowledged_by, raised.acknowledged_at) == (cast.ben, NOW)


def test_closing_needs_words(cast):
    with pytest.raises(BadInput):
        close(concern=concern(cast), by=cast.ben, what_was_done="  ", now=NOW)


def test_closing_acknowledges_and_ends(cast):
    done = close(concern=concern(cast), by=cast.ben, what_was_done="Called her.", now=NOW)
    assert (done.acknowledged_by, done.what_was_done) == (cast.ben, "Called her.")
    with pytest.raises(Conflict):
        close(concern=done, by=cast.ben, what_was_done="Again.", now=NOW)


def test_who_sees_it(cast):
    raised = concern(cast)
    assert list(Concern.objects.visible_to(cast.ben)) == [raised]
    for user in (cast.bea, cast.cam, cast.ada, cast.cora, cast.dan):
        assert not Concern.objects.visible_to(user).exists()


def test_who_is_called_sees_it_and_may_act(cast):
    """The clinic's mail goes to Bea, who has no grant: else she would meet a 404."""
    cast.clinic.concern_email = cast.bea.email.upper()
    cast.clinic.save()
    raised = concern(cast)
    assert list(Concern.objects.visible_to(cast.bea)) == [raised]
    take_on(concern=raised, by=cast.bea, now=NOW)
    given = cast.ana.grants.get(staff=cast.bea)
    assert (given.reason, given.until) == ("cover", NOW + timedelta(days=7))


def test_being_called_opens_nothing_that_is_closed(cast):
    cast.clinic.concern_email = cast.bea.email
    cast.clinic.save()
    close(concern=concern(cast), by=cast.ben, what_was_done="Called her.", now=NOW)
    assert not Concern.objects.visible_to(cast.bea).exists()


def test_an_address_without_the_role_opens_nothing(cast):
    for user in (cast.cam, cast.ada, cast.cora, cast.dan):
        cast.clinic.concern_email = user.email
        cast.clinic.save()
        concern(cast)
        assert not Concern.objects.visible_to(user).exists()


def test_her_own_clinician_needs_no_cover(cast):
    take_on(concern=concern(cast), by=cast.ben, now=NOW)
    assert cast.ana.grants.count() == 1
