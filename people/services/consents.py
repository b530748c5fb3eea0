"""What she agrees to, and takes back as easily."""

from datetime import datetime, timedelta

from django.db import transaction

from catalog.models import ContentVersion
from catalog.services import released
from people.models import Consent, Device, Participant

PURPOSES = (Consent.Purpose.CARE, Consent.Purpose.RESEARCH, Consent.Purpose.REMINDERS)


def needed_texts() -> dict[str, ContentVersion]:
    """The consent text in force for each purpose."""
    return {str(purpose): released("consent", str(purpose)) for purpose in PURPOSES}


def live_consent(*, participant: Participant, purpose: str, now: datetime) -> Consent | None:
    """Her consent for a purpose if it holds at `now`."""
    return Consent.objects.live(now=now).filter(participant=participant, purpose=purpose).first()


def give_consent(
    *, participant: Participant, device: Device, purpose: str, text: ContentVersion, now: datetime
) -> Consent:
    """Record her yes to this text. A yes that already holds for the same text is that yes."""
    content = text.content
    days = content.expires_after_days
    with transaction.atomic():
        Participant.objects.select_for_update().get(pk=participant.pk)
        held = Consent.objects.filter(
            participant=participant, purpose=purpose, revoked_at=None
        ).first()
        if held and held.text_id == text.pk and (not held.expires_at or held.expires_at > now):
            return held
        if held:
            held.revoked_at = now
            held.save(update_fields=["revoked_at"])
        return Consent.objects.create(
            participant=participant,
            purpose=purpose,
            recipient_class=content.recipient_class,
            text=text,
            language=content.language_for(participant.language),
            device=device,
            given_at=now,
            expires_at=now + timedelta(days=days) if days else None,
        )


def revoke_consent(*, participant: Participant, purpose: str, now: datetime) -> bool:
    """She takes it back: from now on nothing more happens under it."""
    return (
        Consent.objects.filter(participant=participant, purpose=purpose, revoked_at=None).update(
            revoked_at=now
        )
        > 0
    )
