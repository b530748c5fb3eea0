"""Her copy: her yes, before anything is made."""

from django import forms


class CopyForm(forms.Form):
    """She asked, and is there."""

    asked = forms.BooleanField(
        label="She is with me, and asked for her copy",
        error_messages={"required": "Ask her first. Tick it when she has said that she wants it."},
    )
