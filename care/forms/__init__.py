"""The forms of this face. They read input; what is allowed is the services' decision."""

from care.forms.assigning import AssignForm
from care.forms.base import refuse
from care.forms.copy import CopyForm
from care.forms.details import DetailsForm
from care.forms.enrolling import EnrolForm
from care.forms.medicine import (
    EventBackForm,
    EventForm,
    MedicineForm,
    NaloxoneForm,
    TakeBackForm,
    WithoutForm,
)
from care.forms.plan import PlanPartForm
from care.forms.reach import ReachForm
from care.forms.status import AddressedForm, RecordForm, RecordPlainForm
from care.forms.team import GrantForm, MemberForm

__all__ = [
    "AddressedForm",
    "AssignForm",
    "CopyForm",
    "DetailsForm",
    "EnrolForm",
    "EventBackForm",
    "EventForm",
    "GrantForm",
    "MedicineForm",
    "MemberForm",
    "NaloxoneForm",
    "PlanPartForm",
    "ReachForm",
    "RecordForm",
    "RecordPlainForm",
    "TakeBackForm",
    "WithoutForm",
    "refuse",
]
