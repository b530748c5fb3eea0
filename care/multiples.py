"""Scores over time as staff read them: each line, what it may be held against, what is not known.

Cut-offs are shown only when a reader asks for those of one study, and a difference is never
called a change: its size, and what the size is measured by, stand beside it.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from string import ascii_lowercase
from urllib.parse import urlencode

from care.charts import Dot, Frame, Picture, Point, draw
from care.sheets import ABSENT
from catalog.types import Change, CutOffs, Norm, Scale
from measures.models import Administration
from measures.scoring import reliable_change
from measures.services import Asked, Series

WIDTH, HEIGHT = 300, 96
# A line needs some width to be read: a mother of one week gets at least this many days.
SHORTEST = timedelta(days=28)
LANGUAGES = {"en": "English", "es": "Spanish"}
MODES = dict(Administration.Mode.choices)
# A total of none on the postnatal depression scale, where a family may fear being reported:
# piri.org.au, perinatal guidance.
GUARDED = {"epds": "0 may mean she did not feel safe to answer"}


@dataclass(frozen=True)
class Level:
    """One cut-off as a thin line; `letter` leads to its words. Without a letter: no line."""

    letter: str
    at_least: Decimal
    says: str
    x: str
    y: str


@dataclass(frozen=True)
class Choice:
    """One study's cut-offs, and the query of the page that shows them."""

    cut_offs: CutOffs
    query: str
    chosen: bool


@dataclass(frozen=True)
class Needed:
    """By how much two scores must differ, and what that figure rests on."""

    points: Decimal
    change: Change


@dataclass(frozen=True)
class Multiple:
    """One scale over time: the picture, and the same as a table."""

    title: str
    instrument: str
    meaning: str
    low: int | Decimal
    high: int | Decimal
    since: date
    until: date
    picture: Picture
    points: list[Point]
    stand_in: bool
    choices: list[Choice]
    levels: list[Level]
    # The query of the page without cut-offs here.
    without: str
    needed: list[Needed]
    norms: tuple[Norm, ...]

    @property
    def last(self) -> Dot | None:
        """The latest score."""
        return self.picture.last

    @property
    def chosen(self) -> CutOffs | None:
        """The cut-offs shown."""
        return next((one.cut_offs for one in self.choices if one.chosen), None)


def multiples_of(
    lines: Sequence[Series], *, today: date, cuts: Iterable[str] = ()
) -> list[Multiple]:
    """One small picture for each scale, all over the same days so that they can be compared.

    `cuts` names the cut-offs to show, as <instrument>.<scale>.<set>; what is not there is none.
    """
    days = [point.day for line in lines for point in line.points]
    if not days:
        return []
    until = max(today, *days)
    since = min(min(days), until - SHORTEST)
    chosen = chosen_of(lines, cuts)
    return [_multiple(line, since, until, chosen) for line in lines]


def chosen_of(lines: Iterable[Series], cuts: Iterable[str]) -> dict[str, str]:
    """By line, the set asked for; the last one said holds, and unknown ones are no choice."""
    known: dict[str, set[str]] = {}
    for line in lines:
        known.setdefault(_name(line), set()).update(one.code for one in _sets(line))
    chosen: dict[str, str] = {}
    for cut in cuts:
        name, _, code = cut.rpartition(".")
        if code in known.get(name, ()):
            chosen[name] = code
    return chosen


def points_of(line: Series) -> list[Point]:
    """Its points for drawing. Where it was asked otherwise than before, they stand apart."""
    found, before = [], Asked()
    for one in line.points:
        doubt = GUARDED.get(line.known_as, "") if one.value == 0 else ""
        why = ABSENT.get(one.absent or "", one.absent or "")
        link = f"#sheet-{one.administration}" if one.administration else ""
        apart = otherwise(before, one.asked)
        found.append(Point(one.day, one.value, why, link, apart, doubt))
        before = Asked(*(now or was for now, was in zip(one.asked, before, strict=True)))
    return found


def otherwise(before: Asked, now: Asked) -> str:
    """How it was asked this time, where that is known to differ; else nothing."""
    said = []
    if _differ(before.version, now.version):
        same = before.wording and before.wording == now.wording
        words = ", in the same words" if same else ""
        said.append(f"version {now.version} instead of {before.version}{words}")
    if _differ(before.language, now.language):
        languages = (LANGUAGES.get(one, one) for one in (now.language, before.language))
        said.append("in {} instead of {}".format(*languages))
    if _differ(before.mode, now.mode):
        modes = (str(MODES.get(one, one)).lower() for one in (now.mode, before.mode))
        said.append("{}, instead of: {}".format(*modes))
    if not said and _differ(before.wording, now.wording):
        said.append("in other words")
    return "; ".join(said)


def _differ(before: str, now: str) -> bool:
    return bool(before and now and before != now)


def _name(line: Series) -> str:
    return f"{line.instrument}.{line.scale.code}"


def _sets(line: Series) -> tuple[CutOffs, ...]:
    """Words of ours carry no cut-off, whatever the key they stand in for has."""
    return () if line.stand_in else line.scale.cut_offs


def _multiple(line: Series, since: date, until: date, chosen: Mapping[str, str]) -> Multiple:
    scale, points = line.scale, points_of(line)
    frame = Frame(since, until, Decimal(scale.minimum), Decimal(scale.maximum), WIDTH, HEIGHT, 8)
    name, sets = _name(line), _sets(line)
    code = chosen.get(name, "")
    shown = next((one for one in sets if one.code == code), None)
    return Multiple(
        title=scale.title("en"),
        instrument=line.instrument,
        meaning=scale.higher_means("en"),
        low=scale.minimum,
        high=scale.maximum,
        since=since,
        until=until,
        picture=draw(points, frame),
        points=points,
        stand_in=line.stand_in,
        choices=[Choice(one, _query(chosen, name, one.code), one is shown) for one in sets],
        levels=_levels(shown, scale, frame) if shown else [],
        without=_query(chosen, name, ""),
        needed=[] if line.stand_in else [Needed(reliable_change(c), c) for c in scale.changes],
        norms=() if line.stand_in else scale.norms,
    )


def _query(chosen: Mapping[str, str], name: str, code: str) -> str:
    """The choices of the page with this one changed."""
    wanted = {**chosen, name: code}
    return urlencode([("cut", f"{one}.{each}") for one, each in sorted(wanted.items()) if each])


def _levels(cut_offs: CutOffs, scale: Scale, frame: Frame) -> list[Level]:
    """Lowest first. What begins at the scale's own end has no line; letters keep out of the way."""
    found: list[Level] = []
    for band in sorted(cut_offs.bands, key=lambda one: one.at_least):
        inside = band.at_least > scale.minimum
        letter = ascii_lowercase[sum(1 for one in found if one.letter)] if inside else ""
        x = 2 + 12 * sum(1 for one in found if one.letter)
        y = f"{frame.y(band.at_least):.1f}"
        found.append(Level(letter, band.at_least, band.says("en"), str(x), y))
    return found
