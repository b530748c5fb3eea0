"""What can be recorded about her state: which form, which journey, and what was shown before."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.db import transaction

from care.forms.status import (
    BirthDateForm,
    BirthForm,
    ChildForm,
    ChildLossForm,
    DueDateForm,
    GoesOnForm,
    LossForm,
    NewPregnancyForm,
    StayForm,
)
from kernel.ids import body_hash
from pathway.services import (
    Effect,
    correct_birth,
    record_birth,
    record_custody,
    record_due_date,
    record_loss,
    record_ongoing,
    record_pregnancy_of,
    record_stay,
)
from people.models import Infant, Participant, Pregnancy

Subject = Participant | Pregnancy | Infant
MOTHER, PREGNANCY, CHILD = "participant", "pregnancy", "infant"


@dataclass(frozen=True)
class Kind:
    """One thing that can be recorded."""

    title: str
    form: type[forms.Form]
    journey: Callable[..., Effect]
    # Whose state it is: the name of the journey's argument.
    about: str
    lead: str = ""
    starts: Callable[[Any], dict[str, Any]] = field(default=lambda subject: {})
    # What else the journey is told, from what was typed.
    told: Callable[[Any], dict[str, Any]] = field(default=lambda form: dict(form.cleaned_data))
    # Whether how she is spoken to may follow from it.
    speaks: bool = True


def _birth(form: BirthForm) -> dict[str, Any]:
    data = {name: form.cleaned_data[name] for name in ("born_on", "confirmed", "once")}
    return data | {"places": form.places()}


def _child_died(form: ChildLossForm) -> dict[str, Any]:
    return {"place": Infant.Place.DIED, **form.cleaned_data}


KINDS: dict[str, Kind] = {
    "due-date": Kind(
        "Due date", DueDateForm, record_due_date, PREGNANCY,
        lead="What hangs on the due date moves with it. What is done stays done.",
        starts=lambda one: {"due_date": one.due_date, "due_source": one.due_source},
    ),
    "birth": Kind(
        "A birth", BirthForm, record_birth, PREGNANCY, told=_birth,
        lead="Where each child lives now. It may be hospital: that is no less a birth.",
    ),
    "birth-date": Kind(
        "Birth date", BirthDateForm, correct_birth, CHILD,
        lead="For a slip of the pen. What hangs on the birth moves with it.",
        starts=lambda one: {"born_on": one.born_on},
    ),
    "loss": Kind(
        "A loss", LossForm, record_loss, PREGNANCY,
        lead="From then on nothing is due to her, nothing speaks of a baby, and her due date and "
        "each year’s day of it stay quiet. You or she may start again, when she wants to.",
        starts=lambda one: {"outcome": one.outcome, "on": one.outcome_on},
    ),
    "goes-on": Kind(
        "The pregnancy goes on", GoesOnForm, record_ongoing, PREGNANCY,
        lead="A birth or a loss was recorded by mistake. Children recorded with it stand no more.",
    ),
    "child-loss": Kind(
        "A child has died", ChildLossForm, record_custody, CHILD, told=_child_died,
        lead="From then on nothing is due to her, and the days that would hurt stay quiet. You or "
        "she may start again, when she wants to.",
    ),
    "child": Kind(
        "Where a child lives", ChildForm, record_custody, CHILD,
        lead="How she wants to be spoken to stays hers. A child who comes home changes no words: "
        "ask her.",
        starts=lambda one: {"place": one.place, "since": one.place_since},
    ),
    "pregnancy": Kind(
        "A new pregnancy", NewPregnancyForm, record_pregnancy_of, MOTHER,
        lead="The pregnancies before stay as they are, and so do her children.",
    ),
    "home": Kind(
        "Where she lives", StayForm, record_stay, MOTHER, speaks=False,
        lead="Leaving hospital, detox, residential care or jail brings her a card about what her "
        "body may have forgotten, and tells her clinic.",
        starts=lambda one: _stay(one),
    ),
}  # fmt: skip


def _stay(mother: Participant) -> dict[str, Any]:
    stay = getattr(mother, "stay", None)
    return {"place": stay.place, "since": stay.since} if stay else {}


def arguments(kind: Kind, subject: Subject, form: forms.Form, addressed: str | None) -> dict:
    """What the journey is told, without who and when."""
    told = {kind.about: subject, **kind.told(form)}
    return told | ({"addressed": addressed} if kind.speaks else {})


def mark_of(effect: Effect) -> str:
    """The same for two effects that say the same to whoever reads them."""
    return body_hash(
        {
            "words": effect.words(),
            "spoken": [effect.addressed_before, effect.addressed_after],
            "sees": list(effect.sees),
        }
    )


class AnotherEffect(Exception):
    """What would be recorded now is not what was shown; nothing is recorded."""

    def __init__(self, effect: Effect) -> None:
        super().__init__("the effect is not the one that was shown")
        self.effect = effect


def record_as_seen(kind: Kind, told: dict[str, Any], *, seen: str) -> Effect:
    """Record, if it does what the preview showed. Raises AnotherEffect, and then nothing is kept.

    The journey itself says what it did, inside the transaction that would keep it: between the
    look and the deed nothing can come.
    """
    with transaction.atomic():
        effect = kind.journey(**told)
        if mark_of(effect) != seen:
            raise AnotherEffect(effect)
    return effect
