"""Her state: one small form for each thing that can happen. How she is spoken to is apart."""

from django import forms

from care.forms.base import Confirmable, DayInput, Once
from people.models import Infant, Participant, Pregnancy, Stay

# A death is not an entry of this list: it has a form of its own.
LIVING = [choice for choice in Infant.Place.choices if choice[0] != Infant.Place.DIED]
CHOOSE = ("", "Choose…")
LOSSES = [
    (outcome.value, outcome.label)
    for outcome in (
        Pregnancy.Outcome.MISCARRIAGE,
        Pregnancy.Outcome.STILLBIRTH,
        Pregnancy.Outcome.TERMINATION,
    )
]


class DueDateForm(Once, Confirmable):
    """A due date and where it comes from; also a correction of one."""

    due_date = forms.DateField(widget=DayInput, label="Due date")
    due_source = forms.ChoiceField(choices=Pregnancy.Source.choices, label="Where it comes from")


class NewPregnancyForm(DueDateForm):
    """Another pregnancy; what is known of the ones before stays."""


class BirthForm(Once, Confirmable):
    """One child, or two at once."""

    born_on = forms.DateField(widget=DayInput, label="Born on")
    place = forms.ChoiceField(choices=[CHOOSE, *LIVING], label="Lives now")
    place_second = forms.ChoiceField(
        required=False,
        choices=[("", "No second child"), *LIVING],
        label="If two were born: where the second lives",
    )

    def places(self) -> list[str]:
        """Where each child lives, in the order they were typed."""
        both = [self.cleaned_data["place"], self.cleaned_data["place_second"]]
        return [place for place in both if place]


class BirthDateForm(Once, Confirmable):
    """A birth date corrected."""

    born_on = forms.DateField(widget=DayInput, label="Born on")


class LossForm(Once, Confirmable):
    """How a pregnancy was lost, and when. Asked for once, in plain words."""

    outcome = forms.ChoiceField(choices=LOSSES, widget=forms.RadioSelect, label="What happened")
    on = forms.DateField(widget=DayInput, label="On which day")


class GoesOnForm(Once, Confirmable):
    """Nothing to type: what was recorded was a mistake."""


class ChildLossForm(Once):
    """The day a child died."""

    since = forms.DateField(widget=DayInput, label="On which day")


class ChildForm(Once):
    """Where a child lives from a day on."""

    place = forms.ChoiceField(choices=LIVING, label="Lives")
    since = forms.DateField(widget=DayInput, label="Since")


class StayForm(Once):
    """Where she lives from a day on."""

    place = forms.ChoiceField(choices=[CHOOSE, *Stay.Place.choices], label="She lives")
    since = forms.DateField(widget=DayInput, label="Since")


class AddressedForm(forms.Form):
    """How she wants to be spoken to, as she said it."""

    addressed = forms.ChoiceField(
        choices=Participant.Addressed.choices,
        widget=forms.RadioSelect,
        label="How does she want to be spoken to? Ask her.",
    )


class RecordPlainForm(forms.Form):
    """Under a preview: the mark of what was shown."""

    seen = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)


class RecordForm(RecordPlainForm, AddressedForm):
    """The same where how she is spoken to may follow; `shown`: what the preview reckoned with."""

    shown = forms.CharField(required=False, max_length=20, widget=forms.HiddenInput)
