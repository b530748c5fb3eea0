"""Her state as plain values, and what is different between two of them.

Taken before and after a change, it says what the change did without each journey having to.
"""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.db import models

from people.models import Infant, Participant, Pregnancy, Stay
from safety.models import ToleranceGap
from schedule.models import AnchorRevision, Occurrence, Pause, Rule

Key = tuple[str, int | str]
State = dict[Key, dict[str, Any]]

ANCHOR = "schedule.anchorrevision"
FACT = ("recorded_by_id", "recorded_at", "undone_at")
FIELDS: dict[type[models.Model], tuple[str, ...]] = {
    Participant: ("addressed",),
    Pregnancy: ("due_date", "due_source", "outcome", "outcome_on", *FACT),
    Infant: ("born_on", "place", "place_since", *FACT),
    Stay: ("place", "since", "recorded_by_id", "recorded_at", "by_her"),
    ToleranceGap: ("undone_at",),
    Pause: ("tender_until", "ended_at", "ended_by_id"),
    Rule: ("kind", "ended_at"),
    Occurrence: (
        "rule_id",
        "anchor_id",
        "day",
        "zone",
        "opens_at",
        "remind_at",
        "closes_at",
        "done_at",
        "cancelled_at",
        "cancelled_why",
    ),
}
MODELS = {model._meta.label_lower: model for model in FIELDS}


def state_of(participant: Participant) -> State:
    """Every row a change of her state can touch, by what it is and its key."""
    state: State = {}
    for model, fields in FIELDS.items():
        label = model._meta.label_lower
        for row in _hers(model, participant).values("pk", *fields):
            state[label, row.pop("pk")] = {name: _plain(value) for name, value in row.items()}
    for kind, subject, on in _dates(participant):
        state[ANCHOR, f"{kind}/{subject}"] = {"on": _plain(on)}
    return state


def difference(before: State, after: State) -> list[dict[str, Any]]:
    """The rows that are not as they were: `fields` as they were, `after` as they are.

    `fields` is None for a row that did not exist. Nothing is ever deleted by a change.
    """
    rows = []
    for key, now in after.items():
        was = before.get(key)
        if was == now:
            continue
        changed = [name for name in now if was is None or was[name] != now[name]]
        rows.append(
            {
                "model": key[0],
                "pk": key[1],
                "fields": was and {name: was[name] for name in changed},
                "after": {name: now[name] for name in changed},
            }
        )
    return rows


def typed(model: type[models.Model], name: str, value: Any) -> Any:
    """A plain value as the column holds it."""
    field = model._meta.get_field(name.removesuffix("_id"))
    if value is None or not isinstance(field, models.Field) or field.is_relation:
        return value
    return field.to_python(value)


def _hers(model: type[models.Model], participant: Participant) -> "models.QuerySet[Any]":
    rows = getattr(model, "everything", model._default_manager).all()
    if model is Participant:
        return rows.filter(pk=participant.pk)
    if model is Infant:
        return rows.filter(pregnancy__participant=participant)
    return rows.filter(participant=participant)


def _dates(participant: Participant) -> Iterable[tuple[str, Any, date | None]]:
    """The dates that hold, one for each anchor of hers."""
    rows = AnchorRevision.objects.filter(participant=participant)
    latest = rows.order_by("kind", "subject", "-number").distinct("kind", "subject")
    return latest.values_list("kind", "subject", "on")


def _plain(value: Any) -> Any:
    if isinstance(value, datetime | date):
        return value.isoformat()
    return value
