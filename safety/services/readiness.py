"""Whether a clinic may ask what needs an answer, and which of its help lines wait for a call."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import QuerySet

from catalog.models import ContentVersion
from catalog.types import CrisisLine
from kernel.errors import BadInput
from people.models import Clinic, User
from safety.models import Duty, LineCheck
from safety.services.duty import hours_of, protocol_of

# A help line nobody of the clinic has called for this long is to be called again.
LINES_EVERY = timedelta(days=90)


@dataclass(frozen=True)
class Check:
    """One thing that must be there: `text` says what is, or what to do. `invented`: made up for
    a demo clinic, and to be marked so."""

    code: str
    ok: bool
    text: str
    invented: bool = False


def readiness(clinic: Clinic, *, now: datetime) -> list[Check]:
    """What must be true before questionnaires with safety items may be switched on."""
    return [
        _hours(clinic, now),
        _on_duty(clinic, now),
        _back_up(clinic, now),
        _jurisdiction(clinic),
        _protocol(clinic),
    ]


def is_ready(clinic: Clinic, *, now: datetime) -> bool:
    """Whether all of it is there."""
    return all(check.ok for check in readiness(clinic, now=now))


def check_line(
    *, clinic: Clinic, line: str, number: str, works: bool, note: str = "", by: User, now: datetime
) -> LineCheck:
    """Somebody called a help line. Raises BadInput for a line or number that is not shown."""
    shown = {one.code: one for one in lines_of(clinic)}.get(line)
    if shown is None or number not in (shown.call, shown.text):
        raise BadInput("That line or number has changed. Open the list again.", field="line")
    return LineCheck.objects.create(
        clinic=clinic,
        line=line,
        number=number,
        works=works,
        note=note.strip()[:200],
        checked_by=by,
        checked_at=now,
    )


def lines_of(clinic: Clinic) -> tuple[CrisisLine, ...]:
    """The help lines released for its jurisdiction; none where there are none."""
    found = _newest("crisis", clinic.jurisdiction)
    return found.content.lines if found else ()


def lines_to_check(clinic: Clinic, *, now: datetime) -> list[CrisisLine]:
    """Lines nobody of the clinic has called for long, or never at the number shown.

    The emergency number is never one of them: it is not called to try it.
    """
    latest = _latest_checks(clinic)
    since = now - LINES_EVERY
    return [
        line
        for line in lines_of(clinic)
        if not line.emergency
        and not (
            (check := latest.get(line.code))
            and check.number in (line.call, line.text)
            and check.checked_at > since
        )
    ]


def _latest_checks(clinic: Clinic) -> dict[str, LineCheck]:
    rows: QuerySet[LineCheck] = LineCheck.objects.filter(clinic=clinic)
    return {row.line: row for row in rows.order_by("checked_at", "pk")}


def _hours(clinic: Clinic, now: datetime) -> Check:
    if hours_of(clinic).next_open(now) is None:
        text = "State the hours in which somebody looks: at least one day of the week."
        return Check("hours", False, text)
    return Check("hours", True, "Hours are stated.", clinic.is_synthetic)


def _on_duty(clinic: Clinic, now: datetime) -> Check:
    names = _names(clinic, Duty.Rung.ON_DUTY, now)
    if not names:
        return Check("on_duty", False, "Put a clinician on duty: nobody is told first.")
    return Check("on_duty", True, f"On duty: {', '.join(names)}.", clinic.is_synthetic)


def _back_up(clinic: Clinic, now: datetime) -> Check:
    names = _names(clinic, Duty.Rung.BACK_UP, now)
    if not names:
        text = "Name a back-up: another clinician who is told when the first does not answer."
        return Check("back_up", False, text)
    return Check("back_up", True, f"Back-up: {', '.join(names)}.", clinic.is_synthetic)


def _names(clinic: Clinic, rung: str, now: datetime) -> list[str]:
    """One live duty a person (a constraint), so a back-up is always somebody else."""
    live = Duty.objects.live(now=now).filter(clinic=clinic, rung=rung)
    return list(live.order_by("since", "pk").values_list("user__name", flat=True))


def _jurisdiction(clinic: Clinic) -> Check:
    where, texts = clinic.jurisdiction.upper(), []
    for kind, name in (("safety", "rules and notice"), ("crisis", "help lines")):
        found = _newest(kind, clinic.jurisdiction)
        if found is None:
            texts.append(f"There are no {name} for “{where}”: choose a jurisdiction that has them.")
        elif clinic.is_synthetic:
            continue
        elif found.status != ContentVersion.Status.SIGNED:
            texts.append(f"The {name} for {where} are a draft: install the signed text.")
        elif kind == "safety" and not found.content.notice_signed:
            texts.append(f"The notice for {where} is a draft: install the signed text.")
    if texts:
        return Check("jurisdiction", False, " ".join(texts))
    text = f"Rules, notice and help lines are those for {where}."
    return Check("jurisdiction", True, text, clinic.is_synthetic)


def _protocol(clinic: Clinic) -> Check:
    protocol = protocol_of(clinic)
    if protocol is None:
        text = "Sign the protocol: who does what, how fast, and who signed it."
        return Check("protocol", False, text)
    if protocol.invented and not clinic.is_synthetic:
        return Check("protocol", False, "This protocol is invented: record the signed one.", True)
    text = f"Signed by {protocol.signed_by}, {protocol.signed_role}, {protocol.signed_on}."
    return Check("protocol", True, text, protocol.invented)


def _newest(kind: str, code: str) -> ContentVersion | None:
    """The released content of exactly that place: the default place's is not its text."""
    rows = ContentVersion.objects.filter(kind=kind, code=code)
    return rows.exclude(status=ContentVersion.Status.WITHDRAWN).order_by("-id").first()
