"""The calendar of days: a stretch of days alike, and which figures are wanted."""

from django import forms

from care.calendar import POLICIES, WORDS
from care.forms.base import DayInput


class StretchForm(forms.Form):
    """The same for each day of a stretch."""

    since = forms.DateField(widget=DayInput, label="First day")
    until = forms.DateField(widget=DayInput, label="Last day")
    # Nothing stands there to be sent by mistake.
    said = forms.ChoiceField(choices=[("", "–"), *WORDS.items()], label="On each of these days")
    amount = forms.CharField(
        required=False, max_length=20, label="Amount a day",
        widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
        help_text="In the unit your site uses.",
    )  # fmt: skip
    estimated = forms.BooleanField(
        required=False, initial=True, label="An estimate for the stretch, not day by day"
    )
    over = forms.BooleanField(
        required=False, label="Also where something is said already (it is said anew)"
    )


class FiguresForm(forms.Form):
    """Which days, and what a day nobody spoke of counts for."""

    since = forms.DateField(widget=DayInput, label="From")
    until = forms.DateField(widget=DayInput, label="To")
    missing = forms.ChoiceField(
        choices=[(code.value, words) for code, words in POLICIES.items()],
        label="Days nobody spoke of",
    )
