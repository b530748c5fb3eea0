"""What changed about her and when, read from the history tables that triggers write."""

from dataclasses import dataclass
from datetime import datetime

from people.models import Infant, Participant, Pregnancy, User


@dataclass(frozen=True)
class Change:
    """One entry: when, what it says, who did it."""

    at: datetime
    text: str
    who: str


def history_of(mother: Participant) -> list[Change]:
    """Pregnancies, children and how she is addressed, newest first."""
    events: list[tuple[datetime, str, str]] = []
    pregnancies = list(mother.pregnancies.prefetch_related("events", "infants__events"))
    for event in (event for one in pregnancies for event in one.events.all()):
        outcome = Pregnancy.Outcome(event.outcome).label.lower()
        ended = f", {event.outcome_on:%d %b %Y}" if event.outcome_on else ""
        source = Pregnancy.Source(event.due_source).label.lower()
        text = f"Due {event.due_date:%d %b %Y} ({source}); {outcome}{ended}"
        events.append((event.pgh_created_at, text, _actor(event)))
    infants = [infant for one in pregnancies for infant in one.infants.all()]
    for event in (event for infant in infants for event in infant.events.all()):
        place = Infant.Place(event.place).label.lower()
        text = f"Baby born {event.born_on:%d %b %Y}: {place} since {event.place_since:%d %b %Y}"
        events.append((event.pgh_created_at, text, _actor(event)))
    events += _addressed(mother)
    names = _names({who for _at, _text, who in events})
    changes = [Change(at, text, names.get(who, "")) for at, text, who in events]
    return sorted(changes, key=lambda change: change.at, reverse=True)


def _addressed(mother: Participant) -> list[tuple[datetime, str, str]]:
    """Only the changes of how she is spoken to, out of all changes to her row."""
    found, before = [], None
    for event in mother.events.order_by("pgh_id"):
        if event.addressed != before:
            label = Participant.Addressed(event.addressed).label
            found.append((event.pgh_created_at, f"Spoken to as: {label}", _actor(event)))
        before = event.addressed
    return found


def _actor(event) -> str:
    return (event.pgh_context or {}).get("actor", "")


def _names(actors: set[str]) -> dict[str, str]:
    """Names of staff; her own phone is herself."""
    staff = {actor.removeprefix("staff:") for actor in actors if actor.startswith("staff:")}
    rows = User.objects.filter(public_id__in=staff).values_list("public_id", "name")
    names = {f"staff:{public_id}": name for public_id, name in rows}
    return names | {actor: "she herself" for actor in actors if actor.startswith("phone:")}
