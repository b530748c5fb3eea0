"""The ways a message can go out. A new one is a module here and a line in CHANNELS."""

from collections.abc import Callable

from reminders.channels import email
from reminders.channels.wire import Letter, Outcome

CHANNELS: dict[str, Callable[..., Outcome]] = {"email": email.send}

__all__ = ["CHANNELS", "Letter", "Outcome"]
