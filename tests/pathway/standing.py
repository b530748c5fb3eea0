"""Everything that holds about a mother now, as plain values to compare."""

from people.models import Infant, Participant, Pregnancy, Stay
from safety.models import ToleranceGap
from schedule.models import AnchorRevision, Occurrence, Pause


def standing(mother: Participant) -> dict:
    """What is in effect: not what was taken back, nor how it came to be."""
    return {
        "addressed": Participant.objects.get(pk=mother.pk).addressed,
        "pregnancies": set(
            Pregnancy.objects.filter(participant=mother).values_list(
                "due_date", "due_source", "outcome", "outcome_on"
            )
        ),
        "children": sorted(
            Infant.objects.filter(pregnancy__participant=mother).values_list(
                "born_on", "place", "place_since"
            )
        ),
        "stay": list(Stay.objects.filter(participant=mother).values_list("place", "since")),
        "gaps": sorted(
            ToleranceGap.objects.filter(participant=mother, undone_at=None).values_list(
                "kind", "on"
            )
        ),
        "dates": _dates(mother),
        "pause": _pause(mother),
        "due": _due(mother),
        "done": set(
            mother.occurrences.filter(done_at__isnull=False).values_list("pk", "day", "done_at")
        ),
    }


def _dates(mother: Participant) -> set:
    rows = AnchorRevision.objects.filter(participant=mother)
    latest = rows.order_by("kind", "subject", "-number").distinct("kind", "subject")
    # A card of the moment has a gap of its own each time: it is compared as a gap.
    own = set(ToleranceGap.objects.filter(participant=mother).values_list("public_id", flat=True))
    return {
        (one.kind, one.subject, one.on)
        for one in latest
        if one.on is not None and one.subject not in own
    }


def _pause(mother: Participant) -> tuple:
    rows = Pause.objects.filter(participant=mother)
    return (
        set(rows.filter(ended_at=None).values_list("tender_until")),
        max(
            (row.tender_until for row in rows if row.tender_until > row.since.date()), default=None
        ),
    )


def _due(mother: Participant) -> list:
    rows = Occurrence.objects.pending().filter(participant=mother, rule__ended_at=None)
    fields = ("rule__kind", "rule__anchor_kind", "ordinal", "day", "opens_at", "remind_at")
    return sorted(rows.values_list(*fields, "closes_at"), key=str)
