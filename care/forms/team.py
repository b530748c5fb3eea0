"""The team: members, who sees whom."""

from collections import Counter
from collections.abc import Iterable
from datetime import date, timedelta

from django import forms

from care.forms.base import DayInput
from kernel.clock import zone_of
from people.models import Clinic, Grant, Membership, Participant, User

LONGEST_GRANT = timedelta(days=100 * 366)


class MemberForm(forms.Form):
    """Somebody gets a role at the clinic."""

    email = forms.EmailField(label="E-mail")
    name = forms.CharField(max_length=120, label="Name")
    role = forms.ChoiceField(choices=Membership.Role.choices, label="Role")


class GrantForm(forms.Form):
    """A clinician may see a mother, for a reason, perhaps until a day."""

    staff = forms.ModelChoiceField(
        User.objects.none(), label="Clinician", empty_label="Choose…", to_field_name="public_id"
    )
    participant = forms.ChoiceField(label="Mother")
    reason = forms.ChoiceField(
        choices=[(r.value, r.label) for r in (Grant.Reason.CARE, Grant.Reason.COVER)],
        label="Why",
    )
    last_day = forms.DateField(required=False, widget=DayInput, label="Last day, if there is one")

    def __init__(self, *args, clinic: Clinic, today: date, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        clinicians = Membership.objects.filter(
            clinic=clinic, role=Membership.Role.CLINICIAN, until=None
        )
        self.fields["staff"].queryset = User.objects.filter(
            pk__in=clinicians.values("user"), is_active=True
        ).order_by("name")
        mothers = Participant.objects.filter(
            clinic=clinic, status=Participant.Status.ACTIVE
        ).select_related("identity")
        self.fields["participant"].choices = [("", "Choose…"), *_told_apart(mothers, clinic)]
        self.mothers = {str(row.public_id): row for row in mothers}

    def clean_last_day(self) -> date | None:
        """A grant that ends in the past gives nothing."""
        last = self.cleaned_data["last_day"]
        if last and last < self.today:
            raise forms.ValidationError("The last day must be today or later.")
        if last and last - self.today > LONGEST_GRANT:
            raise forms.ValidationError("That is too far away. Leave it empty if it has no end.")
        return last

    def mother(self) -> Participant:
        """The one chosen."""
        return self.mothers[self.cleaned_data["participant"]]


def _told_apart(mothers: Iterable[Participant], clinic: Clinic) -> list[tuple[str, str]]:
    """Each by name; two of one name also by when they were enrolled, on the clinic's clock."""
    alike = Counter(row.identity.name for row in mothers)
    choices = []
    for row in mothers:
        name = row.identity.name
        if alike[name] > 1:
            at = row.enrolled_at.astimezone(zone_of(clinic.zone))
            name = f"{name} (enrolled {at:%d %b %Y, %H:%M})"
        choices.append((str(row.public_id), name))
    return sorted(choices, key=lambda choice: choice[1].casefold())
