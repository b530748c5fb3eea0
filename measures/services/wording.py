"""Loading the words of a questionnaire a site has a licence for, and writing one out.

An import never touches a key: what it makes is a further version with the key's structure as it
is. A stand-in receives none.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from catalog.build import build
from catalog.models import ContentVersion
from catalog.schema import check_schema
from catalog.sense_codes import TELLING
from catalog.sense_keys import STAND_IN, published_sense
from catalog.sense_questions import instrument_sense
from catalog.site import library, schemas, site_voice
from catalog.source import Source
from catalog.wording import Splitter
from kernel.errors import BadInput, Conflict
from kernel.ids import body_hash
from measures.importing import composing, writing
from measures.importing.found import Form
from measures.importing.mapping import Matched, match
from measures.models import WordingImport
from people.models import User

KIND = "instrument"


@dataclass(frozen=True)
class ImportPlan:
    """What an import would make, for a person to confirm. Nothing is stored yet.

    `matched` is empty for a questionnaire that is new here: it has no key to be matched to.
    """

    code: str
    body: dict[str, Any]
    form: Form
    mapping: Mapping[str, str]
    notes: tuple[str, ...]
    matched: tuple[Matched, ...] = ()
    carried: tuple[str, ...] = ()

    @property
    def version(self) -> str:
        return str(self.body["structure"]["version"])

    @property
    def languages(self) -> tuple[str, ...]:
        return tuple(self.body["structure"]["languages"])

    @property
    def content(self) -> Any:
        """The typed questionnaire as it would be asked."""
        return build(KIND, self.body, site_voice())

    @property
    def is_new(self) -> bool:
        return not self.matched


def versions_of(code: str) -> QuerySet[ContentVersion]:
    """Released versions of a questionnaire that are not withdrawn, the newest first."""
    rows = ContentVersion.objects.filter(kind=KIND, code=code)
    return rows.exclude(status=ContentVersion.Status.WITHDRAWN).order_by("-id")


def key_of(code: str) -> ContentVersion:
    """The version whose structure words are loaded into; BadInput when there is none.

    Of a published one the newest key without words; of one imported whole the first import.
    """
    rows = list(versions_of(code).defer(None))
    if not rows:
        raise BadInput(f"There is no questionnaire “{code}” on this site.", code="unknown_content")
    raw = rows[0].body["structure"]
    if raw["stand_in"] or raw.get("stand_in_for"):
        raise BadInput(
            f"“{code}” is a stand-in with words of ours: it takes no others. Load the words into "
            f"{raw.get('stand_in_for') or 'the published questionnaire'}."
        )
    keys = [row for row in rows if row.body["structure"].get("wording") == "none"]
    if not keys and raw.get("wording") != "licensed":
        raise BadInput(f"The words of “{code}” are ours and come with the project.")
    key = keys[0] if keys else rows[-1]
    if not key.body["structure"].get("items"):
        raise BadInput(f"“{code}” has no questions: there are no words to load.")
    return key


def plan_words(*, code: str, form: Form, picks: Mapping[str, str] | None = None) -> ImportPlan:
    """The words of a form for a key that is here. BadInput when any item lacks its own."""
    key = key_of(code)
    raw = key.body["structure"]
    matched = match(raw["items"], form, picks or {})
    body = composing.with_words(key.body, form, matched, version=_next_version(key))
    earlier = _earlier(key)
    made = composing.with_earlier(body, earlier.body if earlier else None)
    carried = [lang for lang in made["structure"]["languages"] if lang not in body["wording"]]
    used = {one.found.name for one in matched}
    extra = [f"{one.at}: not in the key, left out." for one in form.items if one.name not in used]
    if not form.intro:
        extra.append("The file has no first words: ours stand there (“Here are some questions.”).")
    plan = ImportPlan(
        code=code,
        body=made,
        form=form,
        mapping={one.item["code"]: one.found.name for one in matched},
        notes=(*form.notes, *extra),
        matched=matched,
        carried=tuple(carried),
    )
    _refuse_nonsense(plan)
    if earlier and earlier.body["wording"] == made["wording"]:
        raise Conflict(f"These words are here already, as version {earlier.version}.")
    return plan


def plan_new(*, code: str, form: Form) -> ImportPlan:
    """A whole new questionnaire from a form: asked and exported, never scored."""
    if code.startswith(STAND_IN):
        raise BadInput(f"A code that begins with {STAND_IN} is for words of ours.")
    if ContentVersion.objects.filter(kind=KIND, code=code).exists() or library().versions(
        KIND, code
    ):
        raise BadInput(f"There is a questionnaire “{code}” already. Import into it, without new.")
    return checked_new(code=code, form=form)


def checked_new(*, code: str, form: Form) -> ImportPlan:
    """A whole new questionnaire, checked as a content file is; BadInput when it does not hold."""
    allowed = [lang for lang, _name in settings.LANGUAGES]
    value, mapping, notes = composing.new_file(form, code=code, allowed=allowed, telling=TELLING)
    source = Source("the import", value)
    for error in check_schema(source, KIND, schemas()):
        raise BadInput(f"It cannot be kept: {error.message} ({error.hint}).")
    splitter = Splitter(source, value["languages"])
    structure = splitter.split({k: v for k, v in value.items() if k != "kind"})
    for error in splitter.errors:
        raise BadInput(f"It cannot be kept: {error.message} ({error.hint}).")
    body = {"structure": structure, "wording": splitter.wording}
    plan = ImportPlan(code, body, form, mapping, (*form.notes, *notes))
    _refuse_nonsense(plan)
    return plan


def _next_version(key: ContentVersion) -> str:
    begins = f"{key.version}."
    numbers = [
        int(version.removeprefix(begins))
        for version in ContentVersion.objects.filter(
            kind=KIND, code=key.code, version__startswith=begins
        ).values_list("version", flat=True)
        if version.removeprefix(begins).isdecimal()
    ]
    return f"{begins}{max(numbers, default=0) + 1}"


def _earlier(key: ContentVersion) -> ContentVersion | None:
    """The newest version that has words for this key."""
    for row in versions_of(key.code).defer(None):
        if row.body["structure"].get("wording") == "licensed" and composing.same_key(
            row.body["structure"], key.body["structure"]
        ):
            return row
    return None


def _refuse_nonsense(plan: ImportPlan) -> None:
    """Raise BadInput when what would be kept does not hang together."""
    problems = [
        *published_sense(plan.body["structure"]),
        *instrument_sense(plan.content, library().versions),
    ]
    if problems:
        _where, message, hint = problems[0]
        raise BadInput(f"It cannot be kept: {message} ({hint}).")


@transaction.atomic
def import_wording(
    *, plan: ImportPlan, file_name: str, data: bytes, by: User | None, now: datetime
) -> WordingImport:
    """Release what was planned and keep where it came from. Conflict when somebody was faster."""
    body = plan.body
    try:
        with transaction.atomic():
            row = ContentVersion.objects.create(
                kind=KIND,
                code=plan.code,
                version=plan.version,
                status=ContentVersion.Status.DRAFT,
                structure_hash=body_hash(body["structure"]),
                wording_hashes={lang: body_hash(words) for lang, words in body["wording"].items()},
                body=body,
                registered_at=now,
            )
    except IntegrityError as error:
        raise Conflict("Somebody imported words for it just now. Look at them first.") from error
    return WordingImport.objects.create(
        instrument=row,
        format=plan.form.format,
        file_name=file_name[-200:],
        sha256=hashlib.sha256(data).hexdigest(),
        mapping=dict(plan.mapping),
        notes=list(plan.notes),
        imported_by=by,
        imported_at=now,
    )


def export_wording(*, row: ContentVersion, format: str, language: str = "") -> tuple[str, bytes]:
    """A file name and the file. BadInput for words that are not here, or a form unknown."""
    body = row.body
    raw = body["structure"]
    stem = f"{row.code}-{row.version}"
    if format == "fhir":
        return f"{stem}.fhir.json", writing.to_fhir(body)
    if format == "redcap":
        lang = language or raw["languages"][0]
        return f"{stem}.{lang}.redcap.csv", writing.to_redcap(body, lang)
    raise BadInput(f"The form “{format[:40]}” is not written. Known are: fhir, redcap.")


def imports_of(code: str) -> QuerySet[WordingImport]:
    """What was loaded for a questionnaire, the newest first."""
    rows = WordingImport.objects.filter(instrument__code=code)
    return rows.select_related("instrument", "imported_by").order_by("-imported_at", "-pk")
