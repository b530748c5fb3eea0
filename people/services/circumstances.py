"""How she may be reached without harm, and whether naloxone is at hand."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from kernel.errors import BadInput
from people.models import Naloxone, Participant, SafeContact, User

# A line or two: what is longer is not found again when it must be quick.
LONGEST_WHERE = 200
LONGEST_WORDS = 500


@transaction.atomic
def set_naloxone(
    *, participant: Participant, at_hand: str, where: str, by: User | None, now: datetime
) -> Naloxone:
    """Whether naloxone is at hand, and where. `by` None: she said so herself.

    "No" keeps no place. Raises BadInput with the field.
    """
    if at_hand not in Naloxone.AtHand.values:
        raise BadInput(_("Choose yes or no."), field="at_hand")
    place = where.strip() if at_hand == Naloxone.AtHand.YES else ""
    _refuse_long(place, LONGEST_WHERE, "where")
    kept, _created = Naloxone.objects.update_or_create(
        participant=participant,
        defaults={"at_hand": at_hand, "where": place, **recorded(by, now)},
    )
    return kept


def naloxone_of(participant: Participant) -> Naloxone | None:
    """What was said last, or None when nobody asked."""
    return Naloxone.objects.filter(participant=participant).first()


@transaction.atomic
def set_safe_contact(
    *,
    participant: Participant,
    hours: str,
    words: str,
    may_answer: str,
    never_know: str,
    send_home: str,
    send_home_if: str,
    by: User | None,
    now: datetime,
) -> SafeContact:
    """How she may be reached without putting her in danger. `by` None: she wrote it herself.

    Every part may be empty. "Only if" needs its condition; another choice keeps none. Raises
    BadInput with the field.
    """
    if send_home not in SafeContact.SendHome.values:
        raise BadInput(_("Choose one of the answers."), field="send_home")
    only_if = send_home == SafeContact.SendHome.ONLY_IF
    if only_if and not send_home_if.strip():
        raise BadInput(_("Write when it is all right."), field="send_home_if")
    said = {
        "hours": hours.strip(),
        "words": words.strip(),
        "may_answer": may_answer.strip(),
        "never_know": never_know.strip(),
        "send_home_if": send_home_if.strip() if only_if else "",
    }
    for field, text in said.items():
        _refuse_long(text, LONGEST_WORDS, field)
    kept, _created = SafeContact.objects.update_or_create(
        participant=participant,
        defaults={"send_home": send_home, **said, **recorded(by, now)},
    )
    return kept


def safe_contact_of(participant: Participant) -> SafeContact:
    """What she said, or an empty card that is not stored (its `pk` is None)."""
    kept = SafeContact.objects.filter(participant=participant).first()
    return kept or SafeContact(participant=participant)


def recorded(by: User | None, now: datetime) -> dict[str, object]:
    """The columns that say who said so: a person of staff, or she herself."""
    return {"recorded_by": by, "by_her": by is None, "recorded_at": now}


def _refuse_long(text: str, longest: int, field: str) -> None:
    if len(text) > longest:
        raise BadInput(
            _("This is too long to keep. Use at most %(longest)s letters.") % {"longest": longest},
            field=field,
        )
