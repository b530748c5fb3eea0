"""Change history of mutable tables, written by database triggers (bulk and raw SQL included)."""

from collections.abc import Callable
from typing import Any

import pghistory
from django.db import models

from kernel.privacy import Policy


def track(*, exclude: list[str] | None = None) -> Callable[[type[models.Model]], Any]:
    """Class decorator: every insert and update of the model leaves a row in `<Model>Event`.

    The context (who, which request) is copied into each event row, so that the application's
    database role needs INSERT there and nothing else. Not for append-only tables.
    """

    def decorate(model: type[models.Model]) -> Any:
        policy = model.privacy if hasattr(model, "privacy") else Policy(False, "keep")
        return pghistory.track(
            pghistory.InsertEvent(),
            pghistory.UpdateEvent(),
            exclude=exclude,
            context_field=pghistory.ContextJSONField(),
            context_id_field=None,  # type: ignore[arg-type]
            obj_field=pghistory.ObjForeignKey(related_name="events"),
            attrs={
                "privacy": policy,
                "append_only": True,
                "__doc__": f"History of {model.__name__}.",
            },
        )(model)

    return decorate
