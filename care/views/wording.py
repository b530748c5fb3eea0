"""Questionnaires: whose words they have, and loading words the site has a licence for.

A file is looked at first: nothing is kept before a person has read what belongs to what.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.files.uploadhandler import MemoryFileUploadHandler
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods, require_safe

from care.forms.wording import FileForm, NewForm, packed, unpacked
from care.views.page import ADMIN, for_roles, show
from care.wording import choices_of, shelf, shelved, shown_of
from catalog.services import released
from kernel.errors import BadInput, DomainError, NotFound
from measures.importing import reader
from measures.importing.found import Form
from measures.services.wording import (
    ImportPlan,
    export_wording,
    import_wording,
    imports_of,
    key_of,
    plan_new,
    plan_words,
    versions_of,
)


@dataclass
class _Looked:
    """A file as it was looked at: what it would make, or why it makes nothing."""

    name: str
    data: bytes
    carried: str
    form: Form | None = None
    plan: ImportPlan | None = None
    refused: str = ""
    picks: dict[str, str] = field(default_factory=dict)


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(ADMIN)
def questionnaires(request: HttpRequest) -> HttpResponse:
    """All of them, and a file with a new one. No other page takes a file, so these say that
    they do, before anything reads the form; the check of its mark comes right after.
    """
    request.upload_handlers = [MemoryFileUploadHandler(request)]
    return _questionnaires(request)


@csrf_protect
def _questionnaires(request: HttpRequest) -> HttpResponse:
    form = NewForm(request.POST or None, request.FILES or None)
    code, looked = request.POST.get("code", ""), None
    if request.method == "POST":
        looked = _looked(request, form, code, new=True)
        if looked and looked.plan and request.POST.get("do") == "load":
            return _kept(request, looked)
    context = {"shelf": shelf(), "form": form, "new_code": code}
    return _page(request, "wording", looked, context)


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(ADMIN)
def questionnaire(request: HttpRequest, code: str) -> HttpResponse:
    """One of them: its items, what was loaded, and a file with words for it."""
    request.upload_handlers = [MemoryFileUploadHandler(request)]
    return _questionnaire(request, code)


@csrf_protect
def _questionnaire(request: HttpRequest, code: str) -> HttpResponse:
    rows = versions_of(code).defer(None)
    if not rows:
        raise NotFound("There is no such questionnaire.")
    form, looked = FileForm(request.POST or None, request.FILES or None), None
    if request.method == "POST":
        looked = _looked(request, form, code, new=False)
        if looked and looked.plan and request.POST.get("do") == "load":
            return _kept(request, looked)
    one = shelved(rows[0])
    key = key_of(code) if one.can_load else rows[0]
    context = {
        "one": one,
        "key": key,
        "content": key.content,
        "rows": rows,
        "imports": imports_of(code),
        "form": form,
        "picking": _picking(key.content.items, looked),
    }
    return _page(request, "wording_one", looked, context)


def _page(request: HttpRequest, template: str, looked: _Looked | None, context: dict):
    """The page; what was looked at stands first on it."""
    shown = shown_of(looked.plan) if looked and looked.plan else []
    status = 400 if looked and looked.refused and not looked.form else 200
    return show(
        request, template, section="content", status=status, looked=looked, shown=shown, **context
    )


def _looked(request: HttpRequest, form: FileForm, code: str, *, new: bool) -> _Looked | None:
    """What a file would make; None when none was handed in as it should be."""
    if request.POST.get("carried"):
        name, data, format, language = unpacked(request.POST["carried"])
        looked = _Looked(name, data, request.POST["carried"])
    elif form.is_valid():
        file = form.cleaned_data["file"]
        name, data = file.name.replace("\0", ""), file.read()
        format, language = form.cleaned_data["format"], form.cleaned_data["language"]
        carried = packed(name=name, data=data, format=format, language=language)
        looked = _Looked(name, data, carried)
    else:
        return None
    begins = "pick-"
    looked.picks = {
        name.removeprefix(begins): value
        for name, value in request.POST.items()
        if name.startswith(begins) and value
    }
    try:
        looked.form = reader.read(data, name, format=format, language=language)
        if new:
            looked.plan = plan_new(code=_code(code), form=looked.form)
        else:
            looked.plan = plan_words(code=code, form=looked.form, picks=looked.picks)
    except DomainError as error:
        looked.refused = error.message
    return looked


def _code(code: str) -> str:
    """A code that came with a carried file, as the form would have checked it."""
    try:
        return str(NewForm.base_fields["code"].clean(code))
    except ValidationError as error:
        raise BadInput("The code is not one: small letters, digits, hyphens.") from error


def _picking(items, looked: _Looked | None) -> list[tuple]:
    """Each item of the key with the questions of the file to choose among."""
    if not looked or not looked.form:
        return []
    chosen = dict(looked.plan.mapping) if looked.plan else looked.picks
    options = choices_of(looked.form)
    return [
        (item, [(name, label, name == chosen.get(item.code)) for name, label in options])
        for item in items
    ]


def _kept(request: HttpRequest, looked: _Looked) -> HttpResponse:
    made = import_wording(
        plan=looked.plan,
        file_name=looked.name,
        data=looked.data,
        by=request.user,
        now=timezone.now(),
    )
    row = made.instrument
    messages.success(request, f"Kept as {row.code}@{row.version}. It can be asked from now on.")
    return redirect("care:questionnaire", row.code)


@require_safe
@for_roles(ADMIN)
def download(request: HttpRequest, code: str, version: str, form: str) -> HttpResponse:
    """The questionnaire as a file for another programme."""
    row = released("instrument", code, version)
    name, data = export_wording(row=row, format=form, language=request.GET.get("lang", ""))
    kind = "application/fhir+json" if form == "fhir" else "text/csv; charset=utf-8"
    response = HttpResponse(data, content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
