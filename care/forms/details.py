"""Changing how she is called and reached."""

from django import forms

from care.zones import zone_choices


class DetailsForm(forms.Form):
    """Name, e-mail, phone, and the zone she lives in now."""

    name = forms.CharField(max_length=120, label="Name")
    email = forms.EmailField(
        required=False, label="E-mail", help_text="Empty: no reminder goes out."
    )
    phone = forms.CharField(required=False, max_length=40, label="Phone")
    zone = forms.ChoiceField(
        choices=zone_choices,
        label="Time zone where she lives",
        help_text="What is planned keeps its days and follows the clock there.",
    )
