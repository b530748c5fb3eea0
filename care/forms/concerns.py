"""Finding, closing and giving away concerns."""

from django import forms

from people.models import Clinic, Membership, User
from safety.models import Concern

LONGEST = 4000
# For these somebody other than she was told: the record says whom.
TOLD_OTHERS = (
    Concern.ClosedAs.EMERGENCY,
    Concern.ClosedAs.CHILD_REPORT,
    Concern.ClosedAs.LEGAL,
)
WORDS: dict[str, tuple[str, str]] = {
    Concern.ClosedAs.CALLED: ("What was done", "When you spoke, what was agreed, what comes next."),
    Concern.ClosedAs.VISIT: (
        "What was done",
        "When you saw her, what was agreed, what comes next.",
    ),
    Concern.ClosedAs.EMERGENCY: (
        "What was told and why",
        "Only what the emergency needed: what you said about her, and what made it an emergency.",
    ),
    Concern.ClosedAs.CHILD_REPORT: (
        "What was reported",
        "The words of the report. Nothing else of her record may follow it.",
    ),
    Concern.ClosedAs.LEGAL: (
        "What was decided and told",
        "What the lawyer said, and what was told because of it, if anything was.",
    ),
}


class CloseForm(forms.Form):
    """A concern ends with what was done, in words; and to whom, where somebody else was told."""

    closed_as = forms.ChoiceField(
        choices=Concern.ClosedAs.choices,
        widget=forms.HiddenInput,
        error_messages={
            "required": "Choose first what was done.",
            "invalid_choice": "Choose one of the five.",
        },
    )
    recipient = forms.CharField(
        max_length=200, label="Who was told", help_text="A person or an office, and its number."
    )
    what_was_done = forms.CharField(
        max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 5}), label="What was done"
    )

    def __init__(self, *args, closed_as: str = "", **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.initial["closed_as"] = closed_as
        label, hint = WORDS.get(closed_as, WORDS[Concern.ClosedAs.CALLED])
        self.fields["what_was_done"].label = label
        self.fields["what_was_done"].help_text = f"{hint} It is encrypted and kept."
        if closed_as not in TOLD_OTHERS:
            del self.fields["recipient"]


class GiveForm(forms.Form):
    """An admin gives a concern to a clinician of the clinic."""

    staff = forms.ModelChoiceField(
        User.objects.none(),
        label="Give it to",
        empty_label="Choose…",
        to_field_name="public_id",
        error_messages={"invalid_choice": "Choose a clinician who works here."},
    )

    def __init__(self, *args, clinic: Clinic, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["staff"].queryset = clinicians_of(clinic)


class FilterForm(forms.Form):
    """Which concerns the list shows; what it does not know it leaves out."""

    SHOWN = [
        ("all", "All"),
        ("open", "Open"),
        ("unseen", "Seen by nobody"),
        ("taken", "Taken on"),
        ("closed", "Closed"),
    ]
    TIERS = [("", "Any"), ("now", "Act now"), ("today", "Act today"), ("next_visit", "Next visit")]

    q = forms.CharField(required=False, max_length=120, label="Name")
    show = forms.ChoiceField(required=False, choices=SHOWN, label="Show")
    tier = forms.ChoiceField(required=False, choices=TIERS, label="How urgent")

    def chosen(self) -> dict[str, str]:
        """By field, what was asked for; an address nobody could have chosen asks for all."""
        self.is_valid()
        read = self.cleaned_data
        return {
            "q": read.get("q", ""),
            "show": read.get("show") or "all",
            "tier": read.get("tier", ""),
        }


def clinicians_of(clinic: Clinic):
    """Who works there as a clinician and can sign in, by name."""
    held = Membership.objects.filter(clinic=clinic, role=Membership.Role.CLINICIAN, until=None)
    return User.objects.filter(pk__in=held.values("user"), is_active=True).order_by("name", "pk")
