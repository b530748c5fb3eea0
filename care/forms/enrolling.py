"""Enrolling a mother."""

from datetime import date
from typing import Any

from django import forms
from django.db.models import QuerySet

from care.forms.base import Confirmable, DayInput, Once
from care.forms.status import LIVING
from care.zones import zone_choices
from pathway.services import NewMother
from people.models import Clinic, Participant, Pregnancy

LANGUAGES = [("en", "English"), ("es", "Spanish")]
PLACES = [("", "Choose…"), *LIVING]
NO_BABY = [("", "No second baby"), *LIVING]


class EnrolForm(Once, Confirmable):
    """Who she is, how she wants to be spoken to, how far she is."""

    clinic = forms.ModelChoiceField(Clinic.objects.none(), empty_label=None)
    name = forms.CharField(
        max_length=120,
        label="Name",
        help_text="As you call her. It is encrypted and shown only to her clinic.",
    )
    email = forms.EmailField(required=False, label="E-mail")
    phone = forms.CharField(required=False, max_length=40, label="Phone")
    language = forms.ChoiceField(choices=LANGUAGES, label="Language she reads")
    zone = forms.ChoiceField(choices=zone_choices, label="Time zone where she lives")
    addressed = forms.ChoiceField(
        choices=Participant.Addressed.choices,
        widget=forms.RadioSelect,
        label="How does she want to be spoken to?",
        help_text="Her choice, whatever the facts are. She can change it on her phone at any time.",
    )
    due_date = forms.DateField(widget=DayInput, label="Due date")
    due_source = forms.ChoiceField(choices=Pregnancy.Source.choices, label="Where it comes from")
    born_on = forms.DateField(
        required=False,
        widget=DayInput,
        label="If born already: born on",
    )
    place = forms.ChoiceField(required=False, choices=PLACES, label="And lives now")
    place_second = forms.ChoiceField(
        required=False, choices=NO_BABY, label="If twins: where the second baby lives"
    )

    def __init__(self, *args: Any, clinics: QuerySet[Clinic], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["clinic"].queryset = clinics
        first = clinics.first()
        self.fields["clinic"].initial = first
        self.fields["zone"].initial = first.zone if first else None
        self.fields["addressed"].initial = Participant.Addressed.EXPECTING
        for name in ("name", "email", "phone"):
            self.fields[name].widget.attrs["autocomplete"] = "off"

    def clean(self) -> dict:
        """A birth needs to know where the baby is, and a place needs a birth."""
        data = super().clean() or self.cleaned_data
        if data.get("born_on") and not data.get("place"):
            self.add_error("place", "Choose where the baby lives now.")
        if data.get("place") and not data.get("born_on") and "born_on" not in self.errors:
            self.add_error("born_on", "Write the date of birth, or take out where the baby lives.")
        return data

    def mother(self) -> NewMother:
        """What was typed, as the journey wants it."""
        data = self.cleaned_data
        columns = ("name", "email", "phone", "zone", "language", "addressed")
        return NewMother(
            **{column: data[column] for column in columns},
            due_date=data["due_date"],
            due_source=data["due_source"],
            infants=self._infants(),
        )

    def _infants(self) -> list[tuple[date, str]]:
        data = self.cleaned_data
        if not data["born_on"]:
            return []
        places = [data["place"], data["place_second"]]
        return [(data["born_on"], place) for place in places if place]
