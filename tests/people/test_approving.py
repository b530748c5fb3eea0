"""A clinic approves a version, for a way of giving it, before anybody is given it."""

import pytest

from catalog.services import released
from kernel.errors import BadInput
from people.models import ContentApproval, Delivery
from people.services import (
    approvals_of,
    approve_content,
    deliveries_for,
    end_approval,
    set_self_guided,
)
from sessions.services import open_course
from tests.cast import NOW, make_cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast():
    cast = make_cast()
    cast.clinic.is_synthetic = False
    cast.clinic.save()
    cast.ana.refresh_from_db()
    return cast


def approve(cast, *deliveries, **changes):
    told = {
        "clinic": cast.clinic,
        "content_version": released("curriculum", "more-companion"),
        "deliveries": deliveries or [Delivery.GROUP],
        "is_draft": True,
        "knew_draft": True,
        "by": cast.ada,
        "now": NOW,
    }
    return approve_content(**(told | changes))


def begin(cast, delivery=Delivery.GROUP):
    return open_course(
        participant=cast.ana,
        content_version=released("curriculum", "more-companion", "0"),
        starts_on=NOW.date(),
        delivery=delivery,
        by=cast.ben,
        now=NOW,
    )


def ways(cast):
    return deliveries_for(cast.clinic, released("curriculum", "more-companion"))


def test_nothing_may_be_given_before_it_is_approved_and_only_as_approved(cast):
    assert ways(cast) == ()
    approve(cast, Delivery.COMPANION, Delivery.GROUP)
    assert ways(cast) == (Delivery.GROUP, Delivery.COMPANION)


def test_a_course_needs_the_approval_of_its_version_and_its_way(cast):
    with pytest.raises(BadInput, match="has not approved"):
        begin(cast)
    approve(cast, content_version=released("curriculum", "more-companion", "0"))
    with pytest.raises(BadInput, match="has not approved"):
        begin(cast, Delivery.INDIVIDUAL)
    assert begin(cast).delivery == Delivery.GROUP


def test_an_approval_of_another_version_is_none(cast):
    approve(cast, content_version=released("curriculum", "more-companion", "0"))
    assert ways(cast) == ()


def test_approving_twice_is_once_and_an_ended_one_can_be_given_again(cast):
    (held,) = approve(cast)
    assert approve(cast) == []
    end_approval(approval=held, by=cast.ada, now=NOW)
    assert ways(cast) == ()
    approve(cast)
    assert approvals_of(cast.clinic).count() == 1
    assert ContentApproval.objects.count() == 2


def test_a_draft_is_approved_knowingly_or_not_at_all(cast):
    with pytest.raises(BadInput) as refused:
        approve(cast, knew_draft=False)
    assert refused.value.field == "knew_draft"
    assert approve(cast)[0].knew_draft


def test_alone_needs_a_lead_and_ends_with_the_lead(cast):
    with pytest.raises(BadInput, match="lead"):
        approve(cast, Delivery.SELF_GUIDED)
    set_self_guided(clinic=cast.clinic, lead="Dr. Vera Holt", by=cast.ada, now=NOW)
    approve(cast, Delivery.SELF_GUIDED, Delivery.GROUP)
    assert Delivery.SELF_GUIDED in ways(cast)
    set_self_guided(clinic=cast.clinic, lead="", by=cast.ada, now=NOW)
    assert ways(cast) == (Delivery.GROUP,)


def test_an_invented_clinic_gives_all_but_alone(cast):
    assert Delivery.SELF_GUIDED not in deliveries_for(
        cast.other_clinic, released("curriculum", "more-companion")
    )
    assert len(deliveries_for(cast.other_clinic, released("curriculum", "more-companion"))) == 3


@pytest.mark.parametrize("deliveries", [[], ["by post"], ["group", "by post"]])
def test_an_unknown_way_is_refused_and_nothing_kept(cast, deliveries):
    with pytest.raises(BadInput):
        approve(cast, deliveries=deliveries)
    assert not ContentApproval.objects.exists()
