"""Whether a questionnaire can be asked somewhere at all, and whom it is for, in words for staff."""

from collections.abc import Iterable, Iterator

from catalog.models import ContentVersion
from catalog.services import released
from catalog.types import Instrument
from kernel.errors import BadInput
from people.models import Clinic, Participant
from schedule.windows import in_weeks


def to_ask(code: str) -> ContentVersion:
    """The version of a questionnaire that is put to somebody who begins it now.

    The newest; where that has no words (a key shipped again after a site loaded its wording), the
    newest that has. Raises BadInput (code "unknown_content") when there is none of that code.
    """
    newest = released("instrument", code)
    if newest.content.is_askable:
        return newest
    rows = ContentVersion.objects.filter(kind="instrument", code=code)
    rows = rows.exclude(status=ContentVersion.Status.WITHDRAWN).order_by("-id")
    return next((row for row in rows if row.content.is_askable), newest)


def why_not_askable(codes: Iterable[str], clinic: Clinic) -> list[str]:
    """What stands against putting these questionnaires to anybody of a clinic, in sentences."""
    return [why for code in codes for why in _against(to_ask(code).content, clinic)]


def refuse_unaskable(*, title: str, asks: Iterable[str], clinic: Clinic) -> None:
    """Raise BadInput (code "not_askable") when one of these questionnaires cannot be asked there.

    `asks` are codes of instruments, `title` what they stand in.
    """
    against = why_not_askable(asks, clinic)
    if against:
        raise BadInput(f"“{title}” cannot be given. " + " ".join(against), code="not_askable")


def _against(content: Instrument, clinic: Clinic) -> Iterator[str]:
    title = content.title("en")
    if content.result_only:
        yield f"“{title}” is not asked: staff record its result on her page."
    elif content.calendar:
        yield f"“{title}” is a calendar: it is filled in on her page."
    elif not content.is_askable:
        yield (
            f"“{title}” has no wording here: load the wording this site has a licence for "
            "on the Content page, then give it."
        )
    if content.stand_in_for and not clinic.is_synthetic:
        yield (
            f"“{title}” is stand-in wording for the demo: it is refused outside invented "
            f"clinics. Load the wording of {content.stand_in_for} and give that."
        )


def made_for(content: Instrument) -> str:
    """Whom it is for and when, in words for staff; nothing where it is for everybody."""
    applies, parts = content.applies, []
    addressed = [*content.for_addressed, *applies.addressed]
    if addressed:
        parts.append("addressed as " + " or ".join(_spoken(one) for one in addressed))
    if applies.gestation_weeks:
        first, last = applies.gestation_weeks
        parts.append(f"from week {first} to week {last} of pregnancy")
    if applies.infant_days:
        first, last = applies.infant_days
        corrected = ", corrected for an early birth" if applies.corrected_age else ""
        parts.append(f"infant aged {in_weeks(first)} to {in_weeks(last)}{corrected}")
    return "; ".join(parts)


def _spoken(addressed: str) -> str:
    return f"“{Participant.Addressed(addressed).label}”"
