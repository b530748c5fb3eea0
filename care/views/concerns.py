"""Concerns: the list, one of them, taking it on, closing it, giving it to somebody."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from care.closing import Way, ways_to_close
from care.concerns import said_at_once, sources_of
from care.forms.base import refuse
from care.forms.concerns import FilterForm, GiveForm
from care.listed import RELATED, listed_for, waiting_for
from care.shared_plan import shared_parts
from care.told import next_of, told_of
from care.views.page import ADMIN, CLINICIAN, for_roles, note_read, show
from kernel.clock import zone_of
from kernel.errors import Conflict, DomainError
from pathway.services import hand_to, take_on
from people.models import Participant
from people.services import safe_contact_of
from safety.models import Concern
from safety.services import close
from safety.services.concerns import OTHER_CAUSE


@require_safe
@for_roles(CLINICIAN, ADMIN)
def concerns(request: HttpRequest) -> HttpResponse:
    """Open, taken on, closed; for an admin also those they may know of and not read."""
    asked = FilterForm(request.GET)
    chosen = asked.chosen()
    found = listed_for(request.user, chosen, now=timezone.now())
    note_read(request, "listed", [row.public_id for row in found.all], model="safety.Concern")
    return show(
        request,
        "concerns",
        section="concerns",
        found=found,
        asked=asked,
        chosen=chosen,
        reads=request.user.has_role(CLINICIAN),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(CLINICIAN, ADMIN)
def concern(request: HttpRequest, concern: UUID) -> HttpResponse:
    """What caused it and how to reach her; for an admin who reads no answers, that it waits."""
    one = Concern.objects.select_related(*RELATED).filter(public_id=concern)
    found = one.filter(pk__in=Concern.objects.visible_to(request.user).values("pk")).first()
    known = one.filter(pk__in=Concern.objects.known_to_admin(request.user).values("pk")).first()
    if known is not None and request.POST.get("do") == "give":
        give = GiveForm(request.POST, clinic=known.participant.clinic)
        if _given(request, known, give):
            return redirect("care:concerns")
    else:
        give = GiveForm(clinic=known.participant.clinic) if known else None
    if found is not None:
        return _read(request, found, give)
    if known is not None:
        return _known(request, known, give)
    raise Http404


def _read(request: HttpRequest, found: Concern, give: GiveForm | None) -> HttpResponse:
    """The page of whoever may read it, and what they do on it."""
    do = request.POST.get("do", "")
    ways = None
    if do in ("acknowledge", "close") and _stale(request, found):
        messages.error(request, OTHER_CAUSE)
        ways = _unsent(request, found) if do == "close" else None
    elif do == "acknowledge":
        try:
            _acknowledge(request, found)
        except Conflict as refusal:
            messages.error(request, refusal.message)
        return redirect("care:concern", found.public_id)
    elif do == "close":
        ways = ways_to_close(found.participant.clinic, request.POST)
        if _closed(request, found, ways):
            return redirect("care:concerns")
        found.refresh_from_db()
    return _page(request, found, give, ways or ways_to_close(found.participant.clinic))


def _page(
    request: HttpRequest, found: Concern, give: GiveForm | None, ways: list[Way]
) -> HttpResponse:
    """Her contact card first. Opening it while it is not closed shows her number: noted."""
    now, mother = timezone.now(), found.participant
    note_read(request, "opened", [found.public_id], model="safety.Concern")
    if not found.closed_at:
        note_read(request, "unmasked", [mother.public_id])
    return show(
        request,
        "concern",
        section="concerns",
        concern=found,
        mother=mother,
        card=safe_contact_of(mother),
        identity=mother.identity,
        clinical=Participant.objects.clinical_for(request.user).filter(pk=mother.pk).exists(),
        sources=sources_of(found),
        sources_count=found.sources.count(),
        said=said_at_once(found),
        plan=shared_parts(mother),
        told=told_of(found),
        coming=next_of(found, now=now),
        is_unseen=found.pk in waiting_for(request.user, now=now).unseen,
        ways=ways,
        lost_words=_lost_words(request, found, ways),
        give=give,
    )


def _known(request: HttpRequest, known: Concern, give: GiveForm) -> HttpResponse:
    """That it waits and who was told; never what she said."""
    now = timezone.now()
    note_read(request, "opened", [known.public_id], model="safety.Concern")
    return show(
        request,
        "concern_known",
        section="concerns",
        concern=known,
        told=told_of(known),
        coming=next_of(known, now=now),
        is_unseen=known.pk in waiting_for(request.user, now=now).unseen,
        give=give,
    )


def _stale(request: HttpRequest, found: Concern) -> bool:
    """Another cause joined it after this page was made: nobody acts on what they have not read."""
    shown = _causes(request)
    return shown is not None and shown != found.sources.count()


def _causes(request: HttpRequest) -> int | None:
    """How many causes the page showed that was acted on."""
    shown = request.POST.get("causes", "")
    if not shown:
        return None
    return int(shown) if shown.isascii() and shown.isdigit() and len(shown) < 9 else -1


def _acknowledge(request: HttpRequest, found: Concern) -> None:
    taken = take_on(concern=found, by=request.user, now=timezone.now(), causes=_causes(request))
    by, at = taken.acknowledged_by, taken.acknowledged_at
    if by is None or at is None or by == request.user:
        messages.success(request, "You have taken this on. The mails about it stop.")
        return
    when = at.astimezone(zone_of(request.user.zone))
    messages.warning(request, f"{by.name} has taken this on at {when:%H:%M}. Talk to each other.")


def _closed(request: HttpRequest, found: Concern, ways: list[Way]) -> bool:
    """Close it as it was sent; a refusal stays beside its field, with the words."""
    form = next((way.form for way in ways if way.chosen), None)
    if form is None:
        messages.error(request, "Choose first what was done.")
        return False
    if not form.is_valid():
        return False
    if _same(found, request, form.cleaned_data):
        return True
    try:
        close(
            concern=found,
            by=request.user,
            now=timezone.now(),
            causes=_causes(request),
            **form.cleaned_data,
        )
    except DomainError as error:
        refuse(form, error)
        return False
    messages.success(
        request, "Closed. What you wrote is kept with it, and in her account of what was told."
    )
    return True


def _same(found: Concern, request: HttpRequest, sent: dict[str, str]) -> bool:
    """The same person sent the same words twice: it is closed, as they wanted."""
    words = sent["what_was_done"].strip()
    kept = (found.closed_by_id, found.closed_as, found.what_was_done)
    return found.closed_at is not None and kept == (request.user.pk, sent["closed_as"], words)


def _unsent(request: HttpRequest, found: Concern) -> list[Way]:
    return ways_to_close(found.participant.clinic, request.POST)


def _lost_words(request: HttpRequest, found: Concern, ways: list[Way]) -> str:
    """What was written for a concern that somebody else closed, or without a way to close it."""
    if request.POST.get("do") != "close":
        return ""
    kept_in_form = not found.closed_at and any(way.chosen for way in ways)
    return "" if kept_in_form else request.POST.get("what_was_done", "").strip()


def _given(request: HttpRequest, known: Concern, give: GiveForm) -> bool:
    if not give.is_valid():
        return False
    staff = give.cleaned_data["staff"]
    try:
        hand_to(concern=known, staff=staff, by=request.user, now=timezone.now())
    except DomainError as error:
        refuse(give, error)
        return False
    messages.success(
        request,
        f"{staff.name} has it now and is told by mail. It stays open until they take it on.",
    )
    return True
