"""A battery put together on this site: checked as a file would be, kept within its budget."""

from datetime import datetime
from typing import Any, cast

from django.db import IntegrityError, transaction

from catalog.build import build
from catalog.models import ContentVersion
from catalog.schema import check_schema
from catalog.sense_questions import battery_sense
from catalog.services import released_codes
from catalog.site import schemas
from catalog.source import Source
from catalog.types import Battery, Instrument
from catalog.wording import Splitter
from kernel.errors import BadInput, Conflict
from kernel.ids import body_hash
from measures.services.askable import to_ask
from measures.services.budgeting import over_budget_here

SITE = "site-"


def askable() -> list[Instrument]:
    """What a battery may be made of here, by title: it has questions, and words to put them in."""
    found = (to_ask(code).content for code in released_codes("instrument"))
    return sorted((one for one in found if one.is_askable), key=lambda one: one.title("en").lower())


def composed() -> list[ContentVersion]:
    """The newest version of each battery put together on this site."""
    rows = ContentVersion.objects.filter(kind="battery", code__startswith=SITE)
    newest = {row.code: row for row in rows.order_by("id")}
    return [newest[code] for code in sorted(newest)]


def why_not(raw: dict[str, Any]) -> list[str]:
    """What stands against keeping a battery, in sentences; nothing where it may be kept.

    `raw` is what its file would say, without kind, version and status.
    """
    wrong = _departs(raw)
    if wrong:
        return wrong
    battery = built(raw)
    problems = battery_sense(battery, _versions)
    return [f"{message}: {hint}" for _, message, hint in problems] or over_budget_here(battery)


def fits_schema(raw: dict[str, Any]) -> bool:
    """Whether it says all that a battery has to say, in the right form."""
    return not _departs(raw)


@transaction.atomic
def compose_battery(*, raw: dict[str, Any], now: datetime) -> ContentVersion:
    """Keep a battery of this site as its next version.

    Mothers who have an earlier one keep that. Raises BadInput (code "over_budget" too) saying
    what to change, Conflict when somebody was faster.
    """
    against = why_not(raw)
    if against:
        raise BadInput(" ".join(against), code="not_composed")
    code = raw["code"]
    rows = ContentVersion.objects.filter(kind="battery", code=code)
    last = max((int(row) for row in rows.values_list("version", flat=True)), default=0)
    whole = _whole(raw, str(last + 1))
    body = _split(whole)
    try:
        with transaction.atomic():
            return ContentVersion.objects.create(
                kind="battery",
                code=code,
                version=whole["version"],
                status=ContentVersion.Status.DRAFT,
                structure_hash=body_hash(body["structure"]),
                wording_hashes={lang: body_hash(words) for lang, words in body["wording"].items()},
                body=body,
                registered_at=now,
            )
    except IntegrityError as error:
        raise Conflict(
            "Somebody kept a battery of that name just now. Look at it first."
        ) from error


def built(raw: dict[str, Any]) -> Battery:
    """The typed battery of what fits the schema."""
    return cast("Battery", build("battery", _split(_whole(raw, "1"))))


def _whole(raw: dict[str, Any], version: str) -> dict[str, Any]:
    return {"kind": "battery", "version": version, "status": "draft"} | raw


def _departs(raw: dict[str, Any]) -> list[str]:
    source = Source("", _whole(raw, "1"), {})
    return [f"{one.message}: {one.hint}" for one in check_schema(source, "battery", schemas())]


def _split(whole: dict[str, Any]) -> dict[str, Any]:
    source = Source("", whole, {})
    splitter = Splitter(source, whole["languages"])
    structure = splitter.split({key: value for key, value in whole.items() if key != "kind"})
    return {"structure": structure, "wording": splitter.wording}


def _versions(kind: str, code: str | None = None) -> list[Any]:
    rows = ContentVersion.objects.filter(kind=kind).exclude(status=ContentVersion.Status.WITHDRAWN)
    return [row.content for row in (rows if code is None else rows.filter(code=code))]
