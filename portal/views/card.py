"""A card of hers: a short text, whether naloxone is at hand, and "I have read this"."""

from contextlib import suppress
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from kernel.errors import BadInput, WindowClosed
from pathway.cards import card_of
from pathway.services import finish_card
from people.models import Naloxone
from people.services import naloxone_of, set_naloxone
from portal.labels import label
from portal.views.doors import hand_in
from schedule.models import Occurrence, Rule


@require_http_methods(["GET", "POST"])
@hand_in
def card(request: HttpRequest, occurrence: UUID) -> HttpResponse:
    """To read; the question may be left out."""
    mother = request.device.participant
    hers = Occurrence.objects.filter(participant=mother, rule__kind=Rule.Kind.CARD)
    wanted = get_object_or_404(hers.select_related("rule", "participant"), public_id=occurrence)
    kept = naloxone_of(mother)
    said = {"at_hand": kept.at_hand if kept else "", "where": kept.where if kept else ""}
    trouble, status = "", 200
    if request.method == "POST":
        said = {name: request.POST.get(name, "") for name in said}
        try:
            return _read(request, wanted, said)
        except BadInput as refusal:
            if request.mother is None:
                raise
            trouble, status = refusal.message, refusal.status
    shown = card_of(wanted, mother.language)
    choices = {"yes": Naloxone.AtHand.YES, "no": Naloxone.AtHand.NO}
    context = {"card": shown, "reads": label(shown.reads), "trouble": trouble, **choices, **said}
    return render(request, "portal/card.html", context, status=status)


def _read(request: HttpRequest, wanted: Occurrence, said: dict[str, str]) -> HttpResponse:
    now = timezone.now()
    if said["at_hand"]:
        set_naloxone(participant=wanted.participant, **said, by=None, now=now)
    # Once its days are over there is nothing to mark; what she said is kept all the same.
    with suppress(WindowClosed):
        finish_card(occurrence=wanted, now=now)
    return redirect("portal:today")
