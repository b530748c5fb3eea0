"""What every kind of content shares."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol, TypeVar

from catalog.text import language_for


@dataclass(frozen=True)
class Content:
    """What every kind of content has. `status` is draft, signed or withdrawn."""

    code: str
    version: str
    status: str
    languages: tuple[str, ...]

    def language_for(self, wanted: str) -> str:
        """The language that will really be shown to somebody who wants `wanted`."""
        return language_for(self.languages, wanted)


class HasCode(Protocol):
    @property
    def code(self) -> str: ...


Coded = TypeVar("Coded", bound=HasCode)


def by_code(things: Iterable[Coded], code: str) -> Coded:
    """The thing with this code; KeyError when there is none."""
    for thing in things:
        if thing.code == code:
            return thing
    raise KeyError(code)
