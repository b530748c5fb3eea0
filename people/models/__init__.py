"""Staff and mothers, where they belong, what was agreed. The only home of direct identifiers."""

from people.models.approvals import ContentApproval, ContentComment, Delivery
from people.models.circumstances import (
    MedicationStatus,
    Naloxone,
    SafeContact,
    StateChange,
    Stay,
)
from people.models.consent import Consent
from people.models.devices import Device, Invitation, Unlock
from people.models.mothers import Identity, Infant, Participant, Pregnancy
from people.models.staff import Clinic, Grant, Membership, User

__all__ = [
    "Clinic",
    "Consent",
    "ContentApproval",
    "ContentComment",
    "Delivery",
    "Device",
    "Grant",
    "Identity",
    "Infant",
    "Invitation",
    "MedicationStatus",
    "Membership",
    "Naloxone",
    "Participant",
    "Pregnancy",
    "SafeContact",
    "StateChange",
    "Stay",
    "Unlock",
    "User",
]
