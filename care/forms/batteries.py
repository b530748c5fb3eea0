"""Putting a battery together."""

from typing import Any

from django import forms

from catalog.types import Instrument
from measures.services.composing import SITE

KINDS = [
    ("clock", "On days counted from a date"),
    ("momentary", "Prompts at moments of her day"),
    ("self_started", "When she wants to"),
    ("each_session", "With each session of her course"),
    ("course_end", "When her course is done"),
]
ANCHORS = [
    ("enrolment", "the day she was enrolled"),
    ("course_start", "the first day of her course"),
    ("due_date", "her due date (days before it are negative)"),
    ("birth", "a birth"),
]
PURPOSES = [
    ("enrolment", "Enrolment: at most 12 minutes, in two sittings"),
    ("wave", "A later wave: at most 6 minutes"),
    ("weekly", "Weekly: at most 2 minutes"),
    ("momentary", "Momentary: at most 3 questions, 2 prompts a day, 14 days"),
]
OPENS, REMINDS = "06:00", "10:00"


def _number(label: str, initial: int, low: int, high: int) -> forms.IntegerField:
    return forms.IntegerField(
        label=label, initial=initial, min_value=low, max_value=high, required=False
    )


class BatteryForm(forms.Form):
    """What is asked together, when, and in how many sittings."""

    name = forms.SlugField(
        label="Short name",
        max_length=40,
        help_text="Small letters, digits and hyphens. The same name again makes the next version.",
    )
    title = forms.CharField(label="Title", max_length=80)
    instruments = forms.MultipleChoiceField(
        label="Questionnaires, asked in this order", widget=forms.CheckboxSelectMultiple
    )
    purpose = forms.ChoiceField(label="What for", choices=PURPOSES)
    kind = forms.ChoiceField(label="When", choices=KINDS)
    anchor = forms.ChoiceField(label="Counted from", choices=ANCHORS, required=False)
    first_day = _number("First day", 0, -280, 1000)
    every_days = _number("Every so many days", 7, 1, 366)
    times = _number("How often", 1, 1, 400)
    open_days = _number("Days it stays open", 6, 1, 366)
    prompts_a_day = _number("Prompts a day", 2, 1, 24)
    between_from = forms.TimeField(label="Between", initial="09:00", required=False)
    between_until = forms.TimeField(label="and", initial="20:00", required=False)
    min_gap_minutes = _number("Minutes between two prompts, at least", 120, 1, 1439)
    days = _number("For so many days", 7, 1, 366)
    stays_open_minutes = _number("Minutes a prompt stays open", 60, 5, 1440)
    sittings = _number("Sittings", 1, 1, 4)
    blocks = forms.CharField(
        label="Blocks",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Planned missing, one block a line: a name, a colon, then questionnaires or "
        "single items. “first: stress” or “second: stress.tense craving”.",
    )
    each_gets = _number("Blocks each mother gets", 1, 1, 40)

    def __init__(self, *args: Any, offered: list[Instrument], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offered = {one.code: one for one in offered}
        self.fields["instruments"].choices = [(one.code, one.title("en")) for one in offered]

    def clean_name(self) -> str:
        name = self.cleaned_data["name"].lower().replace("_", "-").strip("-")
        return name.removeprefix(SITE)

    def clean_blocks(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for line in self.cleaned_data["blocks"].splitlines():
            name, colon, codes = line.partition(":")
            if not line.strip():
                continue
            if not colon or not codes.split():
                raise forms.ValidationError(f"“{line}”: write a name, a colon, then codes.")
            if name.strip() in found:
                raise forms.ValidationError(f"“{name.strip()}” stands there twice.")
            found[name.strip()] = codes.split()
        return found

    def raw(self) -> dict[str, Any]:
        """What the file of this battery would say."""
        said = self.cleaned_data
        languages = [
            lang
            for lang in ("en", "es")
            if all(lang in self.offered[code].languages for code in said["instruments"])
        ]
        raw: dict[str, Any] = {
            "code": SITE + said["name"],
            "languages": languages or ["en"],
            "title": dict.fromkeys(languages or ["en"], said["title"]),
            "instruments": said["instruments"],
            "purpose": said["purpose"],
            "sittings": self._value("sittings"),
            "rule": self._rule(said["kind"]),
        }
        if said["blocks"]:
            raw |= {"blocks": said["blocks"], "each_gets": self._value("each_gets")}
        return raw

    def _rule(self, kind: str) -> dict[str, Any]:
        if kind == "self_started":
            return {"kind": kind}
        if kind in ("each_session", "course_end"):
            return {"kind": kind, "open_days": self._value("open_days")}
        anchor = self.cleaned_data["anchor"] or "enrolment"
        if kind == "momentary":
            names = ("first_day", "prompts_a_day", "min_gap_minutes", "days", "stays_open_minutes")
            hours = [f"{self._value(name):%H:%M}" for name in ("between_from", "between_until")]
            numbers = {name: self._value(name) for name in names}
            return {"kind": kind, "anchor": anchor, "between": hours} | numbers
        names = ("first_day", "every_days", "times", "open_days")
        numbers = {name: self._value(name) for name in names}
        return {"anchor": anchor, "opens_at": OPENS, "remind_at": REMINDS} | numbers

    def _value(self, name: str) -> Any:
        """What was written, or what the field begins with."""
        said = self.cleaned_data.get(name)
        return self.fields[name].clean(self.fields[name].initial) if said is None else said
