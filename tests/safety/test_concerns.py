from datetime import timedelta
from uuid import uuid4

import pytest

from kernel.errors import BadInput, Conflict
from safety.models import Concern
from safety.services import acknowledge, close, raise_concern
from tests.cast import NOW


def concern(cast, source=None) -> Concern:
    """A concern about Ana."""
    return raise_concern(
        participant=cast.ana, rule="own-words", tier="now", source_kind="answer",
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
