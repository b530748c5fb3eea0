"""Small pictures of scores over time, as plain geometry for the templates. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import pairwise


@dataclass(frozen=True)
class Point:
    """One score on one day; `value` is None where there is no score, and `why` says why.

    `apart` says how it was asked otherwise than the one before: no line joins the two. `doubt`
    says why its value is not to be taken at its word: it is drawn hollow.
    """

    day: date
    value: Decimal | None
    why: str = ""
    link: str = ""
    apart: str = ""
    doubt: str = ""


@dataclass(frozen=True)
class Dot:
    """Where a point is drawn."""

    x: str
    y: str
    point: Point


@dataclass(frozen=True)
class Break:
    """Where a line is broken because the question changed; `number` leads to its note."""

    x: str
    number: int
    day: date
    note: str


@dataclass(frozen=True)
class Picture:
    """Paths, dots, gaps on the base line, and the places where the question changed.

    A path is broken where a score is absent, and where the scores before and after it were not
    asked in the same way.
    """

    width: int
    height: int
    paths: tuple[str, ...]
    dots: tuple[Dot, ...]
    gaps: tuple[Dot, ...]
    breaks: tuple[Break, ...] = ()

    @property
    def last(self) -> Dot | None:
        """The latest score drawn."""
        return self.dots[-1] if self.dots else None


@dataclass(frozen=True)
class Frame:
    """The days and values a picture spans, and its size with a margin on each side."""

    since: date
    until: date
    low: Decimal
    high: Decimal
    width: int
    height: int
    margin: int = 4

    def x(self, day: date) -> float:
        """Days run left to right; a frame of one day puts it in the middle."""
        span = (self.until - self.since).days
        inner = self.width - 2 * self.margin
        part = (day - self.since).days / span if span else 0.5
        return self.margin + inner * part

    def y(self, value: Decimal) -> float:
        """Values run bottom to top."""
        span = self.high - self.low
        inner = self.height - 2 * self.margin
        part = float((value - self.low) / span) if span else 0.5
        return self.height - self.margin - inner * part


def draw(points: Sequence[Point], frame: Frame) -> Picture:
    """The picture of `points` inside `frame`; points outside its days are left out."""
    shown = sorted(
        (point for point in points if frame.since <= point.day <= frame.until),
        key=lambda point: point.day,
    )
    dots = tuple(_dot(point, frame) for point in shown if point.value is not None)
    gaps = tuple(_gap(point, frame) for point in shown if point.value is None)
    size = (frame.width, frame.height)
    return Picture(*size, _paths(shown, frame), dots, gaps, _breaks(shown, frame))


def _paths(points: Sequence[Point], frame: Frame) -> tuple[str, ...]:
    paths: list[str] = []
    run: list[str] = []
    for point in [*points, None]:
        if point is None or point.value is None or point.apart:
            if len(run) > 1:
                paths.append("M" + " L".join(run))
            run = []
        if point is not None and point.value is not None:
            run.append(f"{frame.x(point.day):.1f} {frame.y(point.value):.1f}")
    return tuple(paths)


def _breaks(points: Sequence[Point], frame: Frame) -> tuple[Break, ...]:
    """Half way between the two scores that are not joined."""
    found: list[Break] = []
    for before, point in pairwise(points):
        if point.apart:
            x = (frame.x(before.day) + frame.x(point.day)) / 2
            found.append(Break(f"{x:.1f}", len(found) + 1, point.day, point.apart))
    return tuple(found)


def _dot(point: Point, frame: Frame) -> Dot:
    value = point.value if point.value is not None else frame.low
    return Dot(f"{frame.x(point.day):.1f}", f"{frame.y(value):.1f}", point)


def _gap(point: Point, frame: Frame) -> Dot:
    return Dot(f"{frame.x(point.day):.1f}", f"{frame.height - frame.margin:.1f}", point)
