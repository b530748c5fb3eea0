"""Content for the rows above: what the files say, and what was released."""

from __future__ import annotations

from datetime import date, datetime
from functools import cache
from pathlib import Path

from django.db import transaction
from django.utils.safestring import SafeString, mark_safe

from catalog.loader import Library, LoadedContent, version_key
from catalog.models import ContentVersion
from catalog.reviewing import DRAFT, ReviewState
from catalog.site import folders, library
from catalog.types import FULL
from kernel.errors import BadInput, Conflict
from kernel.rows import ask, columns, read

DEFAULT_JURISDICTION = "us"


@transaction.atomic
def register_content(*, now: datetime) -> list[ContentVersion]:
    """Archive every version in the files that is not archived yet; returns the new rows.

    Refuses content with errors, and a version that was released with other words before.
    """
    found = library()
    if found.errors:
        raise BadInput("\n".join(str(error) for error in found.errors), code="content_error")
    differing = differences(found)
    if differing:
        raise Conflict("\n".join(differing), code="other_content")
    new = []
    for loaded in sorted(found.contents.values(), key=_release_order):
        if not _stored(loaded):
            new.append(_archive(loaded, now))
    return new


def differences(found: Library) -> list[str]:
    """Versions whose files no longer say what was released under their number."""
    lines = []
    for loaded in found.contents.values():
        stored = _stored(loaded)
        if stored and (stored.structure_hash, stored.wording_hashes) != (
            loaded.structure_hash,
            loaded.wording_hashes,
        ):
            lines.append(
                f"{loaded.source.file}:{loaded.source.line(('version',))}: {stored} was released "
                "with other content — put it back, or give the file the next version"
            )
    return lines


def released(kind: str, code: str, version: str | None = None) -> ContentVersion:
    """A released version; without a number, the newest that is not withdrawn.

    Raises BadInput (code "unknown_content") when there is none.
    """
    rows = ContentVersion.objects.filter(kind=kind, code=code)
    if version is None:
        row = rows.exclude(status=ContentVersion.Status.WITHDRAWN).order_by("-id").first()
    else:
        row = rows.filter(version=version).first()
    if row is None:
        name = code if version is None else f"{code}@{version}"
        raise BadInput(f"There is no released {kind} “{name}”.", code="unknown_content")
    return row


def review_of(row: ContentVersion, *, today: date, part: str | None = None) -> ReviewState:
    """How far its review has come, of a session of it with `part`.

    Signatures stand in the files, not in the archive: what has no file any more is a draft.
    """
    loaded = library().contents.get((row.kind, row.code, row.version))
    if loaded is None:
        return ReviewState(DRAFT)
    return loaded.review_states(today)[part] if part else loaded.review_state(today)


def for_jurisdiction(kind: str, code: str) -> ContentVersion:
    """The newest released content of a place, or the default place's when it has none.

    What she says is stored and answered wherever her clinic says it lies.
    """
    found = ask(
        _OF_PLACE.format(columns(ContentVersion, "version", without=("body",))),
        [kind, code, DEFAULT_JURISDICTION, ContentVersion.Status.WITHDRAWN, code],
    )
    if found is None:
        return released(kind, code)
    return read(ContentVersion, iter(found), without=("body",))


_OF_PLACE = """
    SELECT {} FROM catalog_contentversion version
    WHERE kind = %s AND code IN (%s, %s) AND status <> %s
    ORDER BY code = %s DESC, id DESC LIMIT 1
"""


def released_codes(kind: str) -> list[str]:
    """The codes of a kind that have a released version, for a list to choose from."""
    rows = ContentVersion.objects.filter(kind=kind)
    rows = rows.exclude(status=ContentVersion.Status.WITHDRAWN)
    return sorted(set(rows.values_list("code", flat=True)))


@cache
def drawing(name: str) -> SafeString:
    """A drawing as inline SVG, or nothing when no folder holds it (it is decoration)."""
    for folder in folders():
        path = folder / "drawings" / f"{Path(name).name}.svg"
        if path.is_file():
            return mark_safe(path.read_text(encoding="utf-8").strip())  # noqa: S308 - our own file
    return SafeString("")


def recording(curriculum: str, session: str, step: str, cut: str, lang: str) -> Path | None:
    """A recording in a pack: audio/<curriculum>/<session>/<step>[.five|.two].<language>.mp3.

    Content has none of its own; a site that records its voices puts them in a pack.
    """
    stem = step if cut == FULL else f"{step}.{cut}"
    for folder in folders():
        path = folder / "audio" / curriculum / session / f"{stem}.{lang}.mp3"
        if path.is_file():
            return path
    return None


def _release_order(loaded: LoadedContent) -> tuple[str, str, tuple[int, ...]]:
    return loaded.kind, loaded.code, version_key(loaded.version)


def _stored(loaded: LoadedContent) -> ContentVersion | None:
    return ContentVersion.objects.filter(
        kind=loaded.kind, code=loaded.code, version=loaded.version
    ).first()


def _archive(loaded: LoadedContent, now: datetime) -> ContentVersion:
    return ContentVersion.objects.create(
        kind=loaded.kind,
        code=loaded.code,
        version=loaded.version,
        status=loaded.status,
        structure_hash=loaded.structure_hash,
        wording_hashes=loaded.wording_hashes,
        body=loaded.body,
        registered_at=now,
    )
