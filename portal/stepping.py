"""The way through one session, as its pages need it."""

import json
from dataclasses import dataclass
from datetime import datetime, time
from functools import cached_property
from typing import Any

from django.urls import reverse

from catalog.types import FULL, SessionContent, Step
from people.models import Participant
from sessions.models import AssignedSession, HomePractice, StepEntry
from sessions.progress import Progress
from sessions.services import content_of, path_of, practice_name, progress_of


@dataclass(frozen=True)
class Place:
    """Where to go on in a practice."""

    seconds: int
    cut: str
    anchor: str


@dataclass
class Walk:
    """One assigned session of hers, with where she stands in it."""

    assigned: AssignedSession
    content: SessionContent
    steps: tuple[Step, ...]
    progress: Progress

    @property
    def mother(self) -> Participant:
        """Whose it is."""
        return self.assigned.course.participant

    @property
    def addressed(self) -> str:
        """How she is spoken to now."""
        return self.mother.addressed

    @cached_property
    def lang(self) -> str:
        """The language really shown."""
        return self.assigned.course.curriculum.content.language_for(self.mother.language)

    @property
    def next_code(self) -> str:
        """Where the button leads: the first step left, or the first of all to read it again."""
        return self.progress.next or self.steps[0].code

    @property
    def minutes_left(self) -> int:
        """Of what is left; of everything once all is done."""
        left = [step for step in self.steps if step.code not in self.progress.done]
        return max(1, sum(step.minutes for step in left or self.steps))

    def listing(self) -> list[dict[str, object]]:
        """The steps as a list with what is behind her."""
        return [
            {
                "title": step.title(self.lang, self.addressed),
                "minutes": step.minutes,
                "done": step.code in self.progress.done,
                "url": self.url(step.code),
            }
            for step in self.steps
        ]

    def step(self, code: str) -> Step | None:
        """A step she is asked now, or the twin that stands for one."""
        found = next((one for one in self.steps if one.code == self.main_of(code)), None)
        return self.content.step(code) if found and self.is_twin(code) else found

    def is_twin(self, code: str) -> bool:
        """Whether it stands for another."""
        return self.content.stands_for(code) is not None

    def main_of(self, code: str) -> str:
        """The step in whose place a twin stands; any other stands in its own."""
        main = self.content.stands_for(code)
        return main.code if main else code

    def number(self, code: str) -> int:
        """Which part this is, counted from one."""
        return [step.code for step in self.steps].index(self.main_of(code)) + 1

    def dots(self, code: str) -> list[bool]:
        """A mark for each part up to this one."""
        return [number < self.number(code) for number in range(self.progress.total)]

    def back(self, code: str) -> str:
        """The part before, or the list of parts."""
        number = self.number(code)
        if number > 1 and self.steps[number - 2].kind != "questionnaire":
            return self.url(self.steps[number - 2].code)
        return reverse("portal:session", args=[self.assigned.public_id])

    def onward(self, after: str) -> str:
        """The next part left; once all is done, the next in order, then the end."""
        behind = self.number(after) if self.step(after) else 0
        ahead = [step.code for step in self.steps[behind:]]
        left = [code for code in ahead if code not in self.progress.done]
        if left:
            return self.url(left[0])
        if self.progress.next:
            return self.url(self.progress.next)
        return f"{reverse('portal:session', args=[self.assigned.public_id])}?on=1"

    def beyond(self, code: str) -> str:
        """Where Next leads from a step, as if it were done: only ahead.

        A page kept on her phone knows nothing of what she did since; with network the end leads
        back to what is left.
        """
        ahead = [step.code for step in self.steps[self.number(code) :]]
        left = [one for one in ahead if one not in self.progress.done]
        if left:
            return self.url(left[0])
        return f"{reverse('portal:session', args=[self.assigned.public_id])}?on=1"

    def url(self, code: str) -> str:
        """The page of a step."""
        return reverse("portal:step", args=[self.assigned.public_id, code])

    def words(self, code: str) -> str:
        """What she wrote at a step last."""
        last = self._last(code, event=StepEntry.Event.REFLECTION)
        return (last.text or "") if last else ""

    def fields(self, code: str) -> dict[str, Any]:
        """What she filled in on a worksheet last."""
        last = self._last(code, event=StepEntry.Event.REFLECTION)
        return json.loads(last.fields) if last and last.fields else {}

    def place_in(self, code: str) -> Place | None:
        """How far she was in a practice that was neither ended nor left, on any phone of hers."""
        last = self._last(code)
        if last is None or last.event != StepEntry.Event.REACHED or not last.seconds:
            return None
        return Place(last.seconds, last.cut or FULL, last.anchor)

    def home_time(self, code: str) -> time | None:
        """When she means to do a practice of this session at home."""
        practice = practice_name(self.assigned, code)
        living = HomePractice.objects.filter(participant=self.mother, ended_at=None)
        home = living.filter(practice=practice).first()
        return home.at if home else None

    def _last(self, code: str, **wanted: str) -> StepEntry | None:
        if self.assigned.pk is None:
            return None
        entries = StepEntry.objects.standing().filter(assigned=self.assigned, step=code, **wanted)
        return entries.order_by("-deposit__answered_at", "-deposit__sequence", "-pk").first()


def walk_of(assigned: AssignedSession, *, now: datetime | None = None) -> Walk:
    """Where she stands, read once. Without `now` also what rests for a time after a loss."""
    steps, progress = path_of(assigned, now=now), progress_of(assigned, now=now)
    return Walk(assigned, content_of(assigned), steps, progress)


def clock(seconds: int) -> str:
    """Minutes and seconds."""
    return f"{seconds // 60}:{seconds % 60:02d}"


def minutes_of(practice: Step) -> int:
    """Its length as a promise: whole minutes, one at least."""
    return max(1, round(practice.seconds / 60))
