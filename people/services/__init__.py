"""Journeys within people, a module for each; across rows they live in pathway."""

from people.services.consents import give_consent, live_consent, needed_texts, revoke_consent
from people.services.devices import (
    change_pin,
    forget_device,
    lock,
    revoke_device,
    set_pin,
    unlock,
)
from people.services.invitations import (
    consume_invitation,
    invite,
    read_invitation,
    revoke_invitations,
)
from people.services.mothers import (
    add_participant,
    find_same_contact,
    record_infant,
    record_pregnancy,
    set_addressed,
    set_details,
    set_language,
    update_infant_place,
    update_pregnancy,
)
from people.services.staff import add_member, end_membership, grant, revoke_grant, set_concern_email

__all__ = [
    "add_member",
    "add_participant",
    "change_pin",
    "consume_invitation",
    "end_membership",
    "find_same_contact",
    "forget_device",
    "give_consent",
    "grant",
    "invite",
    "live_consent",
    "lock",
    "needed_texts",
    "read_invitation",
    "record_infant",
    "record_pregnancy",
    "revoke_consent",
    "revoke_device",
    "revoke_grant",
    "revoke_invitations",
    "set_addressed",
    "set_concern_email",
    "set_details",
    "set_language",
    "set_pin",
    "unlock",
    "update_infant_place",
    "update_pregnancy",
]
