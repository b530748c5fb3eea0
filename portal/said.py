"""What she said and wrote, as her own lists show it: each with who reads it and a way to delete."""

import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from catalog.types import Item, Step
from kernel.clock import local_date
from measures.models import Answer
from people.models import Participant
from portal.labels import label
from portal.practices import titles_by_name
from sessions.models import Dose, HardMoment, PracticeEntry, StepEntry
from sessions.services import HELPED, content_of


@dataclass(frozen=True)
class Said:
    """One thing of hers: where it belongs, her words as (what, said), the day on her clock."""

    uuid: UUID
    title: str
    parts: list[tuple[str, str]]
    at: datetime
    day: date
    reads: str
    # Her clinic reads it because she said so, and she may take that back.
    shared: bool = False


def words_said(mother: Participant) -> list[Said]:
    """Reflections and worksheets: the last words of each step, newest first."""
    entries = StepEntry.objects.standing().filter(assigned__course__participant=mother)
    written = entries.exclude(text__isnull=True, fields__isnull=True).select_related(
        "deposit", "assigned__course__curriculum", "assigned__course__participant"
    )
    last: dict[tuple[int, str], StepEntry] = {}
    for entry in written.order_by("deposit__answered_at", "deposit__sequence", "pk"):
        last[entry.assigned_id, entry.step] = entry
    return _newest_first([_words(entry, mother) for entry in last.values()])


def answers_said(mother: Participant) -> list[Said]:
    """What she answered last to each question of each check-in, newest first."""
    rows = Answer.objects.standing().filter(administration__participant=mother)
    last: dict[tuple[int, str], Answer] = {}
    ordered = rows.select_related("deposit", "administration", "content").order_by(
        "deposit__answered_at", "deposit__sequence", "pk"
    )
    for answer in ordered:
        last[answer.administration_id, answer.item] = answer
    return _newest_first([_answer(one, mother) for one in last.values()])


def practices_said(mother: Participant) -> list[Said]:
    """Practices she played or noted down, newest first."""
    titles = titles_by_name(mother)
    again = PracticeEntry.objects.standing().filter(participant=mother).select_related("deposit")
    found = [
        _said(one, titles.get(one.practice, _("A practice")), _dose(one), "clinic", mother)
        for one in again
    ]
    entries = StepEntry.objects.standing().filter(
        assigned__course__participant=mother, seconds__isnull=False
    )
    played = entries.exclude(event=StepEntry.Event.REACHED).select_related(
        "deposit", "assigned__course__curriculum", "assigned__course__participant"
    )
    found += [_said(one, _title_of(one, mother), _dose(one), "clinic", mother) for one in played]
    return _newest_first(found)


def moments_said(mother: Participant) -> list[Said]:
    """Hard moments she kept, newest first."""
    return _newest_first([_moment(one, mother) for one in kept_moments(mother)])


def kept_moments(mother: Participant) -> list[HardMoment]:
    """As they happened, oldest first."""
    rows = HardMoment.objects.standing().filter(participant=mother)
    rows = rows.select_related("deposit", "kept_back")
    return list(rows.order_by("deposit__answered_at", "pk"))


@dataclass(frozen=True)
class Kind:
    """One of her lists."""

    title: Promise
    empty: Promise
    read: Callable[[Participant], list[Said]]


KINDS: dict[str, Kind] = {
    "words": Kind(
        gettext_lazy("My words"), gettext_lazy("You find here what you write."), words_said
    ),
    "answers": Kind(
        gettext_lazy("My answers"), gettext_lazy("You find here what you answer."), answers_said
    ),
    "practices": Kind(
        gettext_lazy("My practices"),
        gettext_lazy("You find here what you practise."),
        practices_said,
    ),
    "moments": Kind(
        gettext_lazy("Hard moments I kept"),
        gettext_lazy("You kept none. That is fine."),
        moments_said,
    ),
}


def found_in(mother: Participant, uuid: UUID) -> tuple[str, Said] | None:
    """One thing of hers that still stands, and the list it is in."""
    for name, kind in KINDS.items():
        for one in kind.read(mother):
            if one.uuid == uuid:
                return name, one
    return None


def _newest_first(found: list[Said]) -> list[Said]:
    return sorted(found, key=lambda one: one.at, reverse=True)


def _said(
    row: Answer | StepEntry | PracticeEntry | HardMoment,
    title: str,
    parts: list[tuple[str, str]],
    reads: str,
    mother: Participant,
) -> Said:
    deposit = row.deposit
    day = local_date(deposit.answered_at, mother.zone)
    return Said(deposit.client_uuid, title, parts, deposit.answered_at, day, label(reads))


def _step_of(entry: StepEntry) -> Step | None:
    return next((one for one in content_of(entry.assigned).steps if one.code == entry.step), None)


def _title_of(entry: StepEntry, mother: Participant) -> str:
    step = _step_of(entry)
    return step.title(entry.language, mother.addressed) if step else ""


def _words(entry: StepEntry, mother: Participant) -> Said:
    if entry.fields is None:
        parts = [("", entry.text or "")]
    else:
        step = _step_of(entry)
        labels = {one.code: one.labels.get(entry.language) for one in step.fields} if step else {}
        said = json.loads(entry.fields)
        parts = [(labels.get(code, ""), str(value)) for code, value in said.items()]
    return _said(entry, _title_of(entry, mother), parts, "clinic", mother)


def _answer(answer: Answer, mother: Participant) -> Said:
    item: Item = answer.content.content.item(answer.item)
    prompt = item.prompt(answer.language, answer.administration.addressed)
    return _said(answer, prompt, [("", _chosen(item, answer))], item.reads, mother)


def _chosen(item: Item, answer: Answer) -> str:
    if answer.declined:
        return _("You'd rather not say")
    if answer.text is not None:
        return answer.text
    number = answer.number or 0
    if item.kind == "scale":
        return _("%(n)s, from %(low)s to %(high)s") % {
            "n": number,
            "low": item.minimum,
            "high": item.maximum,
        }
    return item.label(number, answer.language)


def _dose(one: Dose) -> list[tuple[str, str]]:
    parts = []
    if getattr(one, "away", False):
        parts.append(("", _("away from the phone")))
    if one.seconds is not None:
        parts.append(("", _long(one.seconds)))
    if one.before is not None:
        parts.append((_("Before"), str(one.before)))
    if one.after is not None:
        parts.append((_("After"), str(one.after)))
    return parts


def _long(seconds: int) -> str:
    """Honest also for what she stopped at once."""
    minutes = round(seconds / 60)
    if not minutes:
        return _("less than a minute")
    return ngettext("%(n)s minute", "%(n)s minutes", minutes) % {"n": minutes}


def _moment(one: HardMoment, mother: Participant) -> Said:
    parts = []
    if one.intensity is not None:
        parts.append((_("How strong it was"), str(one.intensity)))
    if one.control is not None:
        parts.append((_("How much control I had"), str(one.control)))
    if one.skill:
        parts.append((_("What helped"), helped_words()[one.skill]))
    if one.what:
        parts.append((_("What happened"), one.what))
    shared = one.shared and not hasattr(one, "kept_back")
    said = _said(one, _("A hard moment"), parts, "clinic" if shared else "only_me", mother)
    return replace(said, shared=shared)


def helped_words() -> dict[str, str]:
    """What helped, in her words, by code."""
    words = {
        "breath": _("slow breaths"),
        "name": _("naming what I see"),
        "cool": _("something cool, or water"),
        "move": _("going somewhere else"),
        "call": _("talking to someone"),
        "plan": _("my plan"),
        "other": _("something else"),
    }
    return {code: words[code] for code in HELPED}
