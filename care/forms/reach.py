"""How she may be reached without putting her in danger."""

from typing import Any

from django import forms

from people.models import SafeContact

LONGEST = 500


class ReachForm(forms.Form):
    """Every box may stay empty: what she does not say is shown as not said."""

    # Which card the form was filled from: hers may be newer by the time it is sent.
    seen = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput)
    never_know = forms.CharField(
        required=False, max_length=LONGEST, label="Who must never know",
        help_text="Names, and how they might find out: a shared phone, mail, a car at the door.",
    )  # fmt: skip
    may_answer = forms.CharField(
        required=False, max_length=LONGEST, label="Who may answer her phone",
        help_text="And what they may be told.",
    )  # fmt: skip
    hours = forms.CharField(
        required=False, max_length=LONGEST, label="Safe hours",
        help_text="In her words, as “weekdays 10 to 14, never in the evening”.",
    )  # fmt: skip
    words = forms.CharField(
        required=False, max_length=LONGEST, label="Safe words",
        help_text="What you say you are calling about, and a word of hers that means “not now”.",
    )  # fmt: skip
    send_home = forms.ChoiceField(
        required=False, choices=SafeContact.SendHome.choices, widget=forms.RadioSelect,
        label="May somebody be sent to her home?",
        help_text="If we cannot reach her and fear for her. Her answer, not a promise.",
    )  # fmt: skip
    send_home_if = forms.CharField(
        required=False, max_length=LONGEST, label="Only if what?",
        help_text="Needed with “only if”.",
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            if name not in ("seen", "send_home"):
                field.widget = forms.Textarea(
                    attrs={"rows": 2, "class": "short", "maxlength": LONGEST}
                )

    def clean(self) -> dict:
        """“Only if” needs its condition, and a condition belongs to nothing else."""
        data = super().clean() or self.cleaned_data
        if data.get("send_home") == SafeContact.SendHome.ONLY_IF and not data.get("send_home_if"):
            self.add_error("send_home_if", "Write on what condition.")
        if data.get("send_home") != SafeContact.SendHome.ONLY_IF and data.get("send_home_if"):
            self.add_error("send_home", "Choose “only if”, or take out the condition.")
        return data
