"""Moving the clocks, a module for each: anchors, what is expected, pauses, receipts."""

from schedule.services.anchors import Ages, ages, current_anchor, set_anchor
from schedule.services.expecting import (
    add_rule,
    end_rule,
    follow_zone,
    mark_done,
    move_occurrence,
    plan_occurrences,
    rhythm_of,
)
from schedule.services.following import follow_anchor
from schedule.services.pausing import (
    days_of_rest,
    drop_pause,
    end_pause,
    pause_of,
    prolong_tender,
    start_pause,
)
from schedule.services.quarantining import count_put_aside, quarantine, quarantined_of
from schedule.services.receiving import receive
from schedule.services.retracting import retract

__all__ = [
    "Ages",
    "add_rule",
    "ages",
    "count_put_aside",
    "current_anchor",
    "days_of_rest",
    "drop_pause",
    "end_pause",
    "end_rule",
    "follow_anchor",
    "follow_zone",
    "mark_done",
    "move_occurrence",
    "pause_of",
    "plan_occurrences",
    "prolong_tender",
    "quarantine",
    "quarantined_of",
    "receive",
    "retract",
    "rhythm_of",
    "set_anchor",
    "start_pause",
]
