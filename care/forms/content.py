"""Approving a version of a curriculum, and whether sessions may be given alone."""

from django import forms

from care.blocks import Block, cuts_of
from catalog.text import ADDRESSED, ANCHORS
from catalog.types import Curriculum, Step
from catalog.voice import TU, USTED
from people.models import Delivery


class ApproveForm(forms.Form):
    """For which ways of giving it; that it is a draft is said by whoever approves."""

    deliveries = forms.MultipleChoiceField(
        choices=Delivery.choices,
        widget=forms.CheckboxSelectMultiple,
        label="It may be given",
        error_messages={"required": "Choose how it may be given: at least one way."},
    )
    knew_draft = forms.BooleanField(
        required=False,
        label="Our clinic knows that this text is a draft that nobody has signed, and answers "
        "for giving it",
    )

    def __init__(self, *args, alone: bool, is_draft: bool, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        if not alone:
            ways = [one for one in Delivery.choices if one[0] != Delivery.SELF_GUIDED]
            self.fields["deliveries"].choices = ways
        if not is_draft:
            del self.fields["knew_draft"]


class AloneForm(forms.Form):
    """Who decided that sessions may be given without visits or a group."""

    lead = forms.CharField(
        max_length=120,
        label="Name and role of the lead who decided",
        help_text="No trial of these sessions given alone was found. Without a name it stays off.",
    )


LANGUAGES = {"en": "English", "es": "Spanish"}
CUTS = {"full": "Whole", "five": "Five minutes", "two": "Two minutes"}
RESTS_ON = {"breath": "breath", "sounds": "sounds", "hands": "hands", "see": "something she sees"}


class EyesForm(forms.Form):
    """How a page is looked at. What is unknown is taken for the first choice."""

    lang = forms.ChoiceField(label="Language")
    voice = forms.ChoiceField(choices=[(TU, "tú"), (USTED, "usted")], label="Spanish says")
    addressed = forms.ChoiceField(
        choices=[(one, one.replace("_", " ")) for one in ADDRESSED], label="Spoken to as"
    )
    anchor = forms.ChoiceField(label="Rests on")
    cut = forms.ChoiceField(label="Length")
    theme = forms.ChoiceField(choices=[("light", "Light"), ("dark", "Dark")], label="Look")

    def __init__(self, *args, content: Curriculum, step: Step, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        languages = [(code, LANGUAGES.get(code, code)) for code in content.languages]
        self.fields["lang"].choices = languages
        rests = [(one, RESTS_ON[one]) for one in ANCHORS if one in step.anchors]
        self.fields["anchor"].choices = rests
        self.fields["cut"].choices = [(one, CUTS.get(one, one)) for one in cuts_of(step)]
        if "es" not in content.languages:
            del self.fields["voice"]
        for name in ("anchor", "cut"):
            if not self.fields[name].choices:
                del self.fields[name]

    def seen(self) -> dict[str, str]:
        """Every choice by name: the one asked for, else the first; empty where there is none."""
        found = dict.fromkeys(("lang", "voice", "addressed", "anchor", "theme"), "")
        found["cut"] = "full"
        for name, field in self.fields.items():
            values = [value for value, _label in field.choices]
            asked = self.data.get(name, "")
            found[name] = asked if asked in values else values[0]
        return found

    def shown(self) -> list[tuple[str, str, list[tuple[str, str, bool]]]]:
        """Name, label and choices of each, with what is chosen marked."""
        seen = self.seen()
        return [
            (name, field.label, [(v, label, v == seen[name]) for v, label in field.choices])
            for name, field in self.fields.items()
        ]


class CommentForm(forms.Form):
    """What somebody said about one block."""

    block = forms.ChoiceField(label="About")
    said_by = forms.CharField(
        max_length=80,
        label="Who said it",
        help_text="Such as “mothers’ panel, 12 November”. Never a mother’s name.",
    )
    text = forms.CharField(max_length=1000, widget=forms.Textarea(attrs={"rows": 3}), label="What")

    def __init__(self, *args, blocks: list[Block], **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["block"].choices = [(one.code, one.label) for one in blocks]
