"""Her own small pictures: a line, a sentence that says what it shows, a table behind it."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import pairwise

from django.utils.translation import gettext as _

from measures.services import Series

WIDTH, HEIGHT = 320, 84
LEFT, RIGHT, TOP, FLOOR = 12, 308, 16, 72
SKILLS = {"craving": "craving", "closeness": "savoring"}


@dataclass(frozen=True)
class Picture:
    """What the template draws. `lines` are path data; a week without a value breaks the line."""

    title: str
    skill: str
    sentence: str
    lines: list[str]
    # Places are text: a template would write a number with the comma of her language.
    points: list[tuple[str, str]]
    rows: list[tuple[date, str | None]]
    marks: list[tuple[str, str, str]]
    height: int = HEIGHT
    floor: int = FLOOR
    middle: int = (TOP + FLOOR) // 2


def pictures_of(series: list[Series], lang: str) -> list[Picture]:
    """One picture for each line that has a value."""
    shown = [one for one in series if any(point.value is not None for point in one.points)]
    return [_picture(one, lang) for one in shown]


def _picture(series: Series, lang: str) -> Picture:
    title = series.scale.title(lang)
    known = [point.value for point in series.points if point.value is not None]
    runs = _runs(series)
    return Picture(
        title=title,
        skill=SKILLS.get(series.instrument, "mindfulness"),
        sentence=_sentence(title, known, series.scale.maximum),
        lines=[_path(run) for run in runs if len(run) > 1],
        points=[(str(x), str(y)) for run in runs for x, y in run],
        rows=[(point.day, plain(point.value)) for point in series.points],
        marks=_marks([place for run in runs for place in run], known),
    )


def plain(value: Decimal | None) -> str | None:
    """A value with one decimal place at most."""
    if value is None:
        return None
    return f"{value:.1f}".removesuffix(".0")


def _sentence(title: str, known: list[Decimal], most: int) -> str:
    words = {"title": title, "first": plain(known[0]), "last": plain(known[-1]), "most": most}
    if len(known) == 1:
        return _("%(title)s: %(first)s out of %(most)s, the first time.") % words
    return _("%(title)s: %(first)s out of %(most)s at first, %(last)s now.") % words


def _marks(places: list[tuple[float, float]], known: list[Decimal]) -> list[tuple[str, str, str]]:
    """The first and the last value, written above their points (below where there is no room)."""
    marks = []
    for at in sorted({0, len(known) - 1}):
        x, y = places[at]
        below = y < TOP + 12
        marks.append((str(x), str(y + 18 if below else y - 9), plain(known[at]) or ""))
    return marks


def _runs(series: Series) -> list[list[tuple[float, float]]]:
    points, scale = series.points, series.scale
    step = (RIGHT - LEFT) / max(1, len(points) - 1)
    reach = scale.maximum - scale.minimum or 1
    runs: list[list[tuple[float, float]]] = [[]]
    for number, point in enumerate(points):
        if point.value is None:
            runs.append([])
            continue
        share = float((point.value - scale.minimum) / reach)
        x = LEFT + step * number if len(points) > 1 else WIDTH / 2
        runs[-1].append((round(x, 1), round(FLOOR - share * (FLOOR - TOP), 1)))
    return [run for run in runs if run]


def _path(run: list[tuple[float, float]]) -> str:
    """A soft line that never goes beyond its points."""
    path = f"M{run[0][0]} {run[0][1]}"
    for (x0, y0), (x1, y1) in pairwise(run):
        half = round((x0 + x1) / 2, 1)
        path += f"C{half} {y0} {half} {y1} {x1} {y1}"
    return path
