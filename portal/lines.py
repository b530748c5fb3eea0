"""Help lines as a page shows them: those she can speak with first, numbers a phone can dial."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from catalog.services import DEFAULT_JURISDICTION, for_jurisdiction, library
from catalog.types import CrisisLine
from measures.acknowledgement import in_order
from measures.help import crisis_lines
from people.models import Participant


@dataclass(frozen=True)
class ShownLine:
    """One line in one language. `call` and `text` are to read, the links to tap."""

    code: str
    name: str
    about: str
    call: str
    text: str
    keyword: str
    emergency: bool

    @property
    def call_shown(self) -> SafeString:
        """The number to call, kept on one line."""
        return _whole(self.call)

    @property
    def text_shown(self) -> SafeString:
        """The number to write to, kept on one line."""
        return _whole(self.text)

    @property
    def call_link(self) -> str:
        """A tel: address."""
        return f"tel:{_digits(self.call)}"

    @property
    def text_link(self) -> str:
        """An sms: address with the word to send, where one is needed."""
        word = f"?body={self.keyword}" if self.keyword else ""
        return f"sms:{_digits(self.text)}{word}"


def lines_for(mother: Participant | None) -> list[ShownLine]:
    """The lines where her clinic lies that it has not found broken; the default place's while
    nobody is known."""
    lang = get_language() or "en"
    if mother is not None:
        return shown(crisis_lines(mother), lang)
    return shown(for_jurisdiction("crisis", DEFAULT_JURISDICTION).content.lines, lang)


def lines_from_files() -> list[ShownLine]:
    """The lines of the default jurisdiction from the files: for when there is no database."""
    known = [] if library().errors else library().versions("crisis", DEFAULT_JURISDICTION)
    return shown(known[-1].lines, get_language() or "en") if known else []


def shown(lines: Iterable[CrisisLine], lang: str) -> list[ShownLine]:
    """As a page shows them: emergency first, then lines that speak her language."""
    return [
        ShownLine(
            code=line.code,
            name=line.name(lang),
            about=line.about(lang),
            call=line.call or "",
            text=line.text or "",
            keyword=line.keyword or "",
            emergency=line.emergency,
        )
        for line in in_order(lines, lang)
    ]


def _whole(number: str) -> SafeString:
    return format_html('<span class="whole">{}</span>', number)


def _digits(number: str) -> str:
    return "".join(c for c in number if c.isdigit() or c == "+")
