"""Her pregnancy and her children: the facts, apart from how she is addressed."""

from django import forms
from django.http import QueryDict

from care.forms.base import Confirmable, DayInput, Once
from people.models import Infant, Pregnancy


class OutcomeForm(Confirmable):
    """A due date corrected, or how a pregnancy ended."""

    due_date = forms.DateField(widget=DayInput, label="Due date")
    due_source = forms.ChoiceField(choices=Pregnancy.Source.choices, label="Where it comes from")
    outcome = forms.ChoiceField(choices=Pregnancy.Outcome.choices, label="How it stands")
    outcome_on = forms.DateField(required=False, widget=DayInput, label="Ended on, if it did")


class BirthForm(Once, Confirmable):
    """A child born."""

    born_on = forms.DateField(widget=DayInput, label="Born on")
    place = forms.ChoiceField(choices=Infant.Place.choices, label="Lives now")


class PlaceForm(forms.Form):
    """Where a child lives from a day on."""

    place = forms.ChoiceField(choices=Infant.Place.choices, label="Lives")
    since = forms.DateField(widget=DayInput, label="Since")

    def __init__(self, data: QueryDict | None = None, *, infant: Infant) -> None:
        initial = {"place": infant.place, "since": infant.place_since}
        super().__init__(data, initial=initial, auto_id=f"child-{infant.pk}-%s")
        self.infant = infant
