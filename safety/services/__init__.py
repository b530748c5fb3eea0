"""What may be done with concerns, duty, tolerance gaps and her plan."""

from safety.services.concerns import acknowledge, close, raise_concern
from safety.services.plan import lock_plan, plan_of, save_part, share_plan

__all__ = [
    "acknowledge",
    "close",
    "lock_plan",
    "plan_of",
    "raise_concern",
    "save_part",
    "share_plan",
]
