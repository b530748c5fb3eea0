"""Check-ins and questionnaires: one question a page, saved at once."""

import json
import uuid
from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from catalog.types import Item
from kernel.errors import BadInput, Conflict
from measures.help import help_of, notice_for, rules_on
from measures.models import Administration
from measures.services import asked_together, instruments_put, start_administrations
from measures.services.coming import begin_myself
from portal.due import questions_in
from portal.handing import hand_in_form, words_of
from portal.helping import help_page
from portal.labels import label
from portal.questioning import Series, series_of
from portal.stepping import walk_of
from portal.views.doors import hand_in, her_page, only_hers_back
from schedule.models import Occurrence, Rule
from sessions.models import AssignedSession


@require_http_methods(["GET", "POST"])
@her_page
def check_in(request: HttpRequest, occurrence: UUID) -> HttpResponse:
    """What is coming, and the button that begins it (or goes on)."""
    hers = Occurrence.objects.filter(participant=request.mother, rule__kind=Rule.Kind.CHECK_IN)
    wanted = get_object_or_404(hers.select_related("rule"), public_id=occurrence)
    if request.method == "POST" or wanted.done_at:
        begun = start_administrations(
            occurrence=wanted, participant=request.mother, now=timezone.now()
        )
        if not begun:
            return redirect("portal:today")
        return redirect(series_of(begun[0], now=timezone.now()).onward())
    now = timezone.now()
    context = {
        "questions": questions_in(wanted, request.mother, now=now),
        "begun": wanted.administrations.filter(answers__isnull=False).exists(),
        "first": _first(wanted, request, now),
    }
    return render(request, "portal/checkin.html", context)


@require_POST
@her_page
def check_in_now(request: HttpRequest, battery: UUID) -> HttpResponse:
    """She wants to check in now; again goes on with what she began."""
    begun = begin_myself(participant=request.mother, battery=battery, now=timezone.now())
    return redirect("portal:check_in", begun.public_id)


@require_http_methods(["GET", "POST"])
@hand_in
def question(request: HttpRequest, administration: UUID, item: str) -> HttpResponse:
    """One question of an administration of hers."""
    series = series_of(_hers(request, administration), now=timezone.now())
    asked = series.item(item)
    if request.method == "POST":
        return _save(request, series, asked or _once_asked(series, item))
    if asked is None:
        _once_asked(series, item)
        return redirect(series.onward())
    return render(request, "portal/question.html", _page(request, series, asked))


@require_safe
@her_page
def finished(request: HttpRequest, administration: UUID) -> HttpResponse:
    """Thank you; or on to what is still open."""
    series = series_of(_hers(request, administration), now=timezone.now())
    if not series.finished:
        return redirect(series.onward())
    return render(request, "portal/checkin_done.html", {"next_url": series.session_url})


def _once_asked(series: Series, code: str) -> Item:
    """A question she is not asked any more: other words were chosen, or a protocol has ended,
    while it stood on her screen. What she says to it is kept all the same."""
    content = series.administration.instrument.content
    if code not in {one.code for one in content.items}:
        raise Http404
    return content.item(code)


def _first(occurrence: Occurrence, request: HttpRequest, now: datetime) -> str:
    """Where it goes on, once everything it asks has its row: then a link does, with no network."""
    begun = asked_together(occurrence, request.mother, now=now)
    put = {one.pk for one in instruments_put(occurrence, request.mother, now=now)}
    if not begun or put - {one.instrument_id for one in begun}:
        return ""
    return series_of(begun[0], now=now).onward()


def _hers(request: HttpRequest, administration: UUID) -> Administration:
    hers = Administration.objects.filter(participant=request.device.participant)
    wanted = hers.select_related("instrument", "occurrence__rule", "participant")
    return get_object_or_404(wanted, public_id=administration)


def _save(request: HttpRequest, series: Series, item: Item) -> HttpResponse:
    declined = "decline" in request.POST
    given = None if declined else _value(request, item)
    if not declined and given in (None, ""):
        trouble = _("Choose an answer, or press “I'd rather not say”.")
        return _again(request, series, item, given, trouble, status=400)
    body = _body(series, item, given, declined)
    field = "decline_uuid" if declined else "uuid"
    try:
        acknowledged = hand_in_form(request, kind="answer", body=body, field=field)
    except Conflict:
        trouble = _("You changed your answer. Press Next to save this one.")
        return _again(request, series, item, given, trouble, status=409)
    except BadInput as refusal:
        return _again(request, series, item, given, refusal.message, status=refusal.status)
    onward = series_of(series.administration, now=timezone.now()).onward(after=item.code)
    told = request.POST.get("told") == str(acknowledged.uuid)
    if acknowledged.help is None or told:
        return redirect(onward)
    context = help_page(acknowledged.help, request) | {"next_url": onward}
    return render(request, "portal/help_now.html", context)


def _value(request: HttpRequest, item: Item) -> int | str | None:
    text = words_of(request, "value")
    if item.kind == "text":
        return text
    try:
        return int(text)
    except ValueError:
        return None


def _again(
    request: HttpRequest, series: Series, item: Item, given: Any, trouble: str, *, status: int
) -> HttpResponse:
    """The same page with what she had chosen, and what to do."""
    if request.mother is None or series.item(item.code) is None:
        words, long = "" if given is None else str(given), item.kind == "text"
        return only_hers_back(
            request, field="value", words=words, long=long, trouble=trouble, status=status
        )
    page = _page(request, series, item) | {"trouble": trouble}
    if given is not None:
        page["current"] = given
    return render(request, "portal/question.html", page, status=status)


def _page(request: HttpRequest, series: Series, item: Item) -> dict[str, Any]:
    lang, addressed = series.lang, series.addressed
    said = series.said.get(item.code)
    instrument = series.administration.instrument.content
    return {
        "administration": series.administration,
        "content_lang": lang,
        "item": item,
        "item_prompt": item.prompt(lang, addressed),
        "note": item.note(lang, addressed),
        "intro": instrument.intro(lang, addressed) if series.is_first(item.code) else "",
        "reads": label(item.reads),
        "notice": notice_for(series.administration.participant) if item.reportable else "",
        "options": [(value, item.label(value, lang)) for value in item.values],
        "low": item.low(lang),
        "high": item.high(lang),
        "current": said.value if said else None,
        "declined": bool(said and said.declined),
        "number": series.number(item.code),
        "total": series.total,
        "dots": series.dots(item.code),
        "back": series.back(item.code),
        "uuid": uuid.uuid4(),
        "decline_uuid": uuid.uuid4(),
        "body": json.dumps(_body(series, item, None, False)),
        "declined_body": json.dumps(_body(series, item, None, True)),
        "next_url": _next(series, item),
        "kept_help": _kept_help(request, series, item),
    }


def _body(series: Series, item: Item, value: int | str | None, declined: bool) -> dict[str, Any]:
    return {
        "administration": str(series.administration.public_id),
        "item": item.code,
        "value": value,
        "declined": declined,
    }


def _next(series: Series, item: Item) -> str:
    """Where Next leads, as if this were answered: also behind the last question of a step."""
    url = series.beyond(item.code)
    assigned, _slash, step = series.administration.asked_by.partition("/")
    if not assigned or url != series.end:
        return url
    hers = AssignedSession.objects.filter(course__participant=series.administration.participant)
    known = hers.select_related("course__curriculum", "course__participant", "occurrence")
    return walk_of(get_object_or_404(known, public_id=assigned)).beyond(step)


def _kept_help(request: HttpRequest, series: Series, item: Item) -> list[dict[str, Any]]:
    """What a script shows at once when the server cannot be heard after such an answer."""
    mother, now = series.administration.participant, timezone.now()
    code = series.administration.instrument.content.code
    return [
        {"at_least": rule.bar, "page": help_page(help_of(mother, rule, now=now), request)}
        for rule in rules_on(mother, instrument=code, item=item.code)
    ]
