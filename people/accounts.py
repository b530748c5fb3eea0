"""How allauth behaves here: staff are invited, never self-registered; secrets are encrypted."""

import time
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import get_authentication_records
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings
from django.http import HttpRequest, HttpResponse

from kernel.crypto import decrypt, encrypt
from people.known_browsers import known_to, remember


class StaffAccountAdapter(DefaultAccountAdapter):
    """Accounts are made by a clinic admin (people.services.add_member)."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Nobody registers themselves."""
        return False

    def is_reauthentication_required(self, *, app: str) -> bool:
        """A sign-in of the last quarter of an hour is fresh enough; after that it is asked again.

        Else whoever has just typed the password types it twice to set the second factor up.
        """
        records = get_authentication_records(context.request, context.request.user)
        latest = max((record["at"] for record in records), default=0.0)
        if time.time() - latest < settings.ACCOUNT_REAUTHENTICATION_TIMEOUT:
            return False
        return super().is_reauthentication_required(app=app)

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        """Tries are counted by account, whatever host was asked for; a browser the account was
        signed in from before is counted apart."""
        login = credentials.get("email", "").lower()
        return f"known:{login}" if known_to(request, login) else f"anywhere:{login}"

    def post_login(self, request: HttpRequest, user: Any, **more: Any) -> HttpResponse:
        """From now on this browser is one of theirs."""
        response = super().post_login(request, user, **more)
        remember(response, user)
        return response

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """Researchers begin where their work is; everybody else at the caseload."""
        user = request.user
        if user.has_role("researcher") and not user.has_role(
            "clinician", "coordinator", "clinic_admin"
        ):
            return "/research/"
        return "/staff/"


class StaffMfaAdapter(DefaultMFAAdapter):
    """Second-factor secrets are stored under IDENTIFIER_KEYS, not in the clear."""

    def encrypt(self, text: str) -> str:
        """Before it is stored."""
        return encrypt(text)

    def decrypt(self, encrypted_text: str) -> str:
        """After it is read."""
        return decrypt(encrypted_text)
