"""What would make calling hard: a few reasons, each with a line that may help. Not kept."""

from dataclasses import dataclass

from django.utils.translation import gettext as _


@dataclass(frozen=True)
class Hard:
    """A reason not to call, and what may help with it."""

    reason: str
    help: str


def hard_to_call() -> list[Hard]:
    """In her language, the ones heard most in front."""
    return [
        Hard(
            _("I am afraid of what they will do"),
            _(
                "You can ask first: “What do you have to tell others?” "
                "On most lines you need not give your name."
            ),
        ),
        Hard(
            _("I do not know what to say"),
            _("You can read this out: “I am having a hard time and I do not want to be alone.”"),
        ),
        Hard(
            _("Somebody may hear me"),
            _("You can text some lines. Or call from a store, a friend's home or your clinic."),
        ),
        Hard(
            _("It will show on my phone"),
            _("Calls and texts show in your phone's lists. A friend's phone may be better."),
        ),
        Hard(
            _("I have no minutes or no money"),
            _(
                "911 works even with no minutes. "
                "A clinic, a store or a neighbor may lend you a phone."
            ),
        ),
        Hard(
            _("I do not want to be a burden"),
            _("Answering is what they are there for. A short call is fine."),
        ),
        Hard(
            _("I called before and it did not help"),
            _("That happens, and it is hard. Another person on another line may fit better."),
        ),
    ]
