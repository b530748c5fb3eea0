"""A copy of everything that is hers, by the policies of the tables (kernel.privacy).

Every model from which foreign keys lead to her and whose rows are hers goes in; secrets, and what
only finds a row again, do not.
"""

import json
from collections.abc import Iterator
from datetime import datetime
from functools import cache
from io import BytesIO
from typing import Any
from uuid import uuid4

import pyzipper
from django.apps import apps
from django.db import transaction
from django.db.models import Model, Q
from django.utils.html import escape
from django.utils.translation import gettext as _
from django.utils.translation import override

from audit.models import Disclosure, ReadEvent
from audit.services import record_told
from catalog.models import ContentVersion
from kernel.errors import BadInput
from kernel.privacy import Policy
from people.models import Participant, User

# Hashes, keys and leases: nothing she said, and dangerous in a file.
SECRET = {
    "token_hash", "pin_hash", "second_pin_hash", "nonce_hash", "companion_hash", "signing_key",
    "email_index", "phone_index", "body_hash", "lease_token", "lease_until", "wrong_pins",
    "locked_until", "pgh_context",
}  # fmt: skip
# As it came from a phone, sealed or broken: it cannot be read here either.
SEALED = {("Quarantine", "body")}
LEAST_PASSWORD = 12
HISTORY = "Event"

Row = dict[str, Any]


def copy_of(participant: Participant, *, now: datetime) -> dict[str, Any]:
    """All rows of hers by table, the newest state and its history."""
    tables: dict[str, list[Row]] = {}
    for model, paths in sorted(lookups_of_hers().items(), key=lambda item: item[0].__name__):
        where = Q()
        for path in paths:
            where |= Q(**{path: participant.pk})
        rows = model._base_manager.filter(where).distinct().order_by("pk")
        tables[model.__name__] = [_row(row) for row in rows]
    tables["ReadEvent"] = [_row(row) for row in _reads(participant)]
    told = Disclosure.objects.filter(participant=participant.public_id).order_by("pk")
    tables["Disclosure"] = [_row(row) for row in told]
    return {"made_at": now.isoformat(), "tables": {k: v for k, v in tables.items() if v}}


def archive_of(participant: Participant, *, password: str, now: datetime) -> bytes:
    """The copy as a ZIP encrypted with AES-256: a page to read, and the same as JSON.

    Names inside are readable without the password, so they say nothing. Raises BadInput.
    """
    if len(password) < LEAST_PASSWORD:
        raise BadInput(_("Use 12 letters or more."), field="secret")
    copy = copy_of(participant, now=now)
    packed = BytesIO()
    with override(participant.language):
        page = page_of(copy, language=participant.language)
    with pyzipper.AESZipFile(
        packed, "w", compression=pyzipper.ZIP_DEFLATED, encryption=pyzipper.WZ_AES
    ) as archive:
        archive.setpassword(password.encode())
        archive.writestr("1.html", page)
        archive.writestr("2.json", json.dumps(copy, ensure_ascii=False, indent=1))
    return packed.getvalue()


@transaction.atomic
def hand_over_copy(*, participant: Participant, password: str, actor: str, now: datetime) -> bytes:
    """The archive for herself, and the account of it. Raises BadInput as archive_of does."""
    body = archive_of(participant, password=password, now=now)
    record_told(
        actor=actor,
        participant=participant.public_id,
        basis=Disclosure.Basis.TO_HER,
        recipient_class="herself",
        purpose="subject_access",
        artefact=uuid4(),
        recipient="",
        what="",
        now=now,
    )
    return body


def page_of(copy: dict[str, Any], *, language: str) -> str:
    """The copy as one page that needs nothing else. History is in the JSON alone."""
    title = escape(_("A copy of my things"))
    parts = [
        f'<!doctype html><html lang="{language}"><meta charset="utf-8">'
        f'<meta name="viewport" content="width=device-width"><title>{title}</title>'
        "<style>body{font:1rem/1.5 system-ui;max-width:60rem;margin:2rem auto;padding:0 1rem}"
        "dl{border-top:1px solid #bbb;padding:.6rem 0;margin:0;display:grid;"
        "grid-template-columns:minmax(8rem,14rem) 1fr}dt{color:#555}dd{margin:0;"
        f"overflow-wrap:anywhere}}</style><h1>{title}</h1><p>{escape(copy['made_at'][:16])}</p>"
    ]
    for name, rows in copy["tables"].items():
        if not name.endswith(HISTORY) or name == "ReadEvent":
            parts.append(f"<h2>{escape(_heading(name))} ({len(rows)})</h2>")
            parts += [_listed(row) for row in rows]
    return "\n".join(parts)


def _listed(row: Row) -> str:
    said = ((name, value) for name, value in row.items() if value not in (None, "", [], {}))
    pairs = (f"<dt>{escape(name.replace('_', ' '))}<dd>{escape(value)}" for name, value in said)
    return f"<dl>{''.join(pairs)}</dl>"


def _heading(name: str) -> str:
    found = next(model for model in _models() if model.__name__ == name)
    return str(found._meta.verbose_name_plural).capitalize()


def _models() -> Iterator[type[Model]]:
    yield from apps.get_models(include_auto_created=True)


@cache
def lookups_of_hers() -> dict[type[Model], list[str]]:
    """Each model of hers, and the look-ups that lead from its rows to her."""
    found: dict[type[Model], list[str]] = {Participant: ["pk"]}
    edge: set[type[Model]] = {Participant}
    while edge:
        nearer = dict(found)
        edge = set()
        for model in _models():
            policy = getattr(model, "privacy", None)
            if model in nearer or not isinstance(policy, Policy) or not policy.hers:
                continue
            paths = [
                f"{field.name}__{path}"
                for field in model._meta.fields
                if field.is_relation and field.related_model in nearer
                for path in nearer[field.related_model]
            ]
            if paths:
                found[model] = paths
                edge.add(model)
    return found


def _reads(participant: Participant) -> Any:
    return ReadEvent.objects.filter(ids__contains=[participant.public_id]).order_by("pk")


def _row(row: Model) -> Row:
    shown: Row = {}
    for field in row._meta.concrete_fields:
        if field.name in SECRET or (row._meta.object_name, field.name) in SEALED:
            continue
        if field.primary_key and field.name in ("id", "pgh_id"):
            continue
        shown[field.name] = _value(row, field)
    if isinstance(row, ReadEvent):
        del shown["ids"]  # Others stand beside her in one look.
    return shown


def _value(row: Model, field: Any) -> Any:
    value = getattr(row, field.attname)
    if value is None or isinstance(value, bool | int | float | list | dict):
        return value if not field.is_relation else _named(row, field)
    if field.choices:
        return str(dict(field.flatchoices).get(value, value))
    return value.isoformat() if hasattr(value, "isoformat") else str(value)


def _named(row: Model, field: Any) -> Any:
    """A person of staff by name, content by code and version, any other row by its number."""
    if field.related_model in (User, ContentVersion) and getattr(row, field.attname):
        return str(getattr(row, field.name))
    return getattr(row, field.attname)
