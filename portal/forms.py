"""Forms of her pages. Services refuse; forms only read."""

from django import forms
from django.utils.translation import gettext_lazy as _


def _pin(label) -> forms.CharField:
    """A PIN is for her head: whoever holds the phone must not find it among saved passwords.

    Browsers offer to keep what is typed into a password field, also with autocomplete "off"; one
    that is declared a one-time code they leave alone.
    """
    return forms.CharField(
        label=label,
        max_length=20,
        error_messages={"required": _("Type your PIN.")},
        widget=forms.PasswordInput(
            attrs={
                "inputmode": "numeric",
                "class": "pin",
                "autocomplete": "one-time-code",
                "aria-describedby": "trouble",
            }
        ),
    )


class UnlockForm(forms.Form):
    """The PIN that opens this phone."""

    pin = _pin(_("Your PIN"))


class PinForm(forms.Form):
    """The first PIN, typed twice: nobody can look it up for her."""

    pin = _pin(_("Your PIN"))
    again = _pin(_("The same PIN again"))

    def clean(self):
        """Both must be the same."""
        data = super().clean()
        if data.get("pin") and data.get("again") and data["pin"] != data["again"]:
            self.add_error("again", _("The two are not the same. Please type both again."))
        return data


class ChangePinForm(PinForm):
    """Another PIN; the old one is asked once more."""

    old = _pin(_("The PIN you have now"))
    pin = _pin(_("Your new PIN"))
    field_order = ("old", "pin", "again")


class QuietForm(forms.Form):
    """When she is not to be written to."""

    quiet_from = forms.TimeField(widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"))
    quiet_until = forms.TimeField(widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"))
