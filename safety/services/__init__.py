"""What may be done with concerns, duty, tolerance gaps and her plan."""

from safety.services.closing import close
from safety.services.concerns import acknowledge, raise_concern
from safety.services.duty import (
    Seen,
    close_on,
    end_duty,
    hours_of,
    protocol_of,
    put_on_duty,
    reopen,
    seen_by,
    set_hours,
    sign_protocol,
)
from safety.services.figures import Figures, figures, unseen
from safety.services.plan import lock_plan, plan_of, save_part, share_plan
from safety.services.readiness import (
    Check,
    check_line,
    is_ready,
    lines_of,
    lines_to_check,
    readiness,
)
from safety.services.tolerance import (
    days_without_of,
    period_of,
    periods_of,
    record_gap,
    standing_gaps,
    take_back_gap,
)

__all__ = [
    "Check",
    "Figures",
    "Seen",
    "acknowledge",
    "check_line",
    "close",
    "close_on",
    "days_without_of",
    "end_duty",
    "figures",
    "hours_of",
    "is_ready",
    "lines_of",
    "lines_to_check",
    "lock_plan",
    "period_of",
    "periods_of",
    "plan_of",
    "protocol_of",
    "put_on_duty",
    "raise_concern",
    "readiness",
    "record_gap",
    "reopen",
    "save_part",
    "seen_by",
    "set_hours",
    "share_plan",
    "sign_protocol",
    "standing_gaps",
    "take_back_gap",
    "unseen",
]
