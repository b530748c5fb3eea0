"""What the second PIN opens: slow breaths and a few empty notes. Nothing of hers, nothing kept.

It stands where Today stands. Every other page of hers finds nobody's phone (people.middleware)
and leads to the PIN page, which leads back here.
"""

from collections.abc import Callable
from functools import wraps

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

View = Callable[..., HttpResponse]


def or_plain(view: View) -> View:
    """This page, or the plain one where the second PIN opened the phone."""

    @wraps(view)
    def shown(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        # What the phone takes along is asked for without a request of its own.
        if getattr(request, "plain", None) is None:
            return view(request, *args, **kwargs)
        if request.method == "POST":
            return redirect("portal:today")
        return render(request, "portal/plain.html")

    return shown
