"""What she does outside a session: a practice played again or away from the phone, a hard moment
she chose to keep."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from catalog.types import SessionContent, Step
from kernel.errors import BadInput, NotFound
from measures.acknowledgement import Acknowledgement, Help
from people.models import Device, Participant
from schedule.envelope import Envelope
from schedule.models import Deposit
from schedule.services import receive
from sessions.doses import HIGHEST, LOWEST
from sessions.models import HardMoment, HarmRecord, KeptBack, PracticeEntry
from sessions.services.dosing import DOSE_KEYS, dose_of, read_dose
from sessions.services.harming import harm_of, help_after, record_harm
from sessions.services.homing import done_at_home

NEEDED = {"practice", "event", "away"}
ALLOWED = NEEDED | DOSE_KEYS
MOMENT = {"intensity", "control", "skill", "what", "reads"}
# Who reads a hard moment: without a word of hers, she alone.
ONLY_ME, CLINIC = "only_me", "clinic"
# What helped in a hard moment, by code; the words are the portal's.
HELPED = ("breath", "name", "cool", "move", "call", "plan", "other")
LONGEST = 2000


@transaction.atomic
def save_practice(*, device: Device, envelope: Envelope, now: datetime) -> Acknowledgement:
    """Store one practice exactly once: played again here, or done away from the phone.

    Raises Conflict (code "other_body") for a UUID seen with other words, NotFound for a practice
    of no course of hers, BadInput for what it cannot be.
    """
    mother, deposit, created = _take(device, envelope, Deposit.Kind.PRACTICE, now)
    if created:
        _store_practice(mother, deposit, envelope.body, now)
    harmed = HarmRecord.objects.filter(deposit=deposit).exists()
    told = help_after(mother, now=now) if harmed else None
    return _acknowledged(deposit, repeated=not created, told=told)


@transaction.atomic
def save_moment(*, device: Device, envelope: Envelope, now: datetime) -> Acknowledgement:
    """Store one hard moment exactly once. It raises nothing; staff see it where she says so."""
    mother, deposit, created = _take(device, envelope, Deposit.Kind.MOMENT, now)
    if created:
        _store_moment(mother, deposit, envelope.body)
    return _acknowledged(deposit, repeated=not created, told=None)


@transaction.atomic
def keep_back(*, device: Device, said: UUID, now: datetime) -> None:
    """Hide a hard moment from her clinic from now on; it stays hers. Twice is once.

    Raises NotFound for what is no moment of hers that stands.
    """
    hers = HardMoment.objects.standing().filter(participant=device.participant_id)
    moment = hers.filter(deposit__client_uuid=said).first()
    if moment is None:
        raise NotFound(_("This is not here. Open it again from Today."))
    if moment.shared:
        KeptBack.objects.get_or_create(moment=moment, defaults={"device": device, "at": now})


def _take(
    device: Device, envelope: Envelope, kind: str, now: datetime
) -> tuple[Participant, Deposit, bool]:
    if envelope.kind != kind:
        raise BadInput(_("That did not come through whole. Go back and try again."), field="kind")
    mother = Participant.objects.select_for_update(no_key=True).get(pk=device.participant_id)
    deposit, created = receive(device=device, envelope=envelope, now=now)
    return mother, deposit, created


def _acknowledged(deposit: Deposit, *, repeated: bool, told: Help | None) -> Acknowledgement:
    return Acknowledgement(
        uuid=deposit.client_uuid,
        repeated=repeated,
        received_at=deposit.received_at,
        help=told,
    )


def _store_practice(
    mother: Participant, deposit: Deposit, body: dict[str, Any], now: datetime
) -> None:
    if not NEEDED <= set(body) <= ALLOWED:
        raise BadInput(_("A practice has: practice, event, away."), field="body")
    content, step = _step_of(mother, body["practice"])
    if body["event"] not in PracticeEntry.Event.values:
        raise BadInput(_("There is no such event."), field="event")
    if not isinstance(body["away"], bool):
        raise BadInput(_("“away” must be true or false."), field="away")
    dose = dose_of(content, step, read_dose(body))
    entry = PracticeEntry.objects.create(
        deposit=deposit,
        participant=mother,
        practice=body["practice"],
        event=body["event"],
        away=body["away"],
        **dose,
    )
    _follow(mother, entry, now)


def _follow(mother: Participant, entry: PracticeEntry, now: datetime) -> None:
    """What else comes of it: harm noted, or what was expected at home done."""
    stopped = entry.event == PracticeEntry.Event.STOPPED
    kind = harm_of(stopped=stopped, before=entry.before, after=entry.after)
    if kind:
        record_harm(
            mother=mother,
            deposit=entry.deposit,
            practice=entry.practice,
            kind=kind,
            before=entry.before,
            after=entry.after,
            now=now,
        )
    if entry.event == PracticeEntry.Event.DONE:
        done_at_home(participant=mother, practice=entry.practice, at=entry.deposit.answered_at)


def _step_of(mother: Participant, code: Any) -> tuple[SessionContent, Step]:
    """The practice a code names, in the very content of a course of hers."""
    gone = NotFound(_("This is not here. Open it again from Today."))
    if not isinstance(code, str):
        raise BadInput(_("“practice” must be the code of a practice."), field="practice")
    if "\0" in code:
        raise gone
    which, _slash, rest = code.partition("/")
    session, _slash, step = rest.partition("/")
    curriculum, _at, version = which.partition("@")
    courses = mother.courses.filter(curriculum__code=curriculum, curriculum__version=version)
    course = courses.select_related("curriculum").first()
    if course is None:
        raise gone
    try:
        content = course.curriculum.content.session(session)
        found = content.step(step)
    except KeyError as error:
        raise gone from error
    if not found.is_timed:
        raise BadInput(_("“practice” must be the code of a practice."), field="practice")
    return content, found


def _store_moment(mother: Participant, deposit: Deposit, body: dict[str, Any]) -> None:
    if not set(body) <= MOMENT:
        raise BadInput(_("A moment has: intensity, control, skill, what, reads."), field="body")
    skill, what = body.get("skill") or "", body.get("what") or ""
    if skill and skill not in HELPED:
        raise BadInput(_("Choose one of the answers shown."), field="skill")
    if not isinstance(what, str) or len(what) > LONGEST:
        raise BadInput(
            _("Write something, up to %(most)s letters.") % {"most": LONGEST}, field="what"
        )
    reads = body.get("reads") or ONLY_ME
    if reads not in (ONLY_ME, CLINIC):
        raise BadInput(_("Choose who reads it."), field="reads")
    HardMoment.objects.create(
        deposit=deposit,
        participant=mother,
        intensity=_rating(body, "intensity"),
        control=_rating(body, "control"),
        skill=skill,
        what=what,
        shared=reads == CLINIC,
    )


def _rating(body: dict[str, Any], field: str) -> int | None:
    """From 0 to 10, or nothing."""
    value = body.get(field)
    if value is None:
        return None
    if type(value) is not int or not LOWEST <= value <= HIGHEST:
        low_high = {"low": LOWEST, "high": HIGHEST}
        raise BadInput(_("Choose a number from %(low)s to %(high)s.") % low_high, field=field)
    return value
