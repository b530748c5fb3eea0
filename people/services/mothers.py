"""Mothers: who they are and how they want to be spoken to."""

from datetime import datetime
from uuid import UUID, uuid4

from django.db import transaction

from kernel.clock import zone_of
from kernel.crypto import blind_index
from kernel.errors import BadInput
from people.addresses import check_address
from people.models import Clinic, Identity, Participant, User


def add_participant(
    *,
    clinic: Clinic,
    name: str,
    email: str,
    phone: str,
    zone: str,
    language: str,
    addressed: str,
    by: User,
    now: datetime,
    public_id: UUID | None = None,
) -> Participant:
    """A mother of the clinic, and apart from her who she is. Raises BadInput with the field."""
    zone_of(zone)
    with transaction.atomic():
        participant = Participant.objects.create(
            public_id=public_id or uuid4(),
            clinic=clinic,
            zone=zone,
            language=language,
            addressed=addressed,
            is_synthetic=clinic.is_synthetic,
            enrolled_at=now,
            enrolled_by=by,
        )
        Identity.objects.create(
            participant=participant, **contact_columns(name=name, email=email, phone=phone)
        )
    return participant


def contact_columns(*, name: str, email: str, phone: str) -> dict[str, str]:
    """The columns of an Identity, checked, with their blind indexes."""
    name, email, phone = name.strip(), email.strip(), phone.strip()
    if not name:
        raise BadInput("Write the name you use for her.", field="name")
    if email:
        check_address(email, field="email")
    digits = "".join(c for c in phone if c.isdecimal() or c == "+")
    if phone and len(digits.lstrip("+")) < 7:
        raise BadInput("This phone number is too short.", field="phone")
    return {
        "name": name,
        "email": email,
        "phone": phone,
        "email_index": blind_index(email, purpose="email"),
        "phone_index": blind_index(digits, purpose="phone"),
    }


def find_same_contact(*, clinic: Clinic, email: str, phone: str) -> list[Participant]:
    """Mothers of this clinic with the same e-mail or phone; found without decrypting a row."""
    digits = "".join(c for c in phone if c.isdecimal() or c == "+")
    same = Identity.objects.none()
    for column, value in (
        ("email_index", blind_index(email, purpose="email")),
        ("phone_index", blind_index(digits, purpose="phone")),
    ):
        if value:
            same = same | Identity.objects.filter(**{column: value}, participant__clinic=clinic)
    return list(Participant.objects.filter(identity__in=same).distinct())


def set_details(*, participant: Participant, name: str, email: str, phone: str, zone: str) -> None:
    """Change how she is called and reached, and where she lives. Raises BadInput with the field."""
    zone_of(zone)
    columns = contact_columns(name=name, email=email, phone=phone)
    with transaction.atomic():
        identity = participant.identity
        for column, value in columns.items():
            setattr(identity, column, value)
        identity.save()
        participant.zone = zone
        participant.save(update_fields=["zone"])


def set_addressed(*, participant: Participant, addressed: str) -> str:
    """Speak to her like this from now on; returns how it was, for undo. Asks no cause."""
    if addressed not in Participant.Addressed.values:
        raise BadInput("Choose one of the five.", field="addressed")
    before = participant.addressed
    participant.addressed = addressed
    participant.save(update_fields=["addressed"])
    return before


def set_language(*, participant: Participant, language: str) -> None:
    """Her language for buttons and pages; a course stays in the languages its content has."""
    if language not in ("en", "es"):
        raise BadInput("Choose English or Spanish.", field="language")
    participant.language = language
    participant.save(update_fields=["language"])
