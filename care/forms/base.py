"""What the forms share: a refusal of a service shown at its field, and a confirmation asked."""

from uuid import uuid4

from django import forms

from kernel.errors import DomainError, NeedsConfirmation


class DayInput(forms.DateInput):
    """A date picker; the value travels as ISO whatever the browser's language."""

    input_type = "date"

    def __init__(self, attrs: dict | None = None) -> None:
        super().__init__(attrs, format="%Y-%m-%d")


class Once(forms.Form):
    """A form that makes something new: its mark, so that a button pressed twice makes one."""

    once = forms.UUIDField(
        required=False,
        widget=forms.HiddenInput,
        initial=uuid4,
        error_messages={"invalid": "Something is wrong with this page. Load the page again."},
    )


class Confirmable(forms.Form):
    """A form whose service may ask “is this right?”: the box appears with the question."""

    confirmed = forms.BooleanField(required=False, label="Yes, go on", widget=forms.HiddenInput)

    question = ""

    def ask(self, question: NeedsConfirmation) -> None:
        """Show the question and the box that answers it."""
        self.question = question.message
        self.fields["confirmed"].widget = forms.CheckboxInput()


def refuse(form: forms.Form, error: DomainError) -> None:
    """A service's refusal, beside the field it names (or above the form)."""
    if isinstance(error, NeedsConfirmation) and isinstance(form, Confirmable):
        form.ask(error)
        return
    form.add_error(error.field if error.field in form.fields else None, error.message)
