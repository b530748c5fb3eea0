"""What her phone keeps for when there is no network: the worker, the shell, and pages for anybody.

Nothing here is hers: these pages lie readable on the phone, as the style sheet does.
"""

import hashlib
import json
from functools import cache
from pathlib import PurePath

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.views.decorators.http import require_safe

from portal.forms import UnlockForm
from portal.views import outside
from portal.views.help import help_page
from portal.views.moment import moment_page
from portal.views.safe import safe_page

# Page modules the shell can start, by the names a pack uses.
MODULES = ("question", "writing", "practice")
# Of the site's scripts, those for staff are no part of a mother's phone.
STAFF_SCRIPTS = ("export-progress.js",)
STYLES = ("css/tokens.css", "css/daybook.css", f"img/icons/{settings.PORTAL_ICON}.svg")
PUBLIC = {"help": help_page, "moment": moment_page, "safe": safe_page}


@require_safe
def worker(request: HttpRequest) -> HttpResponse:
    """The worker: another one as soon as anything it keeps has changed."""
    pages = {"/d/shell/": "/d/shell/", "/d/away/": reverse("portal:away")}
    pages |= {f"/d/{name}/": reverse("portal:kept", args=[name]) for name in PUBLIC}
    kept = [shell(request), away(request), *(public_page(request, name) for name in PUBLIC)]
    digest = hashlib.sha256()
    for part in (*files(), *(page.content.decode() for page in kept)):
        digest.update(part.encode())
    told = json.dumps({"version": digest.hexdigest()[:16], "files": files(), "pages": pages})
    script = f'import {{ serve }} from "{static("js/offline/worker.js")}";\nserve({told});\n'
    response = HttpResponse(script, content_type="text/javascript; charset=utf-8")
    response["Service-Worker-Allowed"] = "/d/"
    return response


@require_safe
def shell(request: HttpRequest) -> HttpResponse:
    """The frame that shows pages kept on the phone, at their own addresses."""
    _for_anybody(request)
    modules = {name: static(f"js/{name}.js") for name in MODULES if f"js/{name}.js" in _scripts()}
    context = {"form": UnlockForm(), "modules": modules}
    return render(request, "portal/shell.html", context)


@require_safe
def kept(request: HttpRequest, name: str) -> HttpResponse:
    """A page that is open to everyone, as a phone that is shut shows it."""
    if name not in PUBLIC:
        raise Http404
    return public_page(request, name)


@require_safe
def away(request: HttpRequest) -> HttpResponse:
    """The neutral page again, where the worker can have it ready."""
    return outside.away(request)


def public_page(request: HttpRequest, name: str) -> HttpResponse:
    """Rendered with nothing of hers."""
    _for_anybody(request)
    return PUBLIC[name](request)


def _for_anybody(request: HttpRequest) -> None:
    """She may have opened her phone: what is kept readable must not show it."""
    request.mother = request.plain = None
    request.ended = False


@cache
def _scripts() -> tuple[str, ...]:
    root = settings.BASE_DIR / "static"
    found = (PurePath(path).relative_to(root).as_posix() for path in (root / "js").rglob("*.js"))
    return tuple(sorted(one for one in found if PurePath(one).name not in STAFF_SCRIPTS))


def files() -> list[str]:
    """Addresses of what every page of hers needs."""
    return [static(name) for name in (*STYLES, *_scripts())]
