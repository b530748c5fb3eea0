"""Forms of her pages. Services refuse; forms only read."""

from django import forms
from django.utils.translation import gettext_lazy as _


def _pin(label, *, new: bool) -> forms.CharField:
    return forms.CharField(
        label=label,
        max_length=20,
        error_messages={"required": _("Type your PIN.")},
        widget=forms.PasswordInput(
            attrs={
                "inputmode": "numeric",
                "class": "pin",
                "autocomplete": "new-password" if new else "off",
                "aria-describedby": "trouble",
            }
        ),
    )


class UnlockForm(forms.Form):
    """The PIN that opens this phone."""

    pin = _pin(_("Your PIN"), new=False)


class PinForm(forms.Form):
    """The first PIN, typed twice: nobody can look it up for her."""

    pin = _pin(_("Your PIN"), new=True)
    again = _pin(_("The same PIN again"), new=True)

    def clean(self):
        """Both must be the same."""
        data = super().clean()
        if data.get("pin") and data.get("again") and data["pin"] != data["again"]:
            self.add_error("again", _("The two are not the same. Please type both again."))
        return data


class ChangePinForm(PinForm):
    """Another PIN; the old one is asked once more."""

    old = _pin(_("The PIN you have now"), new=False)
    field_order = ("old", "pin", "again")


class QuietForm(forms.Form):
    """When she is not to be written to."""

    quiet_from = forms.TimeField(widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"))
    quiet_until = forms.TimeField(widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"))
