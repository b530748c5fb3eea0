"""An invitation is shown once, as a link and a picture of it, and ends the one before."""

import re

from django.utils import timezone

from care.views.invite import qr_code
from people.models import Invitation
from people.services import read_invitation


def path(cast) -> str:
    return f"/staff/mothers/{cast.ana.public_id}/invite/"


def link_in(page) -> str:
    return re.search(r"/d/i/([\w-]+)/", page.content.decode())[1]


def test_looking_makes_no_link(cast, ben):
    before = Invitation.objects.count()
    page = ben.get(path(cast))
    assert Invitation.objects.count() == before
    assert b"/d/i/" not in page.content


def test_the_link_works_and_is_stored_nowhere(cast, ben):
    token = link_in(ben.post(path(cast)))
    invitation = read_invitation(token=token, now=timezone.now())
    assert invitation.participant == cast.ana
    assert token not in invitation.token_hash
    assert b"/d/i/" not in ben.get(path(cast)).content


def test_the_next_one_ends_it(cast, ben):
    ben.post(path(cast))
    ben.post(path(cast))
    assert Invitation.objects.filter(revoked_at=None, consumed_at=None).count() == 1


def test_the_picture_is_of_the_link_and_has_no_style(cast, ben):
    page = ben.post(path(cast)).content.decode()
    assert "<svg" in page
    assert " style=" not in page
    assert qr_code("http://x/d/i/a/") != qr_code("http://x/d/i/b/")
