"""Finds the words to translate in templates, for pybabel (babel.cfg names this function)."""

from collections.abc import Iterator
from io import BytesIO
from typing import Any, BinaryIO

from babel.messages.extract import extract_python
from django.utils.translation.template import templatize


def extract_template(
    file: BinaryIO, keywords: dict[str, Any], comment_tags: list[str], options: dict[str, Any]
) -> Iterator[tuple[int, str, Any, list[str]]]:
    """Django's own reading of a template as Python calls, then babel's reading of those."""
    calls = templatize(file.read().decode("utf-8"))
    # The rest of the page is blotted out with X; what is left must not look like indented code.
    lines = "\n".join(line.strip() for line in calls.splitlines())
    yield from extract_python(BytesIO(lines.encode()), keywords, comment_tags, options)
