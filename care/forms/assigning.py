"""Assigning a curriculum and a battery."""

from django import forms

from care.forms.base import DayInput


class AssignForm(forms.Form):
    """Which content, from which day. The choices are those in her language."""

    curriculum = forms.ChoiceField(required=False, widget=forms.RadioSelect, label="Curriculum")
    battery = forms.ChoiceField(required=False, widget=forms.RadioSelect, label="Check-in")
    starts_on = forms.DateField(
        widget=DayInput,
        label="First day",
        help_text="The first session or check-in opens on this day where she lives.",
    )

    def __init__(self, *args, curricula: list[str], batteries: list[str], **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["curriculum"].choices = [("", "none"), *((code, code) for code in curricula)]
        self.fields["battery"].choices = [("", "none"), *((code, code) for code in batteries)]
