"""The words of a message, and whether they may be shown on a phone that others see. Pure."""

import re
from collections.abc import Iterable
from urllib.parse import urlsplit

from catalog.types import ForbiddenWords, MessageText

HERS = "something that names her"


def fill(message: MessageText, *, language: str, link: str) -> tuple[str, str]:
    """Subject and body. The link is the only thing ever put into a text."""
    subject = message.subject(language).strip()
    return subject, message.body(language).replace("{link}", link).strip() + "\n"


def not_neutral(
    *shown: str, forbidden: Iterable[ForbiddenWords], identifiers: Iterable[str] = ()
) -> tuple[str, ...]:
    """What in the texts must not be shown; empty when they may be sent.

    The words found are named; an identifier of hers is only called that, never repeated.
    """
    text = "\n".join(shown)
    found = dict.fromkeys(word for words in forbidden for word in words.found_in(text))
    hers = [HERS] if any(_names_her(text, identifier) for identifier in identifiers) else []
    return (*found, *hers)


def host_of(url: str) -> str:
    """The host name in an address, for headers that need one."""
    return urlsplit(url).hostname or "localhost"


def _names_her(text: str, identifier: str) -> bool:
    """Whether an identifier stands in the text as a word of its own, written as it is kept.

    A phone number is looked for by its digits, however they are spaced.
    """
    identifier = identifier.strip()
    digits = re.sub(r"\D", "", identifier)
    if len(digits) >= 6 and not re.search(r"[A-Za-z]", identifier):
        return digits in re.sub(r"\D", "", text)
    return bool(identifier) and bool(re.search(rf"(?<!\w){re.escape(identifier)}(?!\w)", text))
