"""A meeting that was held, and who came."""

from collections.abc import Iterable
from datetime import date

from django import forms

from care.forms.base import DayInput, Once
from people.models import Participant
from sessions.models import Meeting


class MeetingForm(Once):
    """When, in which form, about what, and who was there."""

    held_on = forms.DateField(widget=DayInput, label="Day")
    form = forms.ChoiceField(choices=Meeting.Form.choices, label="Form")
    topic = forms.CharField(
        required=False,
        max_length=80,
        label="About",
        help_text="For example the session’s title. No names. May be left out.",
    )
    mothers = forms.MultipleChoiceField(
        widget=forms.CheckboxSelectMultiple,
        label="Who came",
        error_messages={"required": "Tick who came."},
    )

    def __init__(self, *args, mothers: Iterable[Participant], today: date, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.known = {str(one.public_id): one for one in mothers}
        self.fields["mothers"].choices = [
            (code, one.identity.name) for code, one in self.known.items()
        ]
        self.fields["held_on"].initial = today
        self.fields["held_on"].widget.attrs["max"] = today.isoformat()

    def came(self) -> list[Participant]:
        """The mothers that were ticked."""
        return [self.known[code] for code in self.cleaned_data["mothers"]]
