"""Journeys through batteries, administrations and answers, one module each."""

from measures.services.administering import (
    addressed_of,
    asked_together,
    finish_administration,
    items_for,
    next_item,
    said_in,
    start_administrations,
    start_for_step,
)
from measures.services.answering import save_answer, store_answer
from measures.services.asking import asked, instruments_put, is_tender, rests_after_loss
from measures.services.assigning import (
    assign_battery,
    battery_languages,
    missing_for,
    tender_titles,
)
from measures.services.offering import asking
from measures.services.scores import (
    Asked,
    Point,
    Series,
    scores_by_participant,
    scores_of,
    scores_over_time,
)

__all__ = [
    "Asked",
    "Point",
    "Series",
    "addressed_of",
    "asked",
    "asked_together",
    "asking",
    "assign_battery",
    "battery_languages",
    "finish_administration",
    "instruments_put",
    "is_tender",
    "items_for",
    "missing_for",
    "next_item",
    "rests_after_loss",
    "said_in",
    "save_answer",
    "scores_by_participant",
    "scores_of",
    "scores_over_time",
    "start_administrations",
    "start_for_step",
    "store_answer",
    "tender_titles",
]
