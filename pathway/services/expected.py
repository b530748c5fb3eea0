"""How many concerns a week a clinic should expect, from what this installation has seen."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Q, QuerySet

from catalog.models import ContentVersion
from catalog.services import (
    DEFAULT_JURISDICTION,
    for_jurisdiction,
    released,
    released_codes,
)
from catalog.types import (
    COURSE_END,
    EACH_SESSION,
    MOMENTARY,
    SELF_STARTED,
    Item,
    RuleSpec,
    SafetyRule,
    SafetyRules,
)
from kernel.errors import BadInput
from measures.models import Answer, Battery
from measures.services import asked
from measures.services.askable import to_ask
from measures.services.asking import TENDER
from pathway.expecting import Expected, Share, together, wilson
from people.models import Clinic, Participant
from safety.models import Concern, ConcernSource
from schedule.models import Occurrence, Pause, Rule

WEEK = timedelta(days=7)
EVENTS_SEEN = timedelta(days=28)
# How often an item of an instrument is asked.
Asked = defaultdict[tuple[str, str], float]


@dataclass(frozen=True)
class Forecast:
    """Concerns to expect in the next 7 days: by rule, and by tier where anything is known."""

    mothers: int
    check_ins: float
    planned: bool
    rows: list[Expected]
    tiers: dict[str, Expected | None]


def expected_concerns(
    *,
    clinic: Clinic | None,
    now: datetime,
    mothers: int | None = None,
    rates: Mapping[str, float] | None = None,
) -> Forecast:
    """What to expect in the next 7 days from the check-ins planned, or from that many mothers.

    Shares come from this installation's own answers, or from `rates` (by rule, or by family for
    the family as a whole). Raises BadInput for a rate of no rule or outside 0 to 1.
    """
    place = clinic.jurisdiction if clinic else DEFAULT_JURISDICTION
    rules: SafetyRules = for_jurisdiction("safety", place).content
    given = dict(rates or {})
    _refuse_rates(rules, given)
    enrolled = _mothers(clinic).count()
    put, check_ins = _planned(clinic, now)
    planned = check_ins > 0 or mothers is None
    if not planned:
        put, check_ins = _by_content(mothers or 0)
    factor = (mothers / enrolled) if planned and mothers is not None and enrolled else 1.0
    many = enrolled if mothers is None else mothers
    rows = _answer_rows(rules, put, factor, given)
    rows += _event_rows(rules, many, given, now)
    tiers = {
        tier: together((row for row in rows if row.tier == tier), rule="", tier=tier)
        for tier in [*Concern.Tier.values, "any"]
    }
    return Forecast(many, check_ins * factor, planned, rows, tiers)


def _mothers(clinic: Clinic | None) -> QuerySet[Participant]:
    active = Participant.objects.filter(status=Participant.Status.ACTIVE)
    return active if clinic is None else active.filter(clinic=clinic)


def _planned(clinic: Clinic | None, now: datetime) -> tuple[Asked, float]:
    """How often each item is put to somebody in the check-ins of the next 7 days.

    As `instruments_put` decides, but for all of them at once: few queries, however many mothers.
    """
    due = list(
        Occurrence.objects.pending()
        .filter(Q(closes_at=None) | Q(closes_at__gt=now), opens_at__lt=now + WEEK)
        .filter(rule__kind=Rule.Kind.CHECK_IN, rule__ended_at=None)
        .filter(participant__in=_mothers(clinic))
        .values_list("rule__subject", "participant_id")
    )
    batteries = {
        row.public_id: row for row in Battery.objects.filter(public_id__in={b for b, _ in due})
    }
    mothers = _mothers(clinic).select_related("clinic").in_bulk({m for _, m in due})
    resting = set(
        Pause.objects.filter(tender_until__gt=now.date()).values_list("participant", flat=True)
    )
    put: Asked = defaultdict(float)
    check_ins = 0
    known = _Known({}, {}, {})
    for subject, mother_id in due:
        battery, mother = batteries[subject], mothers[mother_id]
        rests = mother_id in resting and not battery.asked_after_loss
        asks = [
            (version.code, item.code)
            for version in known.instruments_of(battery)
            if not (rests and TENDER & set(version.content.topics))
            for item in known.items_of(version, mother)
        ]
        check_ins += bool(asks)
        for one in asks:
            put[one] += 1
    return put, float(check_ins)


@dataclass
class _Known:
    """What was looked up once: the same for every mother it holds for."""

    batteries: dict[int, list[ContentVersion]]
    released: dict[str, ContentVersion]
    items: dict[tuple[int, str, int], tuple[Item, ...]]

    def instruments_of(self, battery: Battery) -> list[ContentVersion]:
        """The newest of each instrument it names."""
        if battery.content_id not in self.batteries:
            codes = battery.content.content.instruments
            for code in codes:
                if code not in self.released:
                    self.released[code] = to_ask(code)
            self.batteries[battery.content_id] = [self.released[code] for code in codes]
        return self.batteries[battery.content_id]

    def items_of(self, version: ContentVersion, mother: Participant) -> tuple[Item, ...]:
        """What is put to whoever is addressed so at that clinic."""
        key = (version.pk, mother.addressed, mother.clinic_id)
        if key not in self.items:
            self.items[key] = asked(version.content, mother)
        return self.items[key]


def _by_content(mothers: int) -> tuple[Asked, float]:
    """Each of that many mothers given every released battery: more than is usual, never less."""
    put: Asked = defaultdict(float)
    check_ins = 0.0
    for code in released_codes("battery"):
        battery = released("battery", code).content
        a_week = mothers * times_a_week(battery.rule)
        check_ins += a_week
        for name in battery.instruments:
            version = to_ask(name)
            for item in version.content.items:
                put[version.code, item.code] += a_week
    return put, check_ins


def times_a_week(rule: RuleSpec) -> float:
    """How often it is asked in a week at most; what she begins herself, as often as once a day."""
    if rule.kind == MOMENTARY:
        return 7.0 * rule.prompts_a_day
    if rule.kind == SELF_STARTED:
        return 7.0
    return 1.0 if rule.kind in (EACH_SESSION, COURSE_END) else 7 / rule.every_days


def _answer_rows(
    rules: SafetyRules, put: Asked, factor: float, given: Mapping[str, float]
) -> list[Expected]:
    rows, by_family = [], set()
    for rule in rules.rules:
        if rule.instrument is None or rule.item is None:
            continue
        times = put[rule.instrument, rule.item] * factor
        if rule.family in given and rule.code not in given:
            if rule.family not in by_family:
                by_family.add(rule.family)
                rows.append(_given(rule.family, "any", times, given[rule.family]))
        elif rule.code in given:
            rows.append(_given(rule.code, rule.tier, times, given[rule.code]))
        else:
            hits, tries = _seen(rules, rule)
            basis = f"{hits} of {tries} answers here" if tries else "never answered here"
            if not times:
                basis = "not asked in these check-ins"
            rows.append(Expected(rule.code, rule.tier, times, basis, wilson(hits, tries)))
    return rows


def _seen(rules: SafetyRules, rule: SafetyRule) -> tuple[int, int]:
    """How many answers to its item set off this rule, and how many answers there are."""
    said = Answer.objects.standing().filter(
        content__kind="instrument",
        content__code=rule.instrument,
        item=rule.item,
        number__isnull=False,
    )
    counts = dict(said.values_list("number").annotate(Count("pk")))
    hits = 0
    for number, times in counts.items():
        reached = rules.match(rule.instrument or "", rule.item or "", number)
        hits += times if reached and reached.code == rule.code else 0
    return hits, sum(counts.values())


def _event_rows(
    rules: SafetyRules, mothers: int, given: Mapping[str, float], now: datetime
) -> list[Expected]:
    """Events come when they come: so many in the last 28 days, for a week of one mother."""
    since = now - EVENTS_SEEN
    events = ConcernSource.objects.filter(
        kind__in=(ConcernSource.Kind.GAP, ConcernSource.Kind.PRACTICE), received_at__gt=since
    )
    seen = dict(events.values_list("rule").annotate(Count("pk")))
    there = Participant.objects.filter(status=Participant.Status.ACTIVE)
    mother_weeks = sum(
        min(EVENTS_SEEN, max(now - enrolled, timedelta())) / WEEK
        for enrolled in there.values_list("enrolled_at", flat=True)
    )
    rows = []
    for rule in rules.rules:
        if rule.event is None or rule.tier not in Concern.Tier.values:
            continue
        if rule.code in given:
            rows.append(_given(rule.code, rule.tier, mothers, given[rule.code]))
            continue
        hits, weeks = seen.get(rule.code, 0), round(mother_weeks)
        basis = f"{hits} in {weeks} weeks of mothers here" if weeks else "nobody here yet"
        share = wilson(min(hits, weeks), weeks)
        rows.append(Expected(rule.code, rule.tier, mothers, basis, share))
    return rows


def _given(rule: str, tier: str, times: float, rate: float) -> Expected:
    return Expected(rule, tier, times, f"given: {rate:g}", Share(rate, rate, rate))


def _refuse_rates(rules: SafetyRules, given: Mapping[str, float]) -> None:
    answers = [rule for rule in rules.rules if rule.instrument]
    known = {rule.code for rule in rules.rules} | {rule.family for rule in answers}
    for name, rate in given.items():
        if name not in known:
            names = ", ".join(sorted(known))
            raise BadInput(f"There is no rule or family “{name}”. There are: {names}.")
        if not 0 <= rate <= 1:
            raise BadInput(f"{name}: a share lies between 0 and 1, such as 0.02.")
