"""Giving a mother a battery, and ending it."""

from collections import Counter
from collections.abc import Iterable
from datetime import datetime, time
from uuid import UUID

from django.db import transaction
from django.utils.translation import get_language_info

from catalog.models import ContentVersion
from catalog.types import MOMENTARY, RuleSpec
from kernel.errors import BadInput, Conflict
from measures.blocks import allotted
from measures.models import Battery
from measures.services.askable import refuse_unaskable, to_ask
from measures.services.asking import TENDER, is_tender
from measures.services.coming import anchor_kind_of
from people.models import Clinic, Participant, User
from safety.services import readiness
from schedule.models import AnchorRevision, Occurrence, Rule
from schedule.momentary import LONGEST_BURST_DAYS, MOST_A_DAY, awake, minutes_in
from schedule.services import add_rule, rhythm_of
from schedule.services.expecting import hours_of


def battery_languages(content_version: ContentVersion) -> tuple[str, ...]:
    """The languages in which the battery and every instrument of it can be asked."""
    content = content_version.content
    asked = [to_ask(code).languages for code in content.instruments]
    return tuple(lang for lang in content.languages if all(lang in langs for langs in asked))


def refuse_language(*, title: str, languages: tuple[str, ...], wanted: str) -> None:
    """Raise BadInput when content cannot be given in the language a mother reads."""
    if wanted not in languages:
        name = get_language_info(wanted)["name"]
        have = ", ".join(get_language_info(lang)["name"] for lang in languages) or "no language"
        raise BadInput(
            f"“{title}” has no wording in {name} yet (it has {have}). Choose other content.",
            code="language_missing",
        )


def refuse_other_kind(content_version: ContentVersion, kind: str) -> None:
    """Raise BadInput unless this is released content of that kind that may still be given."""
    if content_version.kind != kind:
        raise BadInput(f"{content_version} cannot be assigned as a {kind}.")
    if content_version.status == ContentVersion.Status.WITHDRAWN:
        raise BadInput(f"{content_version} was withdrawn. Choose a newer version.")


def missing_for(asks: Iterable[str], clinic: Clinic, *, now: datetime) -> list[str]:
    """What the clinic has not said yet and must, before these instruments may be asked there.

    Nothing where none of them holds an item that may need a person.
    """
    if not any(to_ask(code).content.is_watched for code in asks):
        return []
    return [check.text for check in readiness(clinic, now=now) if not check.ok]


def refuse_unready(*, title: str, asks: Iterable[str], clinic: Clinic, now: datetime) -> None:
    """Raise BadInput (code "not_ready") when content asks what may need a person and the clinic
    has not said who answers. `asks` are codes of instruments.

    What was assigned before goes on being asked when the clinic ceases to be ready: silence would
    hide more than a late answer. Staff pages show what is missing.
    """
    missing = missing_for(asks, clinic, now=now)
    if missing:
        raise BadInput(
            f"“{title}” asks what may need an answer the same day, and the clinic is not ready "
            "for that. " + " ".join(missing),
            code="not_ready",
        )


def tender_titles(content_version: ContentVersion) -> list[str]:
    """What a battery asks that rests after a loss, as staff call it."""
    asks = [to_ask(code).content for code in content_version.content.instruments]
    return [one.title("en") for one in asks if TENDER & set(one.topics)]


@transaction.atomic
def assign_battery(
    *,
    participant: Participant,
    content_version: ContentVersion,
    by: User,
    anchor_subject: UUID,
    asked_after_loss: bool = False,
    quiet: tuple[time, time] | None = None,
    now: datetime,
) -> Battery:
    """Give her a battery and make its check-ins, counted from the anchor its rule names.

    `anchor_subject` is whose anchor that is (the course, pregnancy or infant); `quiet` her quiet
    hours, in which no prompt is put. Raises BadInput when it cannot be asked there at all, when
    it prompts too often, when it lacks her language, when the clinic is not ready for what it
    asks, and when it touches closeness or low mood within two weeks of a loss and the clinician
    did not ask for that (`asked_after_loss`); Conflict when she has this battery already.
    """
    _refuse_content(participant, content_version, now)
    tender = tender_titles(content_version) if is_tender(participant, now=now) else []
    if tender and not asked_after_loss:
        raise BadInput(
            f"A loss was recorded in the last two weeks, and this asks about: {', '.join(tender)}. "
            "Tick the box if you want it asked all the same.",
            code="after_loss",
            field="asked_after_loss",
        )
    Participant.objects.select_for_update(no_key=True).get(pk=participant.pk)
    if participant.batteries.filter(ended_at=None, content__code=content_version.code).exists():
        title = content_version.content.title("en")
        raise Conflict(f"She already has “{title}”.", code="already_assigned")
    battery = Battery(
        participant=participant,
        content=content_version,
        assigned_by=by,
        assigned_at=now,
        asked_after_loss=bool(tender),
    )
    _allot(battery)
    battery.save()
    _expect(battery, anchor_subject, quiet, now)
    return battery


def _refuse_content(mother: Participant, content_version: ContentVersion, now: datetime) -> None:
    """Raise BadInput for content that is none, not in her language, or not to be asked there."""
    refuse_other_kind(content_version, "battery")
    content = content_version.content
    title = content.title("en")
    refuse_unaskable(title=title, asks=content.instruments, clinic=mother.clinic)
    languages = battery_languages(content_version)
    refuse_language(title=title, languages=languages, wanted=mother.language)
    refuse_unready(title=title, asks=content.instruments, clinic=mother.clinic, now=now)


def _allot(battery: Battery) -> None:
    """Draw its seed; where the battery has blocks, give her those that fewest mothers have got."""
    battery.seed = battery.public_id.int >> 66
    content = battery.content.content
    if not content.blocks:
        return
    others = Battery.objects.filter(content__kind="battery", content__code=content.code)
    given = Counter(name for names in others.values_list("blocks", flat=True) for name in names)
    battery.blocks = allotted(
        content.blocks, each_gets=content.each_gets, given=given, seed=battery.seed
    )


def _hours(spec: RuleSpec, quiet: tuple[time, time] | None) -> tuple[time, time] | None:
    """When she may be prompted. Raises BadInput when her quiet hours leave too little of it."""
    hours = hours_of(spec)
    if spec.kind != MOMENTARY or hours is None:
        return None
    if spec.prompts_a_day > MOST_A_DAY or spec.days > LONGEST_BURST_DAYS:
        raise BadInput(
            f"It prompts {spec.prompts_a_day} times a day for {spec.days} days. At most "
            f"{MOST_A_DAY} a day for {LONGEST_BURST_DAYS} days is asked of a mother.",
            code="over_budget",
        )
    left = awake(hours, quiet) if quiet else hours
    if left is None or minutes_in(left) < (spec.prompts_a_day - 1) * spec.min_gap_minutes:
        raise BadInput(
            "Her quiet hours leave too little of the day for these prompts. She can change them "
            "on her settings page.",
            code="quiet",
        )
    return left


def _expect(
    battery: Battery, anchor_subject: UUID, quiet: tuple[time, time] | None, now: datetime
) -> None:
    """Its check-ins, without those whose days are over.

    Counted from a due date or a birth, its first windows may be: they were never hers.
    """
    spec = battery.content.content.rule
    rule = add_rule(
        participant=battery.participant,
        kind=Rule.Kind.CHECK_IN,
        subject=battery.public_id,
        anchor_kind=anchor_kind_of(spec),
        anchor_subject=anchor_subject,
        rhythm=rhythm_of(spec, seed=battery.seed, between=_hours(spec, quiet)),
        corrected_age=is_corrected(battery.content),
        now=now,
    )
    over = rule.occurrences.pending().filter(closes_at__lte=now)
    over.update(cancelled_at=now, cancelled_why=Occurrence.Why.PASSED)


def is_corrected(content_version: ContentVersion) -> bool:
    """Whether it counts from a birth and all it asks goes by the age corrected for an early one."""
    content = content_version.content
    if anchor_kind_of(content.rule) != AnchorRevision.Kind.BIRTH:
        return False
    return all(to_ask(code).content.applies.corrected_age for code in content.instruments)
