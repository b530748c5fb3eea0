"""What any file may hold, in one shape, and the bounds it is read within. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from kernel.errors import BadInput

MAX_BYTES = 2 * 1024 * 1024
MAX_ITEMS = 2000
MAX_CHOICES = 200
MAX_DEPTH = 24
MAX_TEXT = 4000
LARGEST = 2**31 - 1

CHOICE, SCALE, TEXT = "choice", "scale", "text"

# By language.
Words = Mapping[str, str]

# JSON and XML can carry them; PostgreSQL and a page cannot.
_UNFIT = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True)
class FoundChoice:
    """One answer as the file has it. `value` is its number, when its code or the file says one."""

    code: str
    label: Words
    value: int | None = None


@dataclass(frozen=True)
class FoundNeeds:
    """Asked only while the answer to the item called `name` is one of `codes`."""

    name: str
    codes: tuple[str, ...]
    said: str


@dataclass(frozen=True)
class FoundItem:
    """One question as the file has it. `at` is where a person finds it: a row, a linkId."""

    name: str
    at: str
    kind: str
    prompt: Words
    note: Words = field(default_factory=dict)
    choices: tuple[FoundChoice, ...] = ()
    minimum: int | None = None
    maximum: int | None = None
    low: Words = field(default_factory=dict)
    high: Words = field(default_factory=dict)
    max_length: int | None = None
    codes: tuple[str, ...] = ()
    needs: FoundNeeds | None = None
    several: bool = False
    form: str = ""

    @property
    def values(self) -> int:
        """How many answers may be chosen among."""
        if self.minimum is not None and self.maximum is not None:
            return self.maximum - self.minimum + 1
        return len(self.choices)


@dataclass(frozen=True)
class Form:
    """A questionnaire as a file has it. `notes`: what cannot be run or asked here, as it stood."""

    format: str
    languages: tuple[str, ...]
    title: Words
    intro: Words
    items: tuple[FoundItem, ...]
    licence: str = ""
    notes: tuple[str, ...] = ()


def clean(text: object, at: str) -> str:
    """A text as it may be kept: no control characters, lines that end in one way, no margins."""
    if not isinstance(text, str):
        raise BadInput(f"{at}: words are wanted here, and there is {shown(text)}.")
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\xa0", " ")
    unfit = _UNFIT.search(text)
    if unfit:
        raise BadInput(
            f"{at}: a character that is no letter (U+{ord(unfit[0]):04X}) stands in the words. "
            "Take it out, and look whether the file is damaged."
        )
    if len(text) > MAX_TEXT:
        raise BadInput(f"{at}: {len(text)} letters are more than a page shows ({MAX_TEXT}).")
    return text.strip()


def whole(text: object) -> int | None:
    """The whole number a code or a bound is, or None; 3.0 and 3,0 are 3."""
    if isinstance(text, bool):
        return None
    if isinstance(text, float):
        text = repr(text)
    found = re.fullmatch(r"\s*([+-]?[0-9]{1,10})(?:[.,]0{1,6})?\s*", str(text)[:40], re.ASCII)
    number = int(found[1]) if found else None
    return number if number is not None and abs(number) <= LARGEST else None


def shown(value: object) -> str:
    """A value in a sentence: short, and never what breaks a page."""
    text = re.sub(_UNFIT, "�", str(value)[:60])
    return f"“{text}”" if text.strip() else "nothing"


def name_of(text: object, at: str) -> str:
    """The name an item has in its file."""
    name = clean(text, at)
    if not name or len(name) > 255:
        raise BadInput(f"{at}: the name of a question is from 1 to 255 letters.")
    return name


def refuse_many(count: int, what: str, most: int) -> None:
    """Raise BadInput for more than is read."""
    if count > most:
        raise BadInput(f"The file has {count} {what}; at most {most} are read. Part it.")
