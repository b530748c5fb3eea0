"""Her medicine as she or her pharmacy tells it. It is treatment, so nothing here asks about use."""

from django import forms

from care.forms.base import DayInput
from people.models import MedicationStatus, Naloxone
from safety.models import ToleranceGap

# What is told as an event; days without, and stopping, follow from the medicine itself.
EVENTS = [
    (kind.value, kind.label)
    for kind in (ToleranceGap.Kind.RETURN_TO_USE, ToleranceGap.Kind.DISCHARGE)
]


class MedicineForm(forms.Form):
    """What she has from a day on."""

    medication = forms.ChoiceField(choices=MedicationStatus.Medication.choices, label="Medicine")
    state = forms.ChoiceField(choices=MedicationStatus.State.choices, label="How it is")
    since = forms.DateField(widget=DayInput, label="From")


class WithoutForm(forms.Form):
    """Days without it, whatever the reason: a closed pharmacy, a hospital bed, a hard week."""

    since = forms.DateField(widget=DayInput, label="First day without")
    until = forms.DateField(
        required=False, widget=DayInput, label="Last day without",
        help_text="Empty while it goes on.",
    )  # fmt: skip


class NaloxoneForm(forms.Form):
    """Whether naloxone is at hand, and where."""

    at_hand = forms.ChoiceField(
        choices=Naloxone.AtHand.choices, widget=forms.RadioSelect, label="Naloxone at hand?"
    )
    where = forms.CharField(
        required=False, max_length=200, label="Where",
        help_text="And who knows it, if she says so.",
    )  # fmt: skip


class EventForm(forms.Form):
    """Something after which her body may bear less than before."""

    kind = forms.ChoiceField(choices=EVENTS, widget=forms.RadioSelect, label="What happened")
    on = forms.DateField(widget=DayInput, label="On which day")


class EventBackForm(forms.Form):
    """Which event was a slip."""

    gap = forms.UUIDField()


class TakeBackForm(forms.Form):
    """Which period was a slip."""

    period = forms.UUIDField()
