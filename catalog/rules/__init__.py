"""What a curriculum must be beyond hanging together: its rules, from version 1 on. Pure.

`check_content` and the tests ask them, a start does not: a pack that breaks one is refused before
it is installed. Older versions are released, and stay as they are.
"""

from __future__ import annotations

from catalog.loaded import Library, LoadedContent
from catalog.loader import version_key
from catalog.rules.lengths import length_rules
from catalog.rules.sayings import sayings
from catalog.rules.timing import timing_rules
from catalog.rules.wording import wording_rules
from catalog.source import ContentError

FIRST_VERSION = (1,)


def is_ruled(loaded: LoadedContent) -> bool:
    """Whether the rules hold for it."""
    return loaded.kind == "curriculum" and version_key(loaded.version) >= FIRST_VERSION


def broken_rules(library: Library) -> list[ContentError]:
    """Every rule a curriculum of the library breaks, by file and line."""
    errors: list[ContentError] = []
    for loaded in filter(is_ruled, library.all("curriculum")):
        said = list(sayings(loaded))
        errors += wording_rules(loaded, said, library.versions)
        errors += length_rules(loaded, said)
        errors += timing_rules(loaded, said)
    return sorted(errors, key=lambda error: (error.file, error.line))
