"""Every fact about her state: from when, recorded when and by whom, taken back or not.

Read from the history tables that triggers write. What an undo puts back is no new fact, so a row
that says again what stood there before is left out.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from care.results import typed_of
from people.models import Infant, Participant, Pregnancy, StateChange, Stay, User


@dataclass(frozen=True)
class Fact:
    """One entry of the table."""

    at: datetime
    text: str
    since: date | None
    who: str
    undone: StateChange | None = None


def history_of(mother: Participant, *, clinical: bool = False) -> list[Fact]:
    """Pregnancies, children, where she lives and how she is addressed, newest first.

    For a `clinical` reader also the results staff typed in.
    """
    undone = {change.recorded_at: change for change in _undone(mother)}
    sources = [(_fresh(events), say, since) for events, say, since in _sources(mother)]
    names = _names({event.recorded_by_id for events, _say, _since in sources for event in events})
    facts = [
        Fact(
            event.recorded_at,
            say(event),
            since(event),
            "she herself"
            if getattr(event, "by_her", False)
            else names.get(event.recorded_by_id, ""),
            undone.get(event.recorded_at),
        )
        for events, say, since in sources
        for event in events
    ]
    # Of one moment the later first: the database's clock stands still within a transaction.
    results = _results(mother) if clinical else []
    told = [*facts, *_addressed(mother), *results][::-1]
    return sorted(told, key=lambda fact: fact.at, reverse=True)


def _undone(mother: Participant) -> Iterable[StateChange]:
    return mother.changes.exclude(undone_at=None).select_related("undone_by")


Source = tuple[Iterable[Any], Callable[[Any], str], Callable[[Any], date | None]]


def _sources(mother: Participant) -> list[Source]:
    """Each history table with what an entry of it says and from when it holds.

    By its own columns: a row that an undo removed has left its history.
    """
    pregnancies = Pregnancy.everything.filter(participant=mother).values("pk")
    return [
        (_events(Pregnancy, participant=mother), _pregnancy, lambda event: event.outcome_on),
        (_events(Infant, pregnancy__in=pregnancies), _infant, lambda event: event.place_since),
        (
            _events(Stay, participant=mother),
            lambda event: f"She lives: {Stay.Place(event.place).label.lower()}",
            lambda event: event.since,
        ),
    ]


def _events(model: Any, **hers: Any) -> Any:
    return model.pgh_event_model.objects.filter(**hers).order_by("pgh_id")


def _fresh(events: Iterable[Any]) -> list[Any]:
    """Without the rows of an undo: a fact taken back, or one put back as it was."""
    seen: set[tuple] = set()
    fresh = []
    for event in events:
        said = _values(event)
        if getattr(event, "undone_at", None) is None and said not in seen:
            fresh.append(event)
        seen.add(said)
    return fresh


def _values(event: Any) -> tuple:
    own = [one.attname for one in event._meta.concrete_fields if not one.name.startswith("pgh_")]
    return (event.pgh_obj_id, *(getattr(event, name) for name in own if name != "undone_at"))


def _pregnancy(event: Any) -> str:
    outcome = Pregnancy.Outcome(event.outcome).label.lower()
    ended = f", {event.outcome_on:%d %b %Y}" if event.outcome_on else ""
    source = Pregnancy.Source(event.due_source).label.lower()
    return f"Due {event.due_date:%d %b %Y} ({source}); {outcome}{ended}"


def _infant(event: Any) -> str:
    place = Infant.Place(event.place).label.lower()
    return f"Child born {event.born_on:%d %b %Y}: {place}"


def _addressed(mother: Participant) -> list[Fact]:
    """Only the changes of how she is spoken to, out of all changes to her row."""
    found: list[tuple[datetime, str, str]] = []
    before = None
    for event in mother.events.order_by("pgh_id"):
        if event.addressed != before:
            label = Participant.Addressed(event.addressed).label.lower()
            actor = (event.pgh_context or {}).get("actor", "")
            found.append((event.pgh_created_at, f"Spoken to as: {label}", actor))
        before = event.addressed
    names = _actors({actor for _at, _text, actor in found})
    return [Fact(at, text, None, names.get(actor, "")) for at, text, actor in found]


def _results(mother: Participant) -> list[Fact]:
    return [Fact(one.at, one.text, one.on, one.by) for one in typed_of(mother)]


def _names(staff: set[int]) -> dict[int, str]:
    return dict(User.objects.filter(pk__in=staff).values_list("pk", "name"))


def _actors(actors: set[str]) -> dict[str, str]:
    """Names of staff; her own phone is herself."""
    staff = {actor.removeprefix("staff:") for actor in actors if actor.startswith("staff:")}
    rows = User.objects.filter(public_id__in=staff).values_list("public_id", "name")
    names = {f"staff:{public_id}": name for public_id, name in rows}
    return names | {actor: "she herself" for actor in actors if actor.startswith("phone:")}
