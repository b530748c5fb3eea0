"""Questionnaires of every shape an import can make, for round trips."""

from __future__ import annotations

import re
from typing import Any

from hypothesis import strategies as st

from catalog.source import Source
from catalog.wording import Splitter
from measures.importing import composing
from measures.importing.found import Form, clean
from measures.importing.plain import plain

TELLING = re.compile("craving|stress")
AWKWARD = "aé ñ\n|,;\"'<>&[]#=@1{}·—…😀"
texts = (
    st.one_of(
        st.text(alphabet=AWKWARD, min_size=1, max_size=30),
        st.sampled_from(["&lt;b&gt;", "<b>bold</b>", "0, a | 1, b", "&copy", "a&nbsp;b", "x<br>y"]),
    )
    .map(lambda text: clean(plain(clean(text, "x")), "x"))
    .filter(lambda text: text and not composing._MARKED.search(text))
)
codes = st.from_regex(r"[a-z][a-z0-9]{0,4}(_[a-z0-9]{1,4}){0,2}", fullmatch=True).filter(
    lambda code: len(code) != 2 and not TELLING.search(code)
)


@st.composite
def instruments(draw: st.DrawFn, languages: list[str]) -> dict[str, Any]:
    """A body as an import of a whole new questionnaire makes it."""

    def said() -> dict[str, str]:
        return {lang: draw(texts) for lang in languages}

    items: list[dict[str, Any]] = []
    for code in draw(st.lists(codes, min_size=1, max_size=6, unique=True)):
        item: dict[str, Any] = {"code": code, "kind": "text", "reads": "clinic", "prompt": said()}
        if draw(st.booleans()):
            item["note"] = said()
        kind = draw(st.sampled_from(["choice", "scale", "text"]))
        item["kind"] = kind
        if kind == "text":
            item["max_length"] = draw(st.integers(1, 4000))
        elif kind == "scale":
            low = draw(st.integers(-3, 5))
            item |= {"minimum": low, "maximum": low + draw(st.integers(1, 20))}
            item |= {"low": said(), "high": said()}
        else:
            values = st.lists(st.integers(-99, 2**31 - 1), min_size=2, max_size=6, unique=True)
            item["choices"] = [{"value": value, "label": said()} for value in draw(values)]
        before = [one for one in items if one["kind"] != "text"]
        if before and draw(st.booleans()):
            other = draw(st.sampled_from(before))
            some = points(other)
            wanted = draw(st.lists(st.sampled_from(some), min_size=1, max_size=3, unique=True))
            item["needs"] = {"item": other["code"], "values": wanted}
        items.append(item)
    raw = {
        "kind": "instrument", "code": "made", "version": "1", "status": "draft",
        "languages": languages, "stand_in": False, "wording": "licensed",
        "licence": composing.UNSAID, "source": composing.IMPORTED,
        "incomplete": composing.NO_KEY, "title": said(), "intro": said(),
        "items": items, "scales": [],
    }  # fmt: skip
    return body_of(raw)


def points(item: dict[str, Any]) -> list[int]:
    """The values an item may have."""
    if item["kind"] == "scale":
        return list(range(item["minimum"], item["maximum"] + 1))
    return [choice["value"] for choice in item["choices"]]


def body_of(raw: dict[str, Any]) -> dict[str, Any]:
    """The body of a file."""
    splitter = Splitter(Source("made.yaml", raw), raw["languages"])
    structure = splitter.split({key: value for key, value in raw.items() if key != "kind"})
    assert splitter.errors == []
    return {"structure": structure, "wording": splitter.wording}


def again(form: Form, allowed: tuple[str, ...] = ("en", "es")) -> dict[str, Any]:
    """The body an import of the form makes."""
    raw, _mapping, _notes = composing.new_file(form, code="made", allowed=allowed, telling=TELLING)
    return body_of(raw)
