"""Who is asking: a mother's phone, or a member of staff with both factors."""

import pghistory
from django.contrib.auth import logout
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils import timezone, translation

from people.devices import has_ended, known_by
from people.models import Unlock
from people.second_factor import idle_too_long, passed

OPEN_STAFF_PATHS = ("/staff/account/",)
STAFF_PREFIXES = ("/staff/", "/research/", "/api/")


class MotherMiddleware:
    """Sets request.device (which phone) and request.mother (only while the phone is open).

    A phone that has ended is nobody's; request.ended says that this browser was one.

    Only under /d/: a mother's cookies mean nothing to staff pages, and the other way round.
    Opened with the second PIN it is nobody's phone, so that no page can find anything of hers;
    request.plain is that unlock.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.device = request.mother = request.plain = request.unlock = None
        request.ended, request.known = False, None
        if request.path.startswith("/d/"):
            request.known = known = known_by(request, now=timezone.now())
            if known is not None:
                request.ended = has_ended(known.device)
                request.device = None if request.ended else known.device
                self._open(request, known.unlock)
        return self.get_response(request)

    def _open(self, request: HttpRequest, unlock: Unlock | None) -> None:
        if unlock and unlock.plain:
            request.device, request.plain = None, unlock
        elif unlock:
            request.mother, request.unlock = unlock.device.participant, unlock


class LanguageMiddleware:
    """Her language on her pages (a known phone keeps it while locked), English for staff."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        language = "en"
        if request.path.startswith("/d/"):
            device = request.plain.device if request.plain else request.device
            chosen = device.participant.language if device else None
            language = chosen or translation.get_language_from_request(request)
        with translation.override(language):
            request.LANGUAGE_CODE = language
            response = self.get_response(request)
        response.setdefault("Content-Language", language)
        return response


class StaffGateMiddleware:
    """One factor reaches nothing: no staff page and no API without sign-in and second factor."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        refusal = self._refusal(request)
        return refusal if refusal is not None else self.get_response(request)

    def _refusal(self, request: HttpRequest) -> HttpResponse | None:
        path = request.path
        if not path.startswith(STAFF_PREFIXES) or path.startswith(OPEN_STAFF_PATHS):
            return None
        api = path.startswith("/api/")
        if request.user.is_authenticated and idle_too_long(request, now=timezone.now()):
            logout(request)
        if not request.user.is_authenticated or not request.user.is_active:
            if api:
                return JsonResponse(
                    {"code": "not_signed_in", "message": "Sign in first."}, status=401
                )
            return redirect_to_login(request.get_full_path())
        if not passed(request):
            if api:
                return JsonResponse(
                    {"code": "second_factor", "message": "A second factor is needed."}, status=403
                )
            return redirect("mfa_activate_totp")
        return None


class HistoryContextMiddleware:
    """Names the actor in every change history row a request leaves behind."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method in ("GET", "HEAD", "OPTIONS"):
            return self.get_response(request)
        if request.device:
            actor = request.device.actor
        elif request.user.is_authenticated:
            actor = request.user.actor
        else:
            actor = "nobody"
        with pghistory.context(actor=actor, where=_route(request)):
            return self.get_response(request)


def _route(request: HttpRequest) -> str:
    """The first two parts of the path: which journey, not which mother."""
    return "/".join(request.path.split("/")[:3])
