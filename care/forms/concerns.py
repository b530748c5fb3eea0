"""Closing a concern."""

from django import forms


class CloseForm(forms.Form):
    """A concern ends with words, not with a click."""

    what_was_done = forms.CharField(
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 5}),
        label="What was done",
        help_text="Who spoke with her, when, what was agreed. It is encrypted and kept.",
    )
