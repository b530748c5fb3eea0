"""Her own plan as her clinic reads it: only while she shares it."""

from people.models import Participant
from safety.services import plan_of

LABELS = {
    "signs": "Signs",
    "helps": "What helps",
    "people": "People",
    "places": "Places",
    "safer": "Making it safer",
    "naloxone": "Naloxone",
}


def shared_parts(mother: Participant) -> list[tuple[str, str]]:
    """Label and her words, of the parts she wrote; nothing while she keeps it to herself."""
    plan = plan_of(mother)
    if not plan.shared:
        return []
    return [(label, getattr(plan, part)) for part, label in LABELS.items() if getattr(plan, part)]
