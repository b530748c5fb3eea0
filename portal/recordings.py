"""Recorded audio of a practice, where the site's pack has it."""

from dataclasses import dataclass
from pathlib import Path

from django.urls import reverse
from django.utils.formats import number_format

from catalog.services import recording
from catalog.types import FULL, Step
from portal.stepping import Walk

MEGABYTE = 1_000_000


@dataclass(frozen=True)
class Recording:
    """Where it is played from, and how much data that takes."""

    url: str
    megabytes: str


def recording_of(walk: Walk, step: Step, cut: str) -> Recording | None:
    """The recording of one length in the language shown, or None."""
    path = file_of(walk, step.code, cut)
    if path is None:
        return None
    size = max(0.1, path.stat().st_size / MEGABYTE)
    url = reverse("portal:sound", args=[walk.assigned.public_id, step.code, cut])
    return Recording(url, number_format(size, decimal_pos=1))


def file_of(walk: Walk, step_code: str, cut: str = FULL) -> Path | None:
    """Its file, or None."""
    curriculum = walk.assigned.course.curriculum.code
    return recording(curriculum, walk.content.code, step_code, cut, walk.lang)
