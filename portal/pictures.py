"""Her own small pictures: a line, a sentence that says what it shows, a table behind it."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise

from django.utils.translation import gettext as _

from measures.services import Series

WIDTH, HEIGHT = 320, 84
LEFT, RIGHT, TOP, FLOOR = 12, 308, 16, 72
# The highest she may give a hard moment.
MOST = 10
Row = tuple[date, Decimal | None]
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


def control_picture(said: list[tuple[date, int | None]]) -> Picture | None:
    """How much she could steer in the hard moments she kept. How many there were is no line."""
    known = [Decimal(value) for _day, value in said if value is not None]
    if not known:
        return None
    title = _("How much control I had")
    words = _("In %(n)s hard moment you kept. More of them is not worse: you noticed.")
    many = _("In %(n)s hard moments you kept. More of them is not worse: you noticed.")
    told = (many if len(said) > 1 else words) % {"n": len(said)}
    rows = [(day, None if value is None else Decimal(value)) for day, value in said]
    sentence = f"{_sentence(title, known, MOST)} {told}"
    return _drawn(title, "craving", sentence, rows, (Decimal(0), Decimal(MOST)))


def good_picture(days: list[date], today: date) -> Picture | None:
    """Good moments she took, week by week up to today."""
    if not days:
        return None
    title = _("Good moments")
    weeks = (today - days[0]).days // 7 + 1
    counts = [0] * max(1, weeks)
    for day in days:
        counts[min(weeks, (day - days[0]).days // 7 + 1) - 1] += 1
    rows: list[Row] = [
        (days[0] + timedelta(weeks=week), Decimal(count)) for week, count in enumerate(counts)
    ]
    words = {"n": len(days), "week": counts[-1]}
    sentence = (
        _("You took %(n)s good moments so far, %(week)s of them this week.")
        if len(days) > 1
        else _("You took one good moment so far.")
    ) % words
    return _drawn(title, "savoring", sentence, rows, (Decimal(0), Decimal(max(counts))))


def _picture(series: Series, lang: str) -> Picture:
    scale = series.scale
    title = scale.title(lang)
    known = [point.value for point in series.points if point.value is not None]
    return _drawn(
        title,
        SKILLS.get(series.instrument, "mindfulness"),
        _sentence(title, known, scale.maximum),
        [(point.day, point.value) for point in series.points],
        (Decimal(scale.minimum), Decimal(scale.maximum)),
    )


def _drawn(
    title: str, skill: str, sentence: str, rows: list[Row], reach: tuple[Decimal, Decimal]
) -> Picture:
    runs = _runs(rows, *reach)
    known = [value for _day, value in rows if value is not None]
    return Picture(
        title=title,
        skill=skill,
        sentence=sentence,
        lines=[_path(run) for run in runs if len(run) > 1],
        points=[(str(x), str(y)) for run in runs for x, y in run],
        rows=[(day, plain(value)) for day, value in rows],
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


def _runs(rows: list[Row], low: Decimal, high: Decimal) -> list[list[tuple[float, float]]]:
    step = (RIGHT - LEFT) / max(1, len(rows) - 1)
    reach = high - low or 1
    runs: list[list[tuple[float, float]]] = [[]]
    for number, (_day, value) in enumerate(rows):
        if value is None:
            runs.append([])
            continue
        share = float((value - low) / reach)
        x = LEFT + step * number if len(rows) > 1 else WIDTH / 2
        runs[-1].append((round(x, 1), round(FLOOR - share * (FLOOR - TOP), 1)))
    return [run for run in runs if run]


def _path(run: list[tuple[float, float]]) -> str:
    """A soft line that never goes beyond its points."""
    path = f"M{run[0][0]} {run[0][1]}"
    for (x0, y0), (x1, y1) in pairwise(run):
        half = round((x0 + x1) / 2, 1)
        path += f"C{half} {y0} {half} {y1} {x1} {y1}"
    return path
