"""What may be done with concerns, duty, tolerance gaps and her plan."""

from safety.services.concerns import acknowledge, close, raise_concern

__all__ = ["acknowledge", "close", "raise_concern"]
