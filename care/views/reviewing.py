"""Reading the content before it is given: any page, any addressing, language, look and length."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from care.blocks import Eyes, blocks_of, cuts_of
from care.differing import changes
from care.forms.base import refuse
from care.forms.content import CommentForm, EyesForm
from care.views.page import ADMIN, CLINICIAN, COORDINATOR, for_roles, show
from catalog.build import build
from catalog.models import ContentVersion
from catalog.services import released, review_of
from catalog.site import site_voice
from catalog.types import Curriculum, SessionContent, Step
from catalog.voice import USTED, Voice
from kernel.errors import BadInput, DomainError
from kernel.ids import parse_uuid
from people.services import comment_on, comments_on, settle_comment

MECHANISM = "reese-2021"


@require_safe
@for_roles(ADMIN, CLINICIAN, COORDINATOR)
def version(request: HttpRequest, code: str, version: str) -> HttpResponse:
    """Everything in one version, with how far its review has come."""
    row = _row(code, version)
    content, today = row.content, timezone.localdate()
    said = comments_on(request.user, row).filter(settled_at=None)
    waiting: dict[tuple[str, str], int] = {}
    for part, step in said.values_list("part", "step"):
        waiting[part, step] = waiting.get((part, step), 0) + 1
    parts = [
        {
            "content": one,
            "title": one.title("en"),
            "review": review_of(row, today=today, part=one.code),
            "steps": [
                {
                    "step": step,
                    "title": step.title("en"),
                    "waiting": waiting.get((one.code, step.code)),
                }
                for step in one.steps
            ],
        }
        for one in content.all_sessions
    ]
    others = ContentVersion.objects.filter(kind="curriculum", code=code).exclude(pk=row.pk)
    return show(
        request,
        "content_version",
        section="content",
        row=row,
        title=content.title("en"),
        claim=content.claim("en"),
        review=review_of(row, today=today),
        parts=parts,
        others=others.order_by("-pk"),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(ADMIN, CLINICIAN, COORDINATOR)
def step(request: HttpRequest, code: str, version: str, part: str, step: str) -> HttpResponse:
    """One page as she would read it, beside what it rests on, with what was said about it."""
    row = _row(code, version)
    one, here = _place(row.content, part, step)
    chosen = EyesForm(request.GET, content=row.content, step=here)
    seen = chosen.seen()
    voiced = _voiced(row, seen["voice"])
    _one, spoken = _place(voiced, part, step)
    asked = released("instrument", here.instrument).content if here.instrument else None
    eyes = Eyes(seen["lang"], seen["addressed"], seen["anchor"], seen["cut"])
    blocks = blocks_of(spoken, eyes, asked)
    form = CommentForm(
        request.POST if request.POST.get("do") == "comment" else None,
        blocks=blocks,
        initial={"block": request.GET.get("block", "")},
    )
    if request.method == "POST" and _done(request, row, one, here, eyes, form):
        return redirect(f"{request.path}?{request.GET.urlencode()}#said")
    at = [same.code for same in one.steps].index(here.code)
    return show(
        request,
        "content_step",
        section="content",
        row=row,
        part=one,
        part_title=one.title("en"),
        step=here,
        title=here.title("en"),
        blocks=blocks,
        chosen=chosen,
        theme=seen["theme"],
        lang=eyes.lang,
        seconds=here.seconds_of(eyes.cut) if here.is_timed and eyes.cut in cuts_of(here) else 0,
        trains=_trained(here),
        review=review_of(row, today=timezone.localdate(), part=one.code),
        comments=comments_on(request.user, row)
        .filter(part=one.code, step=here.code)
        .select_related("written_by")
        .order_by("settled_at", "written_at"),
        form=form,
        before=one.steps[at - 1] if at else None,
        after=one.steps[at + 1] if at + 1 < len(one.steps) else None,
        query=request.GET.urlencode(),
    )


@require_safe
@for_roles(ADMIN, CLINICIAN, COORDINATOR)
def compared(request: HttpRequest, code: str, old: str, version: str) -> HttpResponse:
    """What changed from one version to another, by page, in one language."""
    before, after = _row(code, old), _row(code, version)
    languages = after.content.languages
    lang = request.GET.get("lang", "")
    lang = lang if lang in languages else languages[0]
    found: dict[str, list] = {}
    wordings = [row.body["wording"].get(lang, {}) for row in (before, after)]
    for one in changes(*wordings):
        page = ".".join(one.place.split(".")[:4])
        found.setdefault(page.removeprefix("sessions."), []).append(one)
    return show(
        request,
        "content_compared",
        section="content",
        before=before,
        after=after,
        title=after.content.title("en"),
        lang=lang,
        languages=languages,
        pages=found,
        count=sum(map(len, found.values())),
    )


def _row(code: str, version: str) -> ContentVersion:
    try:
        return released("curriculum", code, version)
    except BadInput as error:
        raise Http404 from error


def _place(content: Curriculum, part: str, step: str) -> tuple[SessionContent, Step]:
    try:
        one = content.session(part)
        return one, one.step(step)
    except KeyError as error:
        raise Http404 from error


def _voiced(row: ContentVersion, voice: str) -> Curriculum:
    """As the site speaks, or with the other form of address."""
    if voice != USTED:
        return row.content
    return build(row.kind, row.body, Voice(USTED, site_voice().words))


def _trained(step: Step) -> list[dict[str, str]]:
    """What it may act on, in the model's words."""
    try:
        model = released("mechanism", MECHANISM).content
    except BadInput:
        return []
    known = {one.code: one for one in model.parts}
    return [
        {
            "title": known[code].title("en"),
            "says": known[code].says("en"),
            "basis": known[code].basis,
        }
        for code in step.trains
        if code in known
    ]


def _done(
    request: HttpRequest,
    row: ContentVersion,
    one: SessionContent,
    here: Step,
    eyes: Eyes,
    form: CommentForm,
) -> bool:
    """Keep or settle a comment; a refusal stays in its form."""
    kind, now = request.POST.get("do", ""), timezone.now()
    if kind == "settle":
        wanted: UUID | None = parse_uuid(request.POST.get("comment"))
        held = get_object_or_404(comments_on(request.user, row), public_id=wanted)
        settle_comment(comment=held, by=request.user, now=now)
        messages.success(request, "Settled.")
        return True
    if kind != "comment":
        raise BadInput("There is no such button. Open the page again.", field="do")
    if not form.is_valid():
        return False
    try:
        comment_on(
            clinic=request.user.clinics_as(ADMIN, CLINICIAN, COORDINATOR).order_by("name", "pk")[0],
            content_version=row,
            part=one.code,
            step=here.code,
            block=form.cleaned_data["block"],
            language=eyes.lang,
            addressed=eyes.addressed,
            said_by=form.cleaned_data["said_by"],
            text=form.cleaned_data["text"],
            by=request.user,
            now=now,
        )
    except DomainError as error:
        refuse(form, error)
        return False
    messages.success(request, "Kept.")
    return True
