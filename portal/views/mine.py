"""Her medicine: how it goes, said in one tap, and what follows in the same response."""

from datetime import timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kernel.clock import local_date
from kernel.errors import BadInput, Conflict
from kernel.ids import parse_uuid
from pathway.services import gap_rule, report_gap, report_medication, take_back_told
from people.models import MedicationStatus, Naloxone, Participant
from people.services import naloxone_of, set_naloxone
from portal.cards import card_on, naloxone_words
from portal.labels import label
from portal.lines import lines_for
from portal.plans import plan_for, shown_plan
from portal.views.doors import hand_in
from safety.models import ToleranceGap
from safety.services import seen_by, standing_gaps
from safety.telling import staff_see

State = MedicationStatus.State
PAGES = {"days": "portal/mine_days.html", "kit": "portal/mine_kit.html"}


@require_http_methods(["GET", "POST"])
@hand_in
def mine(request: HttpRequest) -> HttpResponse:
    """Five things it can be, none of them wrong; each has an answer at once."""
    if request.method == "GET":
        template = PAGES.get(request.GET.get("about", ""), "portal/mine.html")
        return render(request, template, _page(request.mother))
    what = request.POST.get("what", "")
    try:
        if what == "kit":
            return _kit(request)
        if what == "slip":
            return _slip(request)
        gap = _told(request.device.participant, what, request)
    except (BadInput, Conflict) as refusal:
        if request.mother is None:
            raise
        page = _page(request.mother) | {"trouble": refusal.message, "typed": request.POST}
        template = PAGES.get(what, "portal/mine.html")
        return render(request, template, page, status=refusal.status)
    if gap is None:
        return redirect(f"{reverse('portal:mine')}?done=1#done")
    return _answered(request, gap)


def _told(mother: Participant, what: str, request: HttpRequest) -> ToleranceGap | None:
    """Keep what she said; the gap it means, if it means one."""
    now = timezone.now()
    today = local_date(now, mother.zone)
    who: dict[str, Any] = {"participant": mother, "by": None, "now": now}
    if what == "planned":
        report_medication(state=State.ON, since=today, **who)
        return None
    if what == "stopped":
        return report_medication(state=State.STOPPED, since=today, **who).gap
    if what == "home":
        return report_gap(kind=ToleranceGap.Kind.DISCHARGE, on=today, **who)
    if what == "again":
        return report_gap(kind=ToleranceGap.Kind.RETURN_TO_USE, on=today, **who)
    if what != "days":
        raise BadInput(_("Choose one of the answers."), field="what")
    days, goes_on = _days(request.POST.get("days", "")), request.POST.get("goes_on")
    if goes_on not in ("yes", "no"):
        raise BadInput(_("Say if you take it again."), field="goes_on")
    until = today - timedelta(days=1) if goes_on == "yes" else None
    since = (until or today) - timedelta(days=days - 1)
    return report_medication(state=State.PAUSED, since=since, until=until, **who).gap


def _days(text: str) -> int:
    text = text.strip()
    if not (text.isascii() and text.isdigit() and 1 <= int(text[:4]) <= 365 and len(text) < 4):
        raise BadInput(_("Write the days as a number from 1 to 365."), field="days")
    return int(text)


def _slip(request: HttpRequest) -> HttpResponse:
    """She pressed the wrong one: it goes, with its card. Said before, it is no slip of today."""
    mother, now = request.device.participant, timezone.now()
    hers = standing_gaps(mother).filter(public_id=parse_uuid(request.POST.get("gap")), by_her=True)
    gap = hers.first()
    if gap is None or local_date(gap.recorded_at, mother.zone) != local_date(now, mother.zone):
        raise BadInput(_("This can no longer be taken back here. Tell your clinic."), field="gap")
    take_back_told(gap=gap, by=None, now=now)
    return redirect(f"{reverse('portal:mine')}?back=1#done")


def _kit(request: HttpRequest) -> HttpResponse:
    set_naloxone(
        participant=request.device.participant,
        at_hand=request.POST.get("at_hand", ""),
        where=request.POST.get("where", ""),
        by=None,
        now=timezone.now(),
    )
    return redirect(f"{reverse('portal:mine')}?done=1#done")


def _answered(request: HttpRequest, gap: ToleranceGap) -> HttpResponse:
    """Thank you, the card, when staff see it, her plan, and lines where the rule has words."""
    mother, now = gap.participant, timezone.now()
    rule = gap_rule(gap)
    tells = rule is not None and rule.tier != "none"
    # While the phone is shut, only what she has just said is answered.
    plan = plan_for(request.device, request.mother)
    waiting = card_on(gap, now=now) if request.mother else None
    context = {
        "gap": gap.public_id,
        "title": rule.title(mother.language) if rule else _("Thank you for telling us"),
        "body": rule.body_html(mother.language) if rule else "",
        "staff": staff_see(seen_by(mother.clinic, tier=rule.tier, now=now), mother.zone, now)
        if tells
        else "",
        "lines": lines_for(mother) if rule and rule.body(mother.language) else [],
        "plan_parts": shown_plan(plan) if plan else [],
        "occurrence": waiting[0] if waiting else None,
        "card": waiting[1] if waiting else None,
    }
    return render(request, "portal/mine_answered.html", context)


def _page(mother: Participant) -> dict[str, Any]:
    kept = naloxone_of(mother)
    return {
        "reads": label("clinic"),
        "kit": naloxone_words(kept),
        "at_hand": kept.at_hand if kept else "",
        "where": kept.where if kept else "",
        "yes": Naloxone.AtHand.YES,
        "no": Naloxone.AtHand.NO,
    }
