"""What the mothers' panel and other readers say about a page, block by block."""

from datetime import datetime

from django.db.models import QuerySet

from catalog.models import ContentVersion
from kernel.errors import BadInput
from people.models import Clinic, ContentComment, User

LONGEST = 1000


def comment_on(
    *,
    clinic: Clinic,
    content_version: ContentVersion,
    part: str,
    step: str,
    block: str,
    language: str,
    addressed: str,
    said_by: str,
    text: str,
    by: User,
    now: datetime,
) -> ContentComment:
    """Keep one comment. Raises BadInput without words, or without who said them."""
    said_by, text = said_by.strip(), text.strip()
    if not said_by or len(said_by) > 80:
        raise BadInput("Write who said it, in up to 80 letters. No mother’s name.", field="said_by")
    if not text or len(text) > LONGEST:
        raise BadInput(f"Write the comment, in up to {LONGEST} letters.", field="text")
    return ContentComment.objects.create(
        clinic=clinic,
        code=content_version.code,
        version=content_version.version,
        part=part,
        step=step,
        block=block,
        language=language,
        addressed=addressed,
        said_by=said_by,
        text=text,
        written_by=by,
        written_at=now,
    )


def settle_comment(*, comment: ContentComment, by: User, now: datetime) -> None:
    """The text was changed, or it was decided to leave it. Twice is once."""
    ContentComment.objects.filter(pk=comment.pk, settled_at=None).update(
        settled_by=by, settled_at=now
    )


def comments_on(user: User, content_version: ContentVersion) -> QuerySet[ContentComment]:
    """Of the clinics this person works at, on this version."""
    mine = Clinic.objects.filter(memberships__user=user, memberships__until=None)
    return ContentComment.objects.filter(
        clinic__in=mine, code=content_version.code, version=content_version.version
    )
