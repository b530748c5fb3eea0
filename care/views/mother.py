"""One mother: what this person may see of her, on one page."""

import csv
from datetime import datetime
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from care.doses import doses_of, harms_of, waiting_steps
from care.medicine import medicine_page_of
from care.moments import moments_of
from care.mother import check_ins_of, sessions_of, where_now
from care.multiples import chosen_of, multiples_of
from care.reminding import why_none
from care.shared_plan import shared_parts
from care.sheets import ABSENT, sheets_of
from care.state import came_home
from care.views.page import (
    CLINICIAN,
    COORDINATOR,
    for_roles,
    note_read,
    organised,
    read_by,
    show,
)
from catalog.services import released
from kernel.clock import local_date
from kernel.errors import NotAllowed
from measures.services import Asked, scores_over_time
from measures.services.results import results_of
from pathway.due import rests_now
from pathway.services import stopped_at
from people.models import Consent, Grant, Participant
from people.services import live_consent, revoke_device, safe_contact_of, stay_of
from reminders.services import preference_of, reminders_of
from safety.models import Concern
from safety.services import plan_of
from schedule.services import pause_of, quarantined_of
from sessions.models import Course
from sessions.services import TOOK_PART, meetings_attended, sessions_done

REMINDERS_SHOWN = 30


@require_safe
@for_roles(CLINICIAN, COORDINATOR)
def mother(request: HttpRequest, mother: UUID) -> HttpResponse:
    """The page without her contact details."""
    return _page(request, organised(request.user, mother), unmasked=False)


@require_POST
@for_roles(CLINICIAN, COORDINATOR)
def contact(request: HttpRequest, mother: UUID) -> HttpResponse:
    """The page with her contact details: asked for by a click, noted in the audit."""
    found = organised(request.user, mother)
    note_read(request, "unmasked", [found.public_id])
    return _page(request, found, unmasked=True)


def _page(request: HttpRequest, found: Participant, *, unmasked: bool) -> HttpResponse:
    now = timezone.now()
    clinical = Participant.objects.clinical_for(request.user).filter(pk=found.pk).exists()
    course = found.courses.select_related("curriculum").order_by("opened_at").last()
    rests, stay = rests_now(found, now=now), stay_of(found)
    note_read(request, "opened", [found.public_id])
    return show(
        request,
        "mother",
        section="caseload",
        mother=found,
        unmasked=unmasked,
        where=where_now(found, now=now),
        course=course,
        sessions=sessions_of(course, now=now, clinical=clinical, rests=rests) if course else [],
        attended=meetings_attended([found.pk]).get(found.pk, 0),
        done_here=sessions_done(course) if course else 0,
        took_part=TOOK_PART,
        **_reminders(found, now),
        consents=found.consents.select_related("text").order_by("-given_at"),
        live={c.pk for c in Consent.objects.live(now=now).filter(participant=found)},
        devices=found.devices.order_by("-created_at"),
        invitation=found.invitations.order_by("-created_at").first(),
        readers=_readers(found),
        card=safe_contact_of(found),
        medicine=medicine_page_of(found, now=now),
        stopped=stopped_at(found),
        pause=pause_of(found),
        rests=rests,
        stay=stay,
        came_home=came_home(found, stay),
        **_answers(request, found, clinical, rests),
        **_practices(found, course if clinical else None, clinical),
    )


def _reminders(found: Participant, now: datetime) -> dict[str, object]:
    """The newest of the ledger; when none is coming, what stands in the way."""
    rows, preference = list(reminders_of(found)[:REMINDERS_SHOWN]), preference_of(found)
    held = {
        purpose: bool(live_consent(participant=found, purpose=purpose, now=now))
        for purpose in (Consent.Purpose.CARE, Consent.Purpose.REMINDERS)
    }
    why = why_none(
        in_care=held[Consent.Purpose.CARE],
        address=bool(found.identity.email),
        consented=held[Consent.Purpose.REMINDERS],
        paused=preference.paused_at is not None,
    )
    waiting = any(row.ended_at is None for row in rows)
    return {"reminders": rows, "preference": preference, "why_none": "" if waiting else why}


def _answers(
    request: HttpRequest, found: Participant, clinical: bool, rests: str
) -> dict[str, object]:
    """Answers, scores and concerns, for those whose they are to read; windows alone for others."""
    now = timezone.now()
    if not clinical:
        windows = check_ins_of(found, [], now=now, rests=rests)
        return {"clinical": False, "check_ins": windows}
    sheets, lines = sheets_of(found), scores_over_time(found)
    cuts = request.GET.getlist("cut")
    concerns = Concern.objects.visible_to(request.user).filter(participant=found, closed_at=None)
    return {
        "clinical": True,
        "plan_parts": shared_parts(found),
        "plan_alone": _alone(found),
        "check_ins": check_ins_of(found, sheets, now=now, rests=rests),
        "multiples": multiples_of(lines, today=local_date(now, found.zone), cuts=cuts),
        "unknown_cut": any(not chosen_of(lines, [cut]) for cut in cuts),
        "stand_ins": any(sheet.stand_in for sheet in sheets),
        "concerns": concerns.order_by("raised_at"),
        "results_held": len(results_of(found)),
        "put_aside": list(quarantined_of(found)),
        "care_consent": live_consent(participant=found, purpose=Consent.Purpose.CARE, now=now),
    }


def _practices(found: Participant, course: Course | None, clinical: bool) -> dict[str, object]:
    """How her practices went, for those who care for her."""
    if not clinical:
        return {}
    return {
        "doses": doses_of(found),
        "harms": harms_of(found),
        "moments": moments_of(found),
        "waiting_steps": waiting_steps(course) if course and not course.finished_at else [],
    }


def _alone(found: Participant) -> bool:
    """She keeps a plan to herself."""
    plan = plan_of(found)
    return bool(plan.pk and not plan.shared)


def _readers(found: Participant) -> list[str]:
    """Who may read her answers now."""
    now = timezone.now()
    grants = Grant.objects.filter(participant=found, since__lte=now).select_related("staff")
    live = [grant.staff for grant in grants if grant.until is None or grant.until > now]
    clinicians = (
        staff for staff in live if staff.clinics_as(CLINICIAN).filter(pk=found.clinic_id).exists()
    )
    return sorted({staff.name for staff in clinicians})


@require_safe
@for_roles(CLINICIAN)
def scores_csv(request: HttpRequest, mother: UUID) -> HttpResponse:
    """Her scores as a file, under her live consent to care, with the notice that goes with it."""
    found, now = read_by(request.user, mother), timezone.now()
    if not live_consent(participant=found, purpose=Consent.Purpose.CARE, now=now):
        raise NotAllowed("She has not agreed, or has taken it back: nothing can be downloaded.")
    note_read(request, "exported", [found.public_id])
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="scores-{found.public_id}.csv"'
    sheet = csv.writer(response, lineterminator="\n")
    sheet.writerow([released("notice", "redisclosure").content.short("en")])
    if found.is_synthetic:
        sheet.writerow(["Demo: every person here is invented"])
    sheet.writerow(["instrument", "scale", "day", "value", "absent", *Asked._fields])
    for line in scores_over_time(found):
        for point in line.points:
            why = ABSENT.get(point.absent or "", point.absent or "")
            value = "" if point.value is None else point.value
            name = (line.instrument, line.scale.code)
            sheet.writerow([*name, point.day, value, why, *point.asked])
    return response


@require_POST
@for_roles(CLINICIAN, COORDINATOR)
def end_device(request: HttpRequest, mother: UUID, device: UUID) -> HttpResponse:
    """Shut out a lost phone."""
    found = organised(request.user, mother)
    phone = get_object_or_404(found.devices, public_id=device)
    revoke_device(device=phone, now=timezone.now())
    messages.success(request, "That phone is shut out. What it had sent is kept.")
    return redirect("care:mother", found.public_id)
