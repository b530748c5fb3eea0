"""Assigning a curriculum and a battery."""

from django import forms

from care.forms.base import DayInput
from people.models import Delivery


class AssignForm(forms.Form):
    """Which content, from which day. The choices are those in her language."""

    curriculum = forms.ChoiceField(required=False, widget=forms.RadioSelect, label="Curriculum")
    delivery = forms.ChoiceField(
        required=False,
        label="How the sessions are given",
        help_text="What was studied was given by clinicians, in groups or one to one.",
    )
    battery = forms.ChoiceField(required=False, widget=forms.RadioSelect, label="Check-in")
    starts_on = forms.DateField(
        widget=DayInput,
        label="First day",
        help_text="The first session or check-in opens on this day where she lives.",
    )

    asked_after_loss = forms.BooleanField(
        required=False,
        label="Ask about closeness or low mood all the same",
        help_text="A loss was recorded in the last two weeks. Without this tick such questions "
        "cannot be assigned now.",
    )

    def __init__(
        self,
        *args,
        curricula: list[str],
        batteries: list[str],
        deliveries: list[str],
        tender: bool,
        **kwargs,
    ) -> None:
        super().__init__(*args, **kwargs)
        if not tender:
            del self.fields["asked_after_loss"]
        self.fields["curriculum"].choices = [("", "none"), *((code, code) for code in curricula)]
        self.fields["delivery"].choices = [
            (one, Delivery(one).label) for one in Delivery.values if one in deliveries
        ]
        self.fields["battery"].choices = [("", "none"), *((code, code) for code in batteries)]
        if not deliveries:
            del self.fields["delivery"]

    def clean(self) -> dict[str, object]:
        """A course is given in some way; check-ins alone are not."""
        cleaned = super().clean()
        if cleaned.get("curriculum") and "delivery" in self.fields and not cleaned.get("delivery"):
            self.add_error("delivery", "Choose how the sessions are given.")
        return cleaned
