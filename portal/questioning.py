"""The way through one check-in: several questionnaires walked as one row of questions."""

from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property

from django.urls import reverse

from catalog.types import Item
from measures.current import Said
from measures.models import Administration
from measures.services import addressed_of, asked_together, items_for, said_in

Place = tuple[Administration, Item]


@dataclass
class Series:
    """All questions asked together with one administration, in order, and what she said."""

    administration: Administration
    together: list[Administration]
    answers: dict[int, dict[str, Said]] = field(default_factory=dict)

    @cached_property
    def places(self) -> list[Place]:
        """Every question, in the order asked."""
        return [(one, item) for one in self.together for item in items_for(one)]

    @property
    def total(self) -> int:
        """How many questions there are."""
        return len(self.places)

    @property
    def addressed(self) -> str:
        """How she is spoken to here."""
        return addressed_of(self.administration)

    @property
    def lang(self) -> str:
        """The language really shown."""
        mother = self.administration.participant
        return self.administration.instrument.content.language_for(mother.language)

    @property
    def said(self) -> dict[str, Said]:
        """What she said in this questionnaire."""
        return self.answers[self.administration.pk]

    @property
    def finished(self) -> bool:
        """Nothing is open in any of them."""
        return self._first_open(0) is None

    @property
    def session_url(self) -> str | None:
        """The session whose step asked, when one did."""
        assigned, _, _step = self.administration.asked_by.partition("/")
        return reverse("portal:session", args=[assigned]) if assigned else None

    def item(self, code: str) -> Item | None:
        """The item of this questionnaire, if she is asked it."""
        return next((item for item in items_for(self.administration) if item.code == code), None)

    def is_first(self, code: str) -> bool:
        """Whether the questionnaire begins with it."""
        return items_for(self.administration)[0].code == code

    def number(self, code: str) -> int:
        """Which question this is, counted from one."""
        here = (self.administration.pk, code)
        return [(one.pk, item.code) for one, item in self.places].index(here) + 1

    def dots(self, code: str) -> list[bool]:
        """A mark for each question up to this one."""
        return [number < self.number(code) for number in range(self.total)]

    def back(self, code: str) -> str:
        """The question before; before the first, what led here."""
        number = self.number(code)
        return url_of(self.places[number - 2]) if number > 1 else self._before

    @property
    def _before(self) -> str:
        occurrence = self.administration.occurrence
        if self.session_url or occurrence is None or occurrence.done_at:
            return self.session_url or reverse("portal:today")
        return reverse("portal:check_in", args=[occurrence.public_id])

    def onward(self, after: str | None = None) -> str:
        """The next open question: behind this one first, then any; else the end."""
        start = self.number(after) if after and self.item(after) else 0
        place = self._first_open(start) or self._first_open(0)
        return url_of(place) if place else self.end

    def beyond(self, code: str) -> str:
        """Where Next leads from a question, as if it were answered: only ahead.

        A page kept on her phone knows nothing of what she answered since; with network the end
        leads back to what is still open.
        """
        place = self._first_open(self.number(code))
        return url_of(place) if place else self.end

    @property
    def end(self) -> str:
        """What comes behind the last question."""
        if self.session_url:
            return f"{self.session_url}?on=1"
        return reverse("portal:finished", args=[self.administration.public_id])

    def _is_open(self, place: Place) -> bool:
        administration, item = place
        return item.code not in self.answers[administration.pk]

    def _first_open(self, start: int) -> Place | None:
        return next(filter(self._is_open, self.places[start:]), None)


def series_of(administration: Administration, *, now: datetime) -> Series:
    """The administration and those asked with it in the same window."""
    together = [administration]
    if administration.occurrence:
        mother = administration.participant
        together = asked_together(administration.occurrence, mother, now=now)
        if administration.pk not in {one.pk for one in together}:
            together.append(administration)
    answers = {one.pk: said_in(one) for one in together}
    return Series(administration, together, answers)


def url_of(place: Place) -> str:
    """The page of one question."""
    administration, item = place
    return reverse("portal:question", args=[administration.public_id, item.code])
