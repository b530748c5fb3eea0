"""The forms of this face. They read input; what is allowed is the services' decision."""

from care.forms.assigning import AssignForm
from care.forms.base import refuse
from care.forms.concerns import CloseForm
from care.forms.details import DetailsForm
from care.forms.enrolling import EnrolForm
from care.forms.status import BirthForm, OutcomeForm, PlaceForm
from care.forms.team import ConcernEmailForm, GrantForm, MemberForm

__all__ = [
    "AssignForm",
    "BirthForm",
    "CloseForm",
    "ConcernEmailForm",
    "DetailsForm",
    "EnrolForm",
    "GrantForm",
    "MemberForm",
    "OutcomeForm",
    "PlaceForm",
    "refuse",
]
