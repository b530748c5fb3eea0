from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from kernel.errors import BadInput
from people.models import Grant, Membership, Participant
from people.services import add_member, end_membership, grant, revoke_grant
from tests.cast import NOW


def seen(user) -> set[str]:
    """Names of those a user may know of."""
    return {p.identity.name for p in Participant.objects.visible_to(user)}


def clinical(user) -> set[str]:
    """Names of those whose answers a user may read."""
    return {p.identity.name for p in Participant.objects.clinical_for(user)}


def test_who_sees_whom(cast):
    assert seen(cast.ben) == clinical(cast.ben) == {"Ana Reyes"}
    assert seen(cast.bea) == clinical(cast.bea) == set()
    assert seen(cast.cam) == seen(cast.ada) == {"Ana Reyes"}
    assert clinical(cast.cam) == clinical(cast.ada) == set()
    assert seen(cast.cora) == clinical(cast.cora) == set()
    assert seen(cast.dan) == {"Eva Stone"}
    assert seen(AnonymousUser()) == set()


def test_a_grant_opens_and_its_end_shuts(cast):
    given = grant(staff=cast.bea, participant=cast.ana, reason="cover", by=cast.ada, now=NOW)
    assert seen(cast.bea) == {"Ana Reyes"}
    revoke_grant(grant=given, now=NOW)
    assert seen(cast.bea) == set()


def test_cover_ends_by_itself(cast):
    past = timezone.now() - timedelta(days=300)
    grant(
        staff=cast.bea, participant=cast.ana, reason="cover", by=cast.ada, now=past,
        until=past + timedelta(days=1),
    )  # fmt: skip
    assert seen(cast.bea) == set()


def test_only_a_clinician_of_her_clinic_can_be_granted(cast):
    for somebody in (cast.dan, cast.cora, cast.cam):
        with pytest.raises(BadInput):
            grant(staff=somebody, participant=cast.ana, reason="care", by=cast.ada, now=NOW)


def test_leaving_the_clinic_ends_everything_at_once(cast):
    membership = cast.ben.memberships.get()
    end_membership(membership=membership, now=NOW)
    assert seen(cast.ben) == set()


def test_a_switched_off_account_sees_nothing(cast):
    cast.ben.is_active = False
    assert seen(cast.ben) == set()


def test_the_same_role_is_given_once(cast):
    for _ in range(2):
        add_member(clinic=cast.clinic, email="BEN@example.org", name="", role="clinician", now=NOW)
    assert Membership.objects.filter(user=cast.ben).count() == 1


def test_whoever_comes_back_to_the_clinic_begins_with_nobody(cast):
    end_membership(membership=cast.ben.memberships.get(), now=NOW)
    add_member(clinic=cast.clinic, email=cast.ben.email, name="", role="clinician", now=NOW)
    assert seen(cast.ben) == set()


def test_a_grant_holds_only_together_with_the_role_at_her_clinic(cast):
    """However the row came to be: Dan is a clinician elsewhere."""
    Grant.objects.create(
        staff=cast.dan, participant=cast.ana, reason="care", granted_by=cast.ada, since=NOW
    )
    assert seen(cast.dan) == {"Eva Stone"}


def test_a_grant_that_begins_later_opens_nothing_yet(cast):
    Grant.objects.filter(staff=cast.ben).update(since=timezone.now() + timedelta(days=400))
    assert seen(cast.ben) == clinical(cast.ben) == set()


def test_who_organises_for_the_clinic(cast):
    def organised(user) -> set[str]:
        return {p.identity.name for p in Participant.objects.organised_by(user)}

    assert organised(cast.ben) == organised(cast.cam) == {"Ana Reyes"}
    assert organised(cast.dan) == {"Eva Stone"}
    for user in (cast.bea, cast.ada, cast.cora, AnonymousUser()):
        assert organised(user) == set()


def test_a_role_that_ended_opens_nothing(cast):
    end_membership(membership=cast.cam.memberships.get(), now=NOW)
    assert not cast.cam.has_role("coordinator")
    assert seen(cast.cam) == set()
