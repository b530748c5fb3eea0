"""Sending what is due to her: look again at everything, hand over once, write down what came."""

from datetime import date, datetime
from functools import partial

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet

from catalog.services import released, released_codes
from kernel.owed import finish, renew
from people.models import Consent, Identity, Participant
from people.services import days_remembered
from reminders.channels import Letter
from reminders.models import Preference, Reminder
from reminders.planning import Act, Facts, Verdict, decide
from reminders.services.delivery import (
    LEASE,
    Clock,
    State,
    give_up_broken,
    hand_over,
    ticking,
    work_off,
)
from reminders.services.owed import NEEDED, due_of, open_to_her, quiet_of, with_questions
from reminders.texts import fill, not_neutral
from schedule.models import Occurrence

NOT_NEUTRAL = "the text was not neutral"
WHERE = "/d/"
ENDS = {Act.CANCEL: State.CANCELLED, Act.EXPIRE: State.EXPIRED}


def send_due(*, now: datetime) -> int:
    """Send every reminder that is due and still owed; returns how many rows were treated.

    Each is handed over at most once. One found half handed over ends as unknown, for staff to see.
    """
    clock = ticking(now)
    give_up_broken(Reminder.objects.all(), now=now)
    due = Reminder.objects.filter(state__in=[State.OWED, State.CLAIMED], due_at__lte=now).order_by(
        "due_at", "pk"
    )
    return work_off(due, partial(_send, clock=clock), clock=clock)


def reminders_of(participant: Participant) -> "QuerySet[Reminder]":
    """Her ledger for staff, newest first, with every attempt at the wire."""
    rows = Reminder.objects.filter(participant=participant)
    return (
        rows.select_related("occurrence__rule")
        .prefetch_related("attempts")
        .order_by("-due_at", "-pk")
    )


def _send(row: Reminder, now: datetime, *, clock: Clock) -> None:
    letter = _ready(row, now)
    if letter is not None:
        hand_over(row, row.channel, letter, clock=clock)


def _ready(row: Reminder, now: datetime) -> Letter | None:
    """Decide under locks, and commit `handing_over` before the wire is touched.

    What she did or chose before that commit is seen; None when nothing is to be sent now.
    """
    with transaction.atomic():
        # Her row first, as every journey that records a fact about her does.
        her = Participant.objects.select_for_update(no_key=True).get(pk=row.participant_id)
        occurrence = (
            Occurrence.objects.select_for_update(of=("self",), no_key=True)
            .select_related("rule")
            .get(pk=row.occurrence_id)
        )
        occurrence.participant = her
        preference, remembered = _locked_preference(her), days_remembered(her)
        facts = _facts(occurrence, preference, remembered, now)
        quiet = quiet_of(preference, remembered)
        verdict = decide(facts, now=now, zone=her.zone, quiet=quiet)
        if verdict.act is not Act.SEND:
            _put_back_or_end(row, facts, verdict, now)
            return None
        letter, wrong = _letter(row, her)
        if wrong:
            finish(
                row,
                state=State.REFUSED,
                reason=NOT_NEUTRAL,
                last_error=f"the text holds: {', '.join(wrong)}",
                ended_at=now,
            )
            return None
        mine = renew(row, lease=LEASE, state=State.HANDING_OVER)
    return letter if mine else None


def _facts(
    occurrence: Occurrence, preference: Preference, remembered: frozenset[date], now: datetime
) -> Facts:
    her = occurrence.participant
    # A row lock, not only a look: a consent revoked before the hand-over is committed counts.
    consents = Consent.objects.live(now=now).select_for_update(no_key=True)
    held = {one.purpose for one in consents.filter(participant=her, purpose__in=NEEDED)}
    return Facts(
        done=occurrence.done_at is not None,
        expected=occurrence.cancelled_at is None and occurrence.remind_at is not None,
        active=her.status == Participant.Status.ACTIVE,
        consented=held.issuperset(NEEDED),
        paused=preference.paused_at is not None,
        addressable=Identity.objects.filter(participant=her).exclude(email_index="").exists(),
        open=_is_open(occurrence, now),
        due=due_of(occurrence, preference, remembered),
    )


def _is_open(occurrence: Occurrence, now: datetime) -> bool:
    """Whether it would be on Today for her, and has something to ask."""
    told = open_to_her(Occurrence.objects.filter(pk=occurrence.pk)).exists()
    return told and bool(with_questions([occurrence], now=now))


def _locked_preference(participant: Participant) -> Preference:
    kept = Preference.objects.select_for_update(no_key=True).filter(participant=participant)
    return kept.first() or Preference(participant=participant)


def _put_back_or_end(row: Reminder, facts: Facts, verdict: Verdict, now: datetime) -> None:
    if verdict.act is Act.LATER:
        stale_at = facts.due.stale_at if facts.due else row.stale_at
        finish(row, state=State.OWED, due_at=verdict.until, stale_at=stale_at)
    else:
        finish(row, state=ENDS[verdict.act], reason=verdict.reason, ended_at=now)


def _letter(row: Reminder, her: Participant) -> tuple[Letter, tuple[str, ...]]:
    """The message, and whatever in it a phone must not show (then it is not sent).

    Texts are never pinned: the newest released words are used.
    """
    message = released("message", "reminder-due").content
    subject, body = fill(message, language=her.language, link=settings.SITE_URL + WHERE)
    identity = Identity.objects.get(participant=her)
    wrong = not_neutral(
        settings.DEFAULT_FROM_EMAIL,
        subject,
        body,
        forbidden=[released("forbidden", code).content for code in released_codes("forbidden")],
        identifiers=[identity.name, identity.email, identity.phone],
    )
    return Letter(identity.email, subject, body, reference=str(row.public_id)), wrong
