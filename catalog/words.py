"""Words that must not stand where a mother's phone may show them. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable


def forbidden_in(text: str, beginnings: Iterable[str], exact: Iterable[str]) -> tuple[str, ...]:
    """Which forbidden words occur: beginnings of words in any case, exact words in their own."""
    found = [word for word in beginnings if re.search(rf"\b{re.escape(word)}", text, re.IGNORECASE)]
    found += [word for word in exact if re.search(rf"\b{re.escape(word)}\b", text)]
    return tuple(found)
