"""A result somebody else scored: one field a figure, as the questionnaire names them."""

from django import forms

from care.forms.base import DayInput
from catalog.types import Instrument, ResultField
from kernel.errors import DomainError

# Figures have a name of their own space: one of them may be called like a field of the form.
FIGURE = "figure-"


class ResultForm(forms.Form):
    """The day, and what was found."""

    on = forms.DateField(widget=DayInput, label="Day of the result")

    def __init__(self, *args, instrument: Instrument, **kwargs) -> None:
        super().__init__(*args, auto_id="result-%s", **kwargs)
        for figure in instrument.fields:
            self.fields[FIGURE + figure.code] = _field(figure)

    @property
    def said(self) -> dict[str, str]:
        """What was typed, by the code of the figure."""
        typed = self.cleaned_data.items()
        return {name.removeprefix(FIGURE): value for name, value in typed if FIGURE in name}

    @property
    def figures(self) -> list[forms.BoundField]:
        """The fields of the figures, in order."""
        return [self[name] for name in self.fields if name.startswith(FIGURE)]

    def refuse(self, error: DomainError) -> None:
        """A service's refusal beside the figure it names."""
        name = f"{FIGURE}{error.field}"
        known = name if name in self.fields else error.field if error.field == "on" else None
        self.add_error(known, error.message)


def _field(figure: ResultField) -> forms.Field:
    title = figure.title("en")
    if figure.kind == "choice":
        choices = [(str(one.value), one.label.get("en")) for one in figure.choices]
        return forms.ChoiceField(choices=[("", "not said"), *choices], required=False, label=title)
    if figure.kind == "text":
        return forms.CharField(max_length=80, required=False, label=title)
    number = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})
    reach = f"{figure.minimum} to {figure.maximum}"
    return forms.CharField(
        max_length=20, required=False, label=title, widget=number, help_text=reach
    )
