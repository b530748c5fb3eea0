"""The questionnaires of this site, and where the words of each come from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from catalog.models import ContentVersion
from catalog.services import released_codes
from measures.importing.found import Form
from measures.services.wording import ImportPlan, versions_of

WAITS, LICENSED, STAND_IN, OURS, RECORDED = "waits", "licensed", "stand_in", "ours", "recorded"


@dataclass(frozen=True)
class Shelved:
    """One questionnaire in the list."""

    row: ContentVersion
    title: str
    items: int
    state: str
    can_load: bool


def shelf() -> list[Shelved]:
    """Every questionnaire by its newest version: first those that wait for words."""
    rows = [versions_of(code).defer(None)[0] for code in released_codes("instrument")]
    order = (WAITS, LICENSED, OURS, STAND_IN, RECORDED)
    return sorted(map(shelved, rows), key=lambda one: (order.index(one.state), one.row.code))


def shelved(row: ContentVersion) -> Shelved:
    content = row.content
    state = _state(content)
    return Shelved(
        row=row,
        title=content.title("en"),
        items=len(content.items),
        state=state,
        can_load=state in (WAITS, LICENSED) and bool(content.items),
    )


def _state(content: Any) -> str:
    if content.stand_in:
        return STAND_IN
    if not content.items:
        return RECORDED
    return {"none": WAITS, "licensed": LICENSED}.get(content.wording, OURS)


@dataclass(frozen=True)
class Shown:
    """One item of what would be kept: what it is about, what was found, and value by value."""

    code: str
    topic: str
    name: str
    how: str
    doubt: str
    turned: bool
    texts: list[tuple[str, str, str]]
    options: list[tuple[int, str]]


def shown_of(plan: ImportPlan) -> list[Shown]:
    """Item by item, for a person to confirm."""
    content, lang = plan.content, plan.languages[0]
    matched = {one.item["code"]: one for one in plan.matched}
    turned = {code for scale in content.scales for code in scale.reverse}
    found = []
    for item in content.items:
        match = matched.get(item.code)
        options = [(choice.value, choice.label.get(lang)) for choice in item.choices]
        if item.kind == "scale":
            options = [(item.minimum, item.low(lang)), (item.maximum, item.high(lang))]
        found.append(
            Shown(
                code=item.code,
                topic=item.topic,
                name=plan.mapping[item.code],
                how=match.how if match else "",
                doubt=_doubt(match) if match and match.doubtful else "",
                turned=item.code in turned,
                texts=[(each, item.note(each), item.prompt(each)) for each in plan.languages],
                options=options,
            )
        )
    return found


def _doubt(match: Any) -> str:
    if match.how == "order":
        return "Only its place in the file says that it belongs here."
    if match.options_how == "order":
        return "Only their order says which answer has which value."
    return (
        "The file lists the answers the other way round than the printed form. If its codes only "
        "count the lines, the words below are turned round."
    )


def choices_of(form: Form) -> list[tuple[str, str]]:
    """The questions of a file to pick from, by name."""
    lang = form.languages[0]
    return [(one.name, f"{one.name}: {one.prompt.get(lang, '')[:60]}") for one in form.items]
