"""The caseload: every mother this person works with, in a number of queries that does not grow."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from care.charts import Frame, Picture, draw
from care.facts import WEEKS, Facts, facts_of
from care.medicine import gap_of
from care.mother import as_facts
from care.multiples import points_of
from care.plan import said_of
from care.where import PregnancyFacts, Where, current_of, where_she_is
from kernel.clock import local_date
from measures.services import Series
from people.models import Infant, Participant, Pregnancy, Stay, User
from sessions.models import AssignedSession, Course
from sessions.opening import OPEN, opening

# Nothing finished for this long: somebody may be fading, and a word helps more than a reminder.
QUIET_DAYS = 10


@dataclass(frozen=True)
class Due:
    """The next thing asked of her: `now` when it is open."""

    text: str
    at: datetime
    now: bool


@dataclass(frozen=True)
class Standing:
    """Where her course stands, in words and in a number to sort by."""

    text: str
    order: int
    held: bool = False


@dataclass(frozen=True)
class Row:
    """One line of the caseload. Scores only where the reader may read answers."""

    mother: Participant
    name: str
    where: Where
    # Where she lives, when it is not at home.
    lives: str
    # Whole days without her medicine. It is treatment: this is about her body, not her will.
    gap: int | None
    spoken: str
    course: Standing
    clinical: bool
    stress: Picture | None
    stress_said: str
    craving: str
    last_done: datetime | None
    quiet_days: int
    due: Due | None
    # After a loss: nothing is due, and nobody calls that fading.
    rests: bool
    paired: bool

    @property
    def fading(self) -> bool:
        """Nothing finished for long, though things were asked of her."""
        return self.quiet_days >= QUIET_DAYS and not self.course.held and not self.rests


SPOKEN_BY_PLACE: dict[str, str] = {
    Infant.Place.WITH_MOTHER: Participant.Addressed.WITH_BABY,
    Infant.Place.HOSPITAL: Participant.Addressed.BABY_IN_HOSPITAL,
    Infant.Place.KIN: Participant.Addressed.BABY_ELSEWHERE,
    Infant.Place.FOSTER: Participant.Addressed.BABY_ELSEWHERE,
    Infant.Place.ADOPTED: Participant.Addressed.BABY_ELSEWHERE,
}
NO_COURSE = Standing("not assigned", -1)


def caseload(user: User, *, now: datetime) -> list[Row]:
    """Active mothers of this person's, unsorted."""
    mothers = list(
        Participant.objects.organised_by(user)
        .filter(status=Participant.Status.ACTIVE)
        .select_related("identity", "clinic")
        .order_by("pk")
    )
    ids = [mother.pk for mother in mothers]
    facts = facts_of(user, ids, now=now)
    return [_row(mother, facts) for mother in mothers]


def stopped(user: User) -> list[Participant]:
    """Those of this person's who stopped taking part, by name: they may ask to come back."""
    found = Participant.objects.organised_by(user).filter(status=Participant.Status.WITHDRAWN)
    return sorted(found.select_related("identity"), key=lambda one: one.identity.name.casefold())


def _row(mother: Participant, facts: Facts) -> Row:
    """Everything of one mother, from what was fetched."""
    clinical = mother.pk in facts.clinical
    stress, craving = facts.stress.get(mother.pk), facts.craving.get(mother.pk)
    course = facts.courses.get(mother.pk)
    assigned = facts.assigned.get(course.pk, []) if course else []
    done = _last_done(facts.answered.get(mother.pk), assigned)
    today = local_date(facts.now, mother.zone)
    pregnancies = _pregnancies(mother, facts)
    return Row(
        mother=mother,
        name=mother.identity.name,
        where=where_she_is(pregnancies, today),
        lives=_lives(facts.stays.get(mother.pk)),
        gap=gap_of(facts.medication.get(mother.pk, []), today),
        spoken=_spoken(mother, pregnancies),
        course=standing(course, assigned),
        clinical=clinical,
        stress=_spark(stress, today) if stress else None,
        stress_said=", ".join(values_of(stress)),
        craving=values_of(craving)[-1] if values_of(craving) else "",
        last_done=done,
        quiet_days=(facts.now - (done or mother.enrolled_at)).days,
        due=_due(mother, facts, course, assigned),
        rests=mother.pk in facts.rests,
        paired=mother.pk in facts.paired,
    )


def _pregnancies(mother: Participant, facts: Facts) -> list[PregnancyFacts]:
    return as_facts(facts.pregnancies.get(mother.pk, []), facts.infants)


def _spoken(mother: Participant, pregnancies: list[PregnancyFacts]) -> str:
    """How she wants to be spoken to, where the facts alone would suggest something else."""
    children = [child for one in pregnancies for child in one.infants]
    usual = {SPOKEN_BY_PLACE.get(child.place) for child in children}
    current = current_of(pregnancies)
    if current is not None and current.outcome == Pregnancy.Outcome.ONGOING:
        usual.add(Participant.Addressed.EXPECTING)
    return "" if mother.addressed in usual else mother.get_addressed_display().lower()


def _lives(stay: Stay | None) -> str:
    """In jail, in hospital: her clinician should know before she calls."""
    at_home = stay is None or stay.place == Stay.Place.HOME
    return "" if at_home else stay.get_place_display().lower()


def _due(
    mother: Participant, facts: Facts, course: Course | None, assigned: list[AssignedSession]
) -> Due | None:
    if mother.pk in facts.rests:
        return None
    row = facts.check_ins.get(mother.pk)
    check_in = Due("check-in", row.opens_at, row.opens_at <= facts.now) if row else None
    session = next_session(course, assigned, now=facts.now)
    waiting = [due for due in (check_in, session) if due]
    return min(waiting, key=lambda due: (not due.now, due.at), default=None)


def standing(course: Course | None, assigned: list[AssignedSession]) -> Standing:
    """Session 2 of 8, on hold, finished."""
    if course is None:
        return NO_COURSE
    done = sum(1 for one in assigned if one.completed_at)
    if course.finished_at:
        return Standing("finished", 1000)
    held = course.held_at is not None
    nearest = next((one for one in assigned if one.completed_at is None), assigned[-1])
    parts = course.curriculum.content.sessions
    text = said_of(course.curriculum.content.session(nearest.code)).lower()
    if text.startswith("session"):
        text += f" of {sum(1 for part in parts if part.number)}"
    return Standing(text, done, held)


def next_session(
    course: Course | None, assigned: list[AssignedSession], *, now: datetime
) -> Due | None:
    """The first session not done, unless it is held back."""
    if course is None or course.finished_at or course.held_at:
        return None
    nearest = next((one for one in assigned if one.completed_at is None), None)
    if nearest is None or nearest.held_at:
        return None
    at = nearest.released_at or nearest.occurrence.opens_at
    state = opening(
        now=now,
        opens_at=nearest.occurrence.opens_at,
        previous_done=True,
        released=nearest.released_at is not None,
        held=False,
        course_held=False,
    )
    part = course.curriculum.content.session(nearest.code)
    return Due(said_of(part).lower(), at, state == OPEN)


def _last_done(answered: datetime | None, assigned: list[AssignedSession]) -> datetime | None:
    """The last completed work. Never when she signed in: that is hers."""
    instants = [answered, *(one.completed_at for one in assigned)]
    return max((at for at in instants if at), default=None)


def values_of(line: Series | None) -> list[str]:
    """The scores there are, oldest first."""
    points = line.points if line else []
    return [str(point.value) for point in points if point.value is not None]


def _spark(line: Series, today: date) -> Picture:
    low, high = Decimal(line.scale.minimum), Decimal(line.scale.maximum)
    return draw(points_of(line), Frame(today - timedelta(weeks=WEEKS), today, low, high, 100, 30))
