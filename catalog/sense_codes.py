"""What checks of sense share: codes used twice, codes that tell, codes nothing has. Pure."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

from catalog.source import Where

Versions = Callable[..., list[Any]]
Problem = tuple[Where, str, str]

# What stands in an address a phone remembers; messages/forbidden.yaml holds the longer list.
TELLING = re.compile(r"drug|opioid|craving|recover|baby|infant|pregnan|stress|clinic|methad")


def twice(codes: list[str], where: Where) -> Iterator[Problem]:
    for code, count in Counter(codes).items():
        if count > 1:
            yield where, f"“{code}” is used {count} times", "give each its own code"


def telling(code: str, where: Where) -> Iterator[Problem]:
    found = TELLING.search(code)
    if found:
        hint = "it stands in an address her phone remembers: choose a neutral code"
        yield where, f"the code “{code}” says “{found[0]}”", hint


def known_instrument(
    code: str, languages: tuple[str, ...], where: Where, versions: Versions
) -> Iterator[Problem]:
    found = versions("instrument", code)
    if not found:
        yield where, f"there is no instrument “{code}”", "look at the codes under instruments/"
    for lang in languages:
        if found and not any(lang in instrument.languages for instrument in found):
            yield where, f"“{code}” has no wording in “{lang}”", "add it, or take the language out"
