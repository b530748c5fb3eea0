"""The columns of the export's tables and what each means: the one list, for files and README."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Table:
    """One file: its columns in order, each with a sentence."""

    name: str
    about: str
    columns: tuple[tuple[str, str], ...]

    @property
    def header(self) -> tuple[str, ...]:
        return tuple(name for name, _ in self.columns)


_WHO_AND_WHAT = (
    ("pseudonym", "random code of one mother; the same in every export of this clinic"),
    ("instrument", "code of the questionnaire"),
    ("version", "its version, exactly as she met it"),
    ("structure_hash", "SHA-256 of its structure: items, ranges, scoring"),
    ("stand_in", "1: our own wording, neither validated nor licensed; no cut-off applies"),
    ("administration", "1, 2, 3 …: those she answered of it, in the order first answers came"),
    ("occurrence", "which check-in of her series it was; empty when a session asked"),
)

ANSWERS = Table(
    "answers.csv",
    "Every answer ever given, one row each; an answer said again is a further row.",
    (
        *_WHO_AND_WHAT,
        ("addressed", "how she asked to be spoken to then: it chooses the wording variant"),
        ("language", "language of the wording she saw"),
        ("wording_hash", "SHA-256 of the wording in that language"),
        ("item", "code of the question"),
        ("value", "the number; empty when there is none"),
        ("label", "what stood beside that number, in English"),
        ("missing", "why there is no value: declined or text_not_exported"),
        ("current", "1: this is the answer that holds at as_of; 0: she said something else later"),
        ("timing", "in_time, arrived_late (given in time, received late) or after_close"),
        ("answered_at_utc", "when she answered, corrected for the skew of her phone's clock"),
        ("answered_local", "the same moment on the wall clock where she was"),
        ("zone", "time zone of her phone"),
        ("offset_minutes", "offset of that zone from UTC at that moment"),
        ("received_at_utc", "when the server received it"),
        ("gestational_day", "day of pregnancy (280 is the due date), while that clock ran"),
        ("infant_day", "age of the infant in days (0 is the day of birth), while that clock ran"),
        ("anchor", "the date the age was counted from: due_date or birth"),
        ("anchor_revision", "which revision of that date, 1 being the first"),
    ),
)

SCORES = Table(
    "scores.csv",
    "One row for each scale of each questionnaire given, from the current answers at as_of.",
    (
        *_WHO_AND_WHAT,
        (
            "started_at_utc",
            "when it was put before her, or on her phone for when there is no network",
        ),
        ("answered_until_utc", "the latest answer the score rests on"),
        ("scale", "code of the scale"),
        ("value", "the score; empty when absent"),
        ("absent", "why there is no score: missing_item, declined, not_asked or condition"),
        ("answered", "how many items of the scale have a number"),
        ("of", "how many items the scale has"),
        ("imputed", "1: what was missing was made good from the rest; never so in this file"),
        ("scorer", "version of the scoring rules that made it"),
    ),
)

PRACTICES = Table(
    "practices.csv",
    "One row for each practice that was ended, left or stopped; what she deleted is not there.",
    (
        ("pseudonym", "random code of one mother; the same in every export of this clinic"),
        ("curriculum", "code of the curriculum"),
        ("version", "its version, exactly as she met it"),
        ("session", "code of the session in it"),
        ("step", "code of the practice in it"),
        ("kind", "practice, savoring, exploration or stress"),
        ("skill", "mindfulness, reappraisal, savoring or craving"),
        ("where", "session, own (outside a session) or away (from the phone, by her word)"),
        ("event", "done, left (before the end) or stopped (she said it is not good for her)"),
        ("cut", "which length: full, five or two (minutes); empty when not known"),
        ("length_seconds", "how long that length lasts"),
        ("anchor", "on what attention rested, or what she savored; empty when not known"),
        ("active_seconds", "seconds it ran in view, at most twice its length; empty: not measured"),
        ("before", "her rating before, 0 (fine) to 10 (very hard); empty when not given"),
        ("after", "the same afterwards"),
        ("harm", "not_good (she said so), worse (two or more worse after it) or empty"),
        ("ended_at_utc", "when it ended, corrected for the skew of her phone's clock"),
        ("ended_local", "the same moment on the wall clock where she was"),
        ("zone", "time zone of her phone"),
        ("offset_minutes", "offset of that zone from UTC at that moment"),
        ("received_at_utc", "when the server received it"),
    ),
)

MOMENTS = Table(
    "moments.csv",
    "One row for each hard moment she kept and lets her clinic read. How many she keeps or shows "
    "is her choice: counts say nothing about how often or how hard; her words are not there.",
    (
        ("pseudonym", "random code of one mother; the same in every export of this clinic"),
        ("intensity", "how strong it was, 0 (not at all) to 10; empty when not said"),
        ("control", "how much control she had, 0 (none) to 10 (full); empty when not said"),
        ("helped", "breath, name, cool, move, call, plan, other or empty"),
        ("kept_at_utc", "when she kept it, corrected for the skew of her phone's clock"),
        ("kept_local", "the same moment on the wall clock where she was"),
        ("zone", "time zone of her phone"),
        ("offset_minutes", "offset of that zone from UTC at that moment"),
        ("received_at_utc", "when the server received it"),
    ),
)

COURSES = Table(
    "courses.csv",
    "One row for each course: how it was given, and how far it came by as_of.",
    (
        ("pseudonym", "random code of one mother; the same in every export of this clinic"),
        ("curriculum", "code of the curriculum"),
        ("version", "its version, exactly as she met it"),
        ("delivery", "group, individual, companion (beside her usual visits) or self_guided"),
        ("starts_on", "its first day where she lives"),
        ("sessions", "how many sessions it has; what opens and closes it is not counted"),
        ("sessions_done", "how many of them she did here"),
        ("meetings_attended", "visits and groups held since it began; trials asked for four"),
        ("finished", "1: it came to its end"),
    ),
)

RESULTS = Table(
    "results.csv",
    "One row for each figure of a result somebody else scored, as staff typed it in and as it "
    "held at as_of; what was taken back is not there.",
    (
        ("pseudonym", "random code of one mother; the same in every export of this clinic"),
        ("instrument", "code of the questionnaire or record"),
        ("version", "its version here: which figures it has"),
        ("structure_hash", "SHA-256 of its structure"),
        ("on", "the day the result is of"),
        ("field", "which figure; the codebook says what it means"),
        ("value", "the figure, or the number of the choice; empty when there is none"),
        ("missing", "why there is no value: text_not_exported"),
        ("recorded_at_utc", "when staff typed it in"),
    ),
)

USE_DAYS = Table(
    "use_days.csv",
    "One row for each day and substance of the calendar filled in with her, as it held at as_of. "
    "A day that has no row was not spoken of: what it counts for is yours to choose and to "
    "report. Medicine taken as agreed is never a row.",
    (
        ("pseudonym", "random code of one mother; the same in every export of this clinic"),
        ("day", "the day"),
        ("substance", "its code on the list of the site"),
        ("used", "1: used, 0: not used; empty when there is no statement"),
        ("missing", "not_known: asked, and she did not know or would rather not say"),
        ("amount", "how much, in the unit the site uses; empty when not said"),
        ("period", "detailed (day by day) or estimated (one estimate for a stretch of days)"),
        ("recorded_by", "staff, or self when she filled it in"),
        ("recorded_at_utc", "when it was written down"),
    ),
)

CODEBOOK = Table(
    "codebook.csv",
    "One row for each item, scale and figure of the questionnaires in this export.",
    (
        ("instrument", "code of the questionnaire"),
        ("version", "its version"),
        ("status", "draft, signed or withdrawn"),
        ("stand_in", "1: our own wording, neither validated nor licensed"),
        ("source", "where the questionnaire or the scale comes from"),
        ("licence", "under what terms the wording may be used"),
        ("row", "item, scale or field (a figure of results.csv)"),
        ("code", "code of the item, scale or field"),
        (
            "kind",
            "item: scale (numbers), choice or text; scale: sum or mean; field: number, choice "
            "or text",
        ),
        ("wording_en", "the question, or the scale's title, in English"),
        ("note_en", "what stood above the question, in English"),
        ("variants_en", "other English wordings, by how she is addressed"),
        ("minimum", "lowest value"),
        ("maximum", "highest value"),
        ("choices", "value=label, apart by |"),
        ("items", "scale: the items it is made of"),
        ("reverse", "item: the scales that reverse it; scale: the items it reverses"),
        ("scales", "item: the scales it goes into"),
        ("higher_means", "scale: what a higher score says"),
        ("asked_of", "how she must be addressed to be asked; empty: everyone"),
        ("exported", "values, marked_only (there is a row, no content) or never"),
        ("missing_codes", "what may stand in the column missing or absent"),
        ("recode", "scale: what each answer to an item counts first, before it is reversed"),
        ("weights", "scale: how many times an item counts; 1 where none is named"),
        ("multiply", "scale: by what its sum or mean is multiplied; empty: by nothing"),
        ("needs", "item: asked only while an earlier item has one of these answers"),
        ("order", "the printed order the codes of the items follow, where others circulate"),
    ),
)

TABLES = (ANSWERS, SCORES, RESULTS, USE_DAYS, PRACTICES, MOMENTS, COURSES, CODEBOOK)
