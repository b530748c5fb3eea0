"""One part of her safety plan, written with her."""

from django import forms


class PlanPartForm(forms.Form):
    """Her words for one part, and which plan they were written into."""

    words = forms.CharField(
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3, "class": "short", "maxlength": 2000}),
    )
    revision = forms.IntegerField(min_value=0, max_value=2**31 - 1, widget=forms.HiddenInput)
