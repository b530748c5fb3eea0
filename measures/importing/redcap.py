"""A REDCap data dictionary as it is found: columns misspelt or added, HTML in labels. Pure."""

from __future__ import annotations

import csv
import difflib
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from kernel.errors import BadInput
from measures.importing.found import (
    CHOICE,
    MAX_CHOICES,
    MAX_ITEMS,
    SCALE,
    TEXT,
    Form,
    FoundChoice,
    FoundItem,
    FoundNeeds,
    Words,
    clean,
    name_of,
    refuse_many,
    shown,
    whole,
)
from measures.importing.plain import plain
from measures.importing.reading import letters

# As the API names a column, and as a downloaded dictionary does.
COLUMNS = {
    "field_name": "Variable / Field Name",
    "form_name": "Form Name",
    "section_header": "Section Header",
    "field_type": "Field Type",
    "field_label": "Field Label",
    "select_choices_or_calculations": "Choices, Calculations, OR Slider Labels",
    "field_note": "Field Note",
    "text_validation_type_or_show_slider_number": "Text Validation Type OR Show Slider Number",
    "text_validation_min": "Text Validation Min",
    "text_validation_max": "Text Validation Max",
    "identifier": "Identifier?",
    "branching_logic": "Branching Logic (Show field only if...)",
    "required_field": "Required Field?",
    "custom_alignment": "Custom Alignment",
    "question_number": "Question Number (surveys only)",
    "matrix_group_name": "Matrix Group Name",
    "matrix_ranking": "Matrix Ranking?",
    "field_annotation": "Field Annotation",
}
_WANTED = ("field_name", "field_type", "field_label")
_TYPES = (
    "text", "notes", "radio", "dropdown", "yesno", "truefalse", "checkbox", "slider", "calc",
    "descriptive", "file", "sql",
)  # fmt: skip
# What older and hand-made dictionaries call them.
_ALSO = {"select": "dropdown", "textarea": "notes", "advcheckbox": "checkbox"}
_RECORD = re.compile(r"^(?:(?:record|study|participant|subject|patient|case|project)_?)+id$")
_LIMIT = re.compile(r"@CHARLIMIT\s*=\s*[\"']?([0-9]{1,6})", re.I)
_TERM = re.compile(
    r"^\(*\s*\[([a-z0-9_]+)(?:\(([^()\[\]]{1,40})\))?\]\s*=\s*[\"']?([^\"'\[\]()]{1,40}?)[\"']?\s*\)*$",
    re.I,
)
_PIPE = re.compile(r"\[[a-z][a-z0-9_:-]*\]", re.I)
_YES_NO: dict[str, tuple[Words, Words]] = {
    "yesno": ({"en": "Yes", "es": "Sí"}, {"en": "No", "es": "No"}),
    "truefalse": ({"en": "True", "es": "Verdadero"}, {"en": "False", "es": "Falso"}),
}

Row = dict[str, str]


@dataclass
class _Reading:
    """A dictionary while it is read."""

    lang: str
    notes: list[str] = field(default_factory=list)
    items: list[FoundItem] = field(default_factory=list)
    seen: set[str] = field(default_factory=set)
    title: str = ""
    intro: str = ""
    waiting: list[str] = field(default_factory=list)
    # The header of the matrix the rows stand in, and the matrix.
    matrix: tuple[str, str] = ("", "")


def read(data: bytes, language: str) -> Form:
    """The form a dictionary holds; all of its instruments together."""
    reading = _Reading(language)
    rows = list(_rows(letters(data, reading.notes), reading.notes))
    refuse_many(len(rows), "rows", MAX_ITEMS)
    for number, (line, row) in enumerate(rows):
        _take(reading, line, row, first=number == 0)
    if reading.waiting:
        reading.notes.append("Words after the last question are not shown here.")
    names = {row.get("form_name", "") for _line, row in rows}
    if len(names) > 1:
        reading.notes.append(f"{len(names)} forms of the dictionary were read as one.")
    called = clean(min(names, default=""), "the form").replace("_", " ").strip()
    title = reading.title or called[:1].upper() + called[1:]
    return Form(
        format="redcap",
        languages=(language,),
        title={language: title} if title else {},
        intro={language: reading.intro} if reading.intro else {},
        items=tuple(reading.items),
        notes=tuple(reading.notes),
    )


def _rows(text: str, notes: list[str]) -> Iterator[tuple[int, Row]]:
    """Line number and cells by column of every row that is not empty."""
    if "\0" in text:
        raise BadInput("The file holds a NUL: it is damaged, or no CSV.")
    head = text.partition("\n")[0]
    delimiter = max(",;\t", key=head.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        columns = _columns(next(reader, []), notes)
        for cells in reader:
            if len(cells) == 0 or not any(cell.strip() for cell in cells):
                continue
            if len(cells) > len(columns) and any(cell.strip() for cell in cells[len(columns) :]):
                raise BadInput(
                    f"Row {reader.line_num}: {len(cells)} cells under {len(columns)} columns. "
                    "Is a quotation mark missing?"
                )
            named = zip(columns, cells, strict=False)
            yield reader.line_num, {name: cell.strip() for name, cell in named if name}
    except csv.Error as error:
        raise BadInput(f"Row {reader.line_num}: not CSV: {error}.") from error


def _columns(header: list[str], notes: list[str]) -> list[str]:
    """The column each cell of the header stands for; empty for one that is none of REDCap's."""
    exact = {_key(name): name for name in COLUMNS}
    exact |= {_key(label): name for name, label in COLUMNS.items()}
    found: list[str] = [exact.get(_key(cell), "") for cell in header[:200]]
    for index, cell in enumerate(header[:200]):
        if found[index] or len(cell) > 80:
            continue
        free = [key for key, name in exact.items() if name not in found]
        near = difflib.get_close_matches(_key(cell), free, 1, 0.8)
        if near:
            found[index] = exact[near[0]]
            notes.append(f"The column {shown(cell)} was read as “{COLUMNS[found[index]]}”.")
    for name in COLUMNS:
        if found.count(name) > 1:
            raise BadInput(f"Row 1: two columns are “{COLUMNS[name]}”. Keep one of them.")
    missing = [COLUMNS[name] for name in _WANTED if name not in found]
    if missing:
        raise BadInput(f"Row 1: this is no data dictionary: no column “{'”, “'.join(missing)}”.")
    return found


def _key(cell: str) -> str:
    """A heading without what people change in it."""
    return re.sub(r"\(.*|[^a-z]", "", cell.casefold())


def _take(reading: _Reading, line: int, row: Row, *, first: bool) -> None:
    name = name_of(row.get("field_name", ""), f"row {line}")
    at = f"row {line}, {shown(name)}"
    if name in reading.seen:
        raise BadInput(f"{at}: the name is used twice. Each field has its own.")
    reading.seen.add(name)
    kind = row.get("field_type", "").casefold()
    kind = _ALSO.get(kind, kind)
    if kind not in _TYPES:
        near = difflib.get_close_matches(kind[:40], _TYPES, 1)
        hint = f"Did you mean {near[0]}?" if near else "Known are: " + ", ".join(_TYPES) + "."
        raise BadInput(f"{at}: the field type {shown(kind)} is none of REDCap’s. {hint}")
    header = _words(row, "section_header", at)
    if kind == "descriptive":
        _describe(reading, header, _words(row, "field_label", at))
    elif first and kind == "text" and _RECORD.match(name.casefold()):
        reading.notes.append(f"{at}: the record id is not asked.")
    else:
        why = _left_out(row, kind)
        if header and why:
            reading.waiting.append(header)
        if why:
            reading.notes.append(f"{at}: {why}; it is left out.")
        else:
            reading.items.append(_item(reading, row, name, at, kind, header))


def _describe(reading: _Reading, header: str, label: str) -> None:
    if not reading.items and not reading.intro and not reading.waiting:
        reading.title, reading.intro = header, label
    elif header or label:
        reading.waiting.append("\n".join(one for one in (header, label) if one))


def _left_out(row: Row, kind: str) -> str:
    """Why a field is no question to her, or nothing."""
    if kind == "calc":
        what = row.get("select_choices_or_calculations", "")
        return f"it is worked out ({shown(what)}), and nothing is worked out here"
    if kind in ("file", "sql"):
        return f"a field of the type {kind} cannot be asked here"
    if row.get("identifier", "").casefold() in ("y", "yes", "1"):
        return "it is an identifier, and questionnaires take none"
    if re.search(r"@HIDDEN\b(?!-(?:APP|PDF))", row.get("field_annotation", ""), re.I):
        return "it is hidden"
    return ""


def _words(row: Row, column: str, at: str) -> str:
    return clean(plain(clean(row.get(column, ""), at)), at)


def _item(reading: _Reading, row: Row, name: str, at: str, kind: str, header: str) -> FoundItem:
    label = _words(row, "field_label", at)
    if not label:
        raise BadInput(f"{at}: a field without label.")
    if _PIPE.search(label):
        reading.notes.append(f"{at}: what stands in [ ] is not filled in here.")
    group = row.get("matrix_group_name", "")
    if group and (header or group != reading.matrix[0]):
        reading.matrix = (group, header)
    stem = reading.matrix[1] if group else header
    notes = [*reading.waiting, stem, _words(row, "field_note", at)]
    reading.waiting.clear()
    note = "\n".join(one for one in notes if one)
    item = FoundItem(
        name=name,
        at=at,
        kind=CHOICE,
        prompt={reading.lang: label},
        note={reading.lang: clean(note, at)} if note else {},
        needs=_needs(reading, row, at),
        form=row.get("form_name", ""),
    )
    if kind in ("text", "notes"):
        return _typed(reading, item, row, kind)
    if kind == "slider":
        return _slider(reading, item, row)
    choices = tuple(_choices(row, kind, at, reading.lang))
    return replace(item, choices=choices, several=kind == "checkbox")


def _typed(reading: _Reading, item: FoundItem, row: Row, kind: str) -> FoundItem:
    check = row.get("text_validation_type_or_show_slider_number", "").casefold()
    low, high = whole(row.get("text_validation_min")), whole(row.get("text_validation_max"))
    if check in ("integer", "int", "number", "number_comma_decimal", "float"):
        return replace(item, kind=SCALE, minimum=low, maximum=high)
    if check:
        reading.notes.append(f"{item.at}: what she types is not checked to be “{check[:40]}”.")
    limit = _LIMIT.search(row.get("field_annotation", ""))
    length = int(limit[1]) if limit else (2000 if kind == "notes" else 500)
    return replace(item, kind=TEXT, max_length=length)


def _slider(reading: _Reading, item: FoundItem, row: Row) -> FoundItem:
    raw = clean(row.get("select_choices_or_calculations", ""), item.at)
    ends = [clean(plain(end), item.at) for end in raw.split("|")]
    low, high = whole(row.get("text_validation_min")), whole(row.get("text_validation_max"))
    if len(ends) > 2 and ends[1]:
        reading.notes.append(f"{item.at}: the words in the middle of a slider are not shown.")
    return replace(
        item,
        kind=SCALE,
        minimum=0 if low is None else low,
        maximum=100 if high is None else high,
        low={reading.lang: ends[0]} if ends[0] else {},
        high={reading.lang: ends[-1]} if len(ends) > 1 and ends[-1] else {},
    )


def _choices(row: Row, kind: str, at: str, lang: str) -> Iterator[FoundChoice]:
    if kind in _YES_NO:
        for value, words in ((1, _YES_NO[kind][0]), (0, _YES_NO[kind][1])):
            yield FoundChoice(str(value), {lang: words.get(lang, words["en"])}, value)
        return
    raw = row.get("select_choices_or_calculations", "")
    parts = raw.split("|") if "|" in raw else raw.split("\n")
    parts = [part for part in parts if part.strip()]
    if not parts:
        raise BadInput(f"{at}: a {kind} without choices.")
    refuse_many(len(parts), f"answers ({at})", MAX_CHOICES)
    for part in parts:
        code, comma, label = part.partition(",")
        code = clean(code, at)
        label = clean(plain(clean(label, at)), at)
        if not comma or not code or not label:
            raise BadInput(f"{at}: the choice {shown(part)} is not “code, words”.")
        yield FoundChoice(code, {lang: label}, whole(code))


def _needs(reading: _Reading, row: Row, at: str) -> FoundNeeds | None:
    """Branching that is one field with one of some answers; any other is noted."""
    logic = clean(row.get("branching_logic", ""), at)
    if not logic:
        return None
    terms = [_TERM.match(part.strip()) for part in re.split(r"\s+or\s+", logic[:2000], flags=re.I)]
    if all(terms):
        names = {
            (f"{term[1]}___{term[2]}" if term[2] else term[1]).casefold() for term in terms if term
        }
        if len(names) == 1:
            codes = tuple(term[3].strip() for term in terms if term)
            return FoundNeeds(names.pop(), codes, logic)
    reading.notes.append(f"{at}: shown only if {logic}: this is not run here.")
    return None
