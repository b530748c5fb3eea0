"""Approving a version of a curriculum, and whether sessions may be given alone."""

from django import forms

from people.models import Delivery


class ApproveForm(forms.Form):
    """For which ways of giving it; that it is a draft is said by whoever approves."""

    deliveries = forms.MultipleChoiceField(
        choices=Delivery.choices,
        widget=forms.CheckboxSelectMultiple,
        label="It may be given",
        error_messages={"required": "Choose how it may be given: at least one way."},
    )
    knew_draft = forms.BooleanField(
        required=False,
        label="Our clinic knows that this text is a draft that nobody has signed, and answers "
        "for giving it",
    )

    def __init__(self, *args, alone: bool, is_draft: bool, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        if not alone:
            ways = [one for one in Delivery.choices if one[0] != Delivery.SELF_GUIDED]
            self.fields["deliveries"].choices = ways
        if not is_draft:
            del self.fields["knew_draft"]


class AloneForm(forms.Form):
    """Who decided that sessions may be given without visits or a group."""

    lead = forms.CharField(
        max_length=120,
        label="Name and role of the lead who decided",
        help_text="No trial of these sessions given alone was found. Without a name it stays off.",
    )
