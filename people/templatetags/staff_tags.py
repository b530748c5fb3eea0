"""What the frame of a staff page needs to know about its reader."""

from django import template
from django.forms import BoundField
from django.template import Context
from django.utils.safestring import SafeString

from people.models import Membership

register = template.Library()


@register.filter
def bare(field: BoundField) -> SafeString:
    """The control without a placeholder: it only repeats the label, and goes when one types."""
    return field.as_widget(attrs={"placeholder": False})


@register.simple_tag(takes_context=True)
def staff_roles(context: Context) -> dict[str, object]:
    """The reader’s live roles as flags, whether they work with mothers, their clinics’ names."""
    user = context["request"].user
    held: set[str] = set()
    clinics: list[str] = []
    if user.is_authenticated:
        rows = Membership.objects.filter(user=user, until=None).order_by("clinic__name")
        for role, clinic in rows.values_list("role", "clinic__name"):
            held.add(role)
            if clinic not in clinics:
                clinics.append(clinic)
    flags: dict[str, object] = {role.value: role.value in held for role in Membership.Role}
    mothers = bool(held & {Membership.Role.CLINICIAN, Membership.Role.COORDINATOR})
    clinic = bool(held - {Membership.Role.RESEARCHER})
    return {**flags, "mothers": mothers, "clinic": clinic, "clinics": clinics}
