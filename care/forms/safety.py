"""Who answers and when: hours, closed days, duty, the signed protocol, lines, jurisdiction."""

from collections.abc import Iterable
from datetime import date, time, timedelta

from django import forms
from django.utils.dates import WEEKDAYS

from care.forms.base import DayInput
from care.forms.concerns import clinicians_of
from people.models import Clinic
from safety.models import Duty, Protocol

# Further ahead nobody plans; further back nobody signed.
FAR = timedelta(days=3 * 366)
SIGNED_SINCE = timedelta(days=20 * 366)
SHORTEST, USUAL, LONGEST = 15, 60, 14 * 24 * 60


class TimeInput(forms.TimeInput):
    """A time picker; the value travels as HH:MM whatever the browser's language."""

    input_type = "time"

    def __init__(self, attrs: dict | None = None) -> None:
        super().__init__(attrs, format="%H:%M")


class HoursForm(forms.Form):
    """On each weekday, from when until when somebody looks. Both empty: nobody does."""

    def __init__(self, *args, week: dict[int, tuple[time, time] | None], **kwargs) -> None:
        super().__init__(*args, **kwargs)
        for number, name in WEEKDAYS.items():
            span = week.get(number) or (None, None)
            for end, at, words in (("opens", span[0], "from"), ("closes", span[1], "until")):
                self.fields[f"{end}_{number}"] = forms.TimeField(
                    required=False,
                    initial=at,
                    label=f"{name} {words}",
                    widget=TimeInput,
                    error_messages={"invalid": "Write a time like 8:00 or 17:30."},
                )

    @property
    def days(self) -> list[tuple[str, list[forms.BoundField]]]:
        """Each weekday with its two fields."""
        return [
            (str(name), [self[f"opens_{n}"], self[f"closes_{n}"]]) for n, name in WEEKDAYS.items()
        ]

    def clean(self) -> dict:
        """Both ends or none, in this order. Past midnight is two days: say so."""
        read = super().clean() or {}
        for number, name in WEEKDAYS.items():
            first, last = f"opens_{number}", f"closes_{number}"
            if first in self.errors or last in self.errors:
                continue
            opens, closes = read.get(first), read.get(last)
            if (opens is None) != (closes is None):
                self.add_error(last if closes is None else first, f"{name}: give both, or neither.")
            elif opens is not None and opens >= closes:
                self.add_error(
                    last,
                    f"{name}: it must close after it opens. Hours past midnight cannot be stated: "
                    "end at 23:59.",
                )
        return read

    def week(self) -> dict[int, tuple[time, time] | None]:
        """As the service takes it."""
        read = self.cleaned_data
        return {
            n: (read[f"opens_{n}"], read[f"closes_{n}"]) if read[f"opens_{n}"] else None
            for n in WEEKDAYS
        }


class ClosedDayForm(forms.Form):
    """A day on which nobody looks."""

    day = forms.DateField(
        widget=DayInput, label="Day", error_messages={"invalid": "Write a day of the calendar."}
    )
    why = forms.CharField(required=False, max_length=80, label="Why")

    def __init__(self, *args, today: date, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.today = today

    def clean_day(self) -> date:
        """From today on, and not further than anybody plans."""
        day = self.cleaned_data["day"]
        if day < self.today:
            raise forms.ValidationError("That day is over.")
        if day - self.today > FAR:
            raise forms.ValidationError("That is more than three years away.")
        return day


class DutyForm(forms.Form):
    """A clinician answers open concerns: first, or when the first does not."""

    user = forms.ModelChoiceField(
        None,
        label="Clinician",
        empty_label="Choose…",
        to_field_name="public_id",
        error_messages={"invalid_choice": "Choose a clinician who works here."},
    )
    rung = forms.ChoiceField(choices=Duty.Rung.choices, label="As")

    def __init__(self, *args, clinic: Clinic, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["user"].queryset = clinicians_of(clinic)


class ProtocolForm(forms.Form):
    """What the clinic has signed for answers that need a person."""

    signed_by = forms.CharField(max_length=120, label="Signed by")
    signed_role = forms.CharField(max_length=120, label="In which role")
    signed_on = forms.DateField(
        widget=DayInput, label="On", error_messages={"invalid": "Write a day of the calendar."}
    )
    covers_violence = forms.BooleanField(
        required=False,
        label="It covers violence at home: who acts, how she is reached, what is never said",
        help_text="Only then the private question about violence is asked.",
    )
    now_minutes = forms.IntegerField(label="Act now: minutes before the next is told", initial=60)
    today_minutes = forms.IntegerField(label="Act today: open minutes", initial=240)
    next_visit_minutes = forms.IntegerField(label="Next visit: open minutes", initial=960)
    shorter = forms.BooleanField(
        required=False,
        label="We choose less than 60 minutes for “act now”, and people here can keep it",
    )

    def __init__(self, *args, today: date, protocol: Protocol | None = None, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        for name in ("now_minutes", "today_minutes", "next_visit_minutes"):
            field = self.fields[name]
            field.error_messages["invalid"] = "Write whole minutes, in digits."
            if protocol is not None:
                field.initial = getattr(protocol, name)
        if protocol is not None:
            self.fields["covers_violence"].initial = protocol.covers_violence

    def clean_signed_on(self) -> date:
        """Signed: not in the future, and by somebody of this time."""
        day = self.cleaned_data["signed_on"]
        if day > self.today:
            raise forms.ValidationError("A protocol is signed before it holds: not in the future.")
        if self.today - day > SIGNED_SINCE:
            raise forms.ValidationError("That is very long ago. Have it signed anew.")
        return day

    def clean_now_minutes(self) -> int:
        """Nothing below 60 by default."""
        minutes = _between(self.cleaned_data["now_minutes"], SHORTEST)
        chosen = self.data.get(self.add_prefix("shorter"))
        if minutes < USUAL and not chosen:
            raise forms.ValidationError(
                "Less than 60 minutes is a promise to yourselves: tick the box if you mean it."
            )
        return minutes

    def clean_today_minutes(self) -> int:
        """An hour of open time at the least."""
        return _between(self.cleaned_data["today_minutes"], USUAL)

    def clean_next_visit_minutes(self) -> int:
        """An hour of open time at the least."""
        return _between(self.cleaned_data["next_visit_minutes"], USUAL)


class JurisdictionForm(forms.Form):
    """Whose rules, notice and help lines hold here: one of the released ones."""

    jurisdiction = forms.ChoiceField(
        label="Rules, notice and help lines of",
        error_messages={"invalid_choice": "There is no released text for that jurisdiction."},
    )

    def __init__(self, *args, codes: Iterable[str], **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["jurisdiction"].choices = [(code, code.upper()) for code in codes]


class LineForm(forms.Form):
    """Somebody called a line: did it answer? Each line of the page has the same form."""

    line = forms.CharField(max_length=60, widget=forms.HiddenInput)
    number = forms.CharField(max_length=40, widget=forms.HiddenInput)
    works = forms.ChoiceField(
        choices=[("yes", "I called it: it works"), ("no", "I called it: it does not work")],
        widget=forms.RadioSelect,
        error_messages={
            "required": "Say whether it answered.",
            "invalid_choice": "Say whether it answered.",
        },
    )
    note = forms.CharField(required=False, max_length=200, label="Note")


class ConcernEmailForm(forms.Form):
    """A shared mailbox that is mailed too; empty: none."""

    concern_email = forms.EmailField(
        required=False,
        label="Also mail a shared mailbox",
        help_text=(
            "The mail holds no name and no answer. A shared mailbox opens nothing: only people "
            "with a sign-in can."
        ),
    )


def _between(minutes: int, least: int) -> int:
    if not least <= minutes <= LONGEST:
        raise forms.ValidationError(f"From {least} to {LONGEST} minutes (two weeks).")
    return minutes
