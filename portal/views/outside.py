"""Pages for whoever comes by: the root, the neutral page Leave goes to, robots.txt."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.views.decorators.http import require_safe


@require_safe
def landing(request: HttpRequest) -> HttpResponse:
    """In the demo, the ways in; elsewhere nearly nothing."""
    return render(request, "portal/landing.html")


@require_safe
def away(request: HttpRequest) -> HttpResponse:
    """An ordinary page about nothing; goes on to the site's own choice where one is set."""
    with translation.override(translation.get_language_from_request(request)):
        return render(request, "portal/away.html", {"leave_url": settings.LEAVE_URL})


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """No page here belongs in a search engine."""
    return HttpResponse("User-agent: *\nDisallow: /\n", content_type="text/plain; charset=utf-8")
