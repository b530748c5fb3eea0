"""A file with the words of a questionnaire, and which question of it belongs to which item."""

from __future__ import annotations

import base64
from typing import Any

from django import forms
from django.core import signing

from kernel.errors import BadInput
from measures.models import WordingImport

# What a page may carry to the server and back; the command takes larger files.
MOST = 160 * 1024
_SALT = "wording"
_DAY = 24 * 60 * 60


class FileForm(forms.Form):
    """The file, and what it does not say itself."""

    file = forms.FileField(
        label="File",
        help_text="A FHIR Questionnaire (JSON), a REDCap data dictionary (CSV), reproschema (zip, "
        "or one JSON with its items in it), or YAML as content/ has it. Up to 160 KB.",
        error_messages={"required": "Choose a file.", "empty": "The file is empty."},
    )
    format = forms.ChoiceField(
        required=False,
        label="Form",
        choices=[("", "Tell from the file"), *WordingImport.Format.choices],
    )
    language = forms.ChoiceField(
        label="Language of its words",
        help_text="Used when the file does not say.",
        choices=[("en", "English"), ("es", "Spanish")],
        initial="en",
    )

    def clean_file(self) -> Any:
        """Small enough to be carried through the page that asks for a yes."""
        file = self.cleaned_data["file"]
        if file.size > MOST:
            raise forms.ValidationError(
                "The file is over 160 KB. Whoever runs the server can load it: import_wording."
            )
        return file


class NewForm(FileForm):
    """A whole new questionnaire also needs a code."""

    code = forms.RegexField(
        r"\A[a-z0-9]+(?:-[a-z0-9]+)*\Z",
        max_length=40,
        label="Code",
        help_text="Small letters, digits and hyphens; with a word of your site in front, such as "
        "river-sleep-8, it never meets one that comes with an update.",
        error_messages={"invalid": "Small letters, digits and single hyphens only."},
    )
    field_order = ("code", "file", "format", "language")


def packed(*, name: str, data: bytes, format: str, language: str) -> str:
    """A file as the page carries it while a person looks; signed, so that it comes back as it was.

    BadInput when it is too much to carry.
    """
    held = {"n": name, "d": base64.b64encode(data).decode(), "f": format, "l": language}
    text = signing.dumps(held, salt=_SALT, compress=True)
    if len(text) > 240 * 1024:
        raise BadInput("The file is too large for this page: use import_wording on the server.")
    return text


def unpacked(text: str) -> tuple[str, bytes, str, str]:
    """Name, bytes, form and language of what `packed` made; BadInput for anything else."""
    try:
        held = signing.loads(text, salt=_SALT, max_age=_DAY)
    except signing.BadSignature as error:
        raise BadInput("This page is too old, or was changed. Choose the file again.") from error
    return held["n"], base64.b64decode(held["d"]), held["f"], held["l"]
