"""Browsers a member of staff has signed in from: a stranger's wrong guesses do not shut them out.

Wrong passwords are counted for each account. Without this, whoever knows an address could keep
its owner from an open concern by guessing all day. The mark opens nothing: it only says that this
browser's tries are counted by themselves.
"""

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse

from people.models import User

SALT = "people.known_browsers"
DAYS = 180


def _cookie() -> str:
    return "__Host-known" if settings.SECURE else "known"


def remember(response: HttpResponse, user: User) -> None:
    """This browser is one of theirs."""
    response.set_cookie(
        _cookie(),
        signing.dumps(str(user.public_id), salt=SALT),
        max_age=DAYS * 86400,
        path="/",
        secure=settings.SECURE,
        httponly=True,
        samesite="Lax",
    )


def known_to(request: HttpRequest, email: str) -> bool:
    """Whether the account of this address was signed in to from here."""
    mark = request.COOKIES.get(_cookie(), "")
    try:
        whose = signing.loads(mark, salt=SALT, max_age=DAYS * 86400)
    except signing.BadSignature:
        return False
    return User.objects.filter(public_id=whose, email__iexact=email).exists()
