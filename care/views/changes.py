"""Recording one thing about her state: the form, then what it does, then Record. Nothing before."""

from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from care.changing import (
    CHILD,
    KINDS,
    PREGNANCY,
    AnotherEffect,
    Kind,
    Subject,
    arguments,
    mark_of,
    record_as_seen,
)
from care.forms import RecordForm, RecordPlainForm, refuse
from care.views.page import CLINICIAN, COORDINATOR, for_roles, note_read, organised, show
from kernel.errors import DomainError
from kernel.ids import parse_uuid
from pathway.services import Effect, preview
from people.models import Infant, Participant, Pregnancy

CHANGED = "Something changed since you looked. This is what it would do now. Nothing is kept yet."
SPOKEN = "This is what she will see when she is spoken to as she wants. Nothing is kept yet."
MARK_HER_WORDS = "Mark how she wants to be spoken to."


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(CLINICIAN, COORDINATOR)
def change(request: HttpRequest, mother: UUID, kind: str) -> HttpResponse:
    """One page for each kind; `of` in the address says which pregnancy or which child."""
    found = organised(request.user, mother)
    if kind not in KINDS:
        raise Http404
    journey = Recording(request, found, KINDS[kind])
    note_read(request, "opened", [found.public_id])
    if request.method != "POST":
        return journey.ask(journey.fresh())
    form = journey.kind.form(request.POST)
    if request.POST.get("do") == "back" or not form.is_valid():
        return journey.ask(form)
    try:
        return journey.record(form) if request.POST.get("do") == "record" else journey.look(form)
    except DomainError as error:
        refuse(form, error)
        return journey.ask(form)


class Recording:
    """One person recording one kind of thing about one mother."""

    def __init__(self, request: HttpRequest, mother: Participant, kind: Kind) -> None:
        self.request, self.mother, self.kind = request, mother, kind
        self.subject = _subject(mother, kind, parse_uuid(request.GET.get("of")))

    def fresh(self) -> forms.Form:
        """The form with what holds now."""
        return self.kind.form(initial=self.kind.starts(self.subject))

    def ask(self, form: forms.Form) -> HttpResponse:
        """The form, with whatever is wrong in it."""
        return self._show("change", form=form)

    def look(self, form: forms.Form, *, note: str = "") -> HttpResponse:
        """What it would do, with what the facts suggest or with what is marked already."""
        marked = self._marked()
        effect = preview(self.kind.journey, **self._told(form, marked))
        return self._preview(form, effect, note)

    def record(self, form: forms.Form) -> HttpResponse:
        """Keep it if it does what was shown; otherwise show what it would do."""
        marked = self._marked()
        if self.kind.speaks and marked is None:
            return self.look(form, note=MARK_HER_WORDS)
        seen = self.request.POST.get("seen", "")
        try:
            effect = record_as_seen(self.kind, self._told(form, marked), seen=seen)
        except AnotherEffect as other:
            return self._preview(form, other.effect, self._why_again())
        said = f"Recorded: {effect.words()}. What was there before is kept below."
        messages.success(self.request, said)
        return redirect("care:status", self.mother.public_id)

    def _why_again(self) -> str:
        """Her words were marked anew, or the world moved."""
        return CHANGED if self.request.POST.get("shown") == self._marked() else SPOKEN

    def _told(self, form: forms.Form, addressed: str | None) -> dict:
        told = arguments(self.kind, self.subject, form, addressed)
        return told | {"by": self.request.user, "now": timezone.now()}

    def _marked(self) -> str | None:
        """How she wants to be spoken to, as it was marked; None while nothing valid is."""
        marked = self.request.POST.get("addressed")
        return marked if marked in Participant.Addressed.values else None

    def _preview(self, form: forms.Form, effect: Effect, note: str) -> HttpResponse:
        record = RecordForm if self.kind.speaks else RecordPlainForm
        after = effect.addressed_after
        started = {"seen": mark_of(effect), "addressed": after, "shown": after}
        return self._show(
            "preview",
            form=form,
            record=record(initial=started),
            effect=effect,
            note=note,
            typed=_typed(form),
            before=_spoken(effect.addressed_before),
            after=_spoken(after),
        )

    def _show(self, template: str, **context) -> HttpResponse:
        return show(
            self.request, template, section="caseload", mother=self.mother, kind=self.kind,
            of=_said(self.subject), **context,
        )  # fmt: skip


def _subject(mother: Participant, kind: Kind, of: UUID | None) -> Subject:
    """The pregnancy or the child it is about, hers; otherwise there is none (404)."""
    if kind.about == PREGNANCY:
        return get_object_or_404(Pregnancy, participant=mother, public_id=of)
    if kind.about == CHILD:
        hers = Infant.objects.filter(pregnancy__participant=mother, pregnancy__undone_at=None)
        return get_object_or_404(hers, public_id=of)
    return mother


def _said(subject: Subject) -> str:
    """Which of several it is about."""
    if isinstance(subject, Pregnancy):
        return f"The pregnancy with the due date {subject.due_date:%d %b %Y}"
    if isinstance(subject, Infant):
        return f"The child born {subject.born_on:%d %b %Y}"
    return ""


def _spoken(addressed: str) -> str:
    return Participant.Addressed(addressed).label.lower()


def _typed(form: forms.Form) -> list[tuple[str, str]]:
    """What was typed, in the words of the form."""
    rows = []
    for name, value in form.cleaned_data.items():
        field = form.fields[name]
        if name in ("once", "confirmed") or not value:
            continue
        if isinstance(field, forms.ChoiceField):
            value = dict(field.choices).get(value, value)
        rows.append((field.label, f"{value:%d %b %Y}" if hasattr(value, "year") else str(value)))
    return rows
