"""The caseload: every mother this person works with, in a number of queries that does not grow."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from django.db.models import Max, Q

from care.charts import Frame, Picture, Point, draw
from care.where import InfantFacts, PregnancyFacts, Where, where_she_is
from kernel.clock import local_date
from measures.models import Administration
from measures.services import Series, scores_by_participant
from people.models import Device, Infant, Participant, Pregnancy, User
from schedule.models import Occurrence, Rule
from sessions.models import AssignedSession, Course
from sessions.opening import OPEN, opening

WEEKS = 8
STRESS, CRAVING = "stress", "craving"
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
    spoken: str
    course: Standing
    clinical: bool
    stress: Picture | None
    stress_said: str
    craving: str
    last_done: datetime | None
    quiet_days: int
    due: Due | None
    paired: bool


SPOKEN_BY_PLACE = {
    Infant.Place.WITH_MOTHER: Participant.Addressed.WITH_BABY,
    Infant.Place.HOSPITAL: Participant.Addressed.BABY_IN_HOSPITAL,
    Infant.Place.KIN: Participant.Addressed.BABY_ELSEWHERE,
    Infant.Place.FOSTER: Participant.Addressed.BABY_ELSEWHERE,
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
    facts = _Facts(user, ids, now)
    return [facts.row(mother) for mother in mothers]


class _Facts:
    """What is known of a set of mothers, fetched once for all of them."""

    def __init__(self, user: User, ids: list[int], now: datetime) -> None:
        self.now = now
        self.clinical = set(
            Participant.objects.clinical_for(user).filter(pk__in=ids).values_list("pk", flat=True)
        )
        since = now - timedelta(weeks=WEEKS)
        scored = scores_by_participant(
            self.clinical, since=since.date(), instruments=(STRESS, CRAVING)
        )
        self.stress = _first_scale(scored, STRESS)
        self.craving = _first_scale(scored, CRAVING)
        self.pregnancies = {
            row.participant_id: row
            for row in Pregnancy.objects.filter(participant__in=ids).order_by("recorded_at", "pk")
        }
        self.infants = _by(
            Infant.objects.filter(pregnancy__in=[p.pk for p in self.pregnancies.values()]),
            "pregnancy_id",
        )
        courses = Course.objects.filter(participant__in=ids).order_by("opened_at", "pk")
        self.courses = {course.participant_id: course for course in courses}
        self.assigned = _by(
            AssignedSession.objects.filter(
                course__in=[course.pk for course in self.courses.values()]
            ).select_related("occurrence"),
            "course_id",
        )
        # One a mother: the first that has not closed is open now or the next to open.
        self.check_ins = {
            row.participant_id: row
            for row in Occurrence.objects.pending()
            .filter(Q(closes_at=None) | Q(closes_at__gt=now), participant__in=ids)
            .filter(rule__kind=Rule.Kind.CHECK_IN)
            .order_by("participant_id", "opens_at")
            .distinct("participant_id")
        }
        answered = Administration.objects.filter(participant__in=ids)
        self.answered = dict(
            answered.values_list("participant").annotate(last=Max("finished_at")).order_by()
        )
        self.paired = set(
            Device.objects.filter(participant__in=ids, revoked_at=None).values_list(
                "participant", flat=True
            )
        )

    def row(self, mother: Participant) -> Row:
        """Everything of one mother, from what was fetched."""
        clinical = mother.pk in self.clinical
        stress, craving = self.stress.get(mother.pk), self.craving.get(mother.pk)
        course = self.courses.get(mother.pk)
        assigned = self.assigned.get(course.pk, []) if course else []
        done = _last_done(self.answered.get(mother.pk), assigned)
        today = local_date(self.now, mother.zone)
        return Row(
            mother=mother,
            name=mother.identity.name,
            where=self._where(mother, today),
            spoken=self._spoken(mother),
            course=standing(course, assigned),
            clinical=clinical,
            stress=_spark(stress, today) if stress else None,
            stress_said=", ".join(values_of(stress)),
            craving=values_of(craving)[-1] if values_of(craving) else "",
            last_done=done,
            quiet_days=(self.now - (done or mother.enrolled_at)).days,
            due=self._due(mother, course, assigned),
            paired=mother.pk in self.paired,
        )

    def _where(self, mother: Participant, today: date) -> Where:
        pregnancy = self.pregnancies.get(mother.pk)
        if pregnancy is None:
            return where_she_is(None, [], today)
        return where_she_is(
            PregnancyFacts(pregnancy.due_date, pregnancy.outcome, pregnancy.outcome_on),
            [InfantFacts(row.born_on, row.place) for row in self.infants.get(pregnancy.pk, [])],
            today,
        )

    def _spoken(self, mother: Participant) -> str:
        """How she wants to be spoken to, where the facts alone would suggest something else."""
        pregnancy = self.pregnancies.get(mother.pk)
        infants = self.infants.get(pregnancy.pk, []) if pregnancy else []
        expecting = pregnancy is not None and pregnancy.outcome == Pregnancy.Outcome.ONGOING
        usual = {SPOKEN_BY_PLACE.get(infant.place) for infant in infants}
        if expecting and not infants:
            usual = {Participant.Addressed.EXPECTING}
        return "" if usual == {mother.addressed} else mother.get_addressed_display().lower()

    def _due(
        self, mother: Participant, course: Course | None, assigned: list[AssignedSession]
    ) -> Due | None:
        row = self.check_ins.get(mother.pk)
        check_in = Due("check-in", row.opens_at, row.opens_at <= self.now) if row else None
        session = next_session(course, assigned, now=self.now)
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
    return Standing(f"session {min(done + 1, len(assigned))} of {len(assigned)}", done, held)


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
    return Due(f"session {nearest.ordinal}", at, state == OPEN)


def _by(rows: Iterable, column: str) -> dict[int, list]:
    found: dict[int, list] = defaultdict(list)
    for row in rows:
        found[getattr(row, column)].append(row)
    return found


def _last_done(answered: datetime | None, assigned: list[AssignedSession]) -> datetime | None:
    """The last completed work. Never when she signed in: that is hers."""
    instants = [answered, *(one.completed_at for one in assigned)]
    return max((at for at in instants if at), default=None)


def _first_scale(scored: dict[int, list[Series]], code: str) -> dict[int, Series]:
    """By mother, the line of the instrument's first scale."""
    lines = ((pk, line) for pk, mine in scored.items() for line in mine if line.instrument == code)
    first: dict[int, Series] = {}
    for pk, line in lines:
        first.setdefault(pk, line)
    return first


def values_of(line: Series | None) -> list[str]:
    """The scores there are, oldest first."""
    points = line.points if line else []
    return [str(point.value) for point in points if point.value is not None]


def _spark(line: Series, today: date) -> Picture:
    points = [Point(one.day, one.value, one.absent or "") for one in line.points]
    low, high = Decimal(line.scale.minimum), Decimal(line.scale.maximum)
    return draw(points, Frame(today - timedelta(weeks=WEEKS), today, low, high, 100, 30))
