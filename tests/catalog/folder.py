"""A small content folder that is right, for tests to break."""

from pathlib import Path

from catalog.loader import Library, load

SCHEMAS = Path(__file__).resolve().parents[2] / "content" / "schemas"

MOOD = """\
kind: instrument
code: mood
version: "0"
status: draft
languages: [en, es]
stand_in: true
licence: Apache-2.0
source: written for a test
title: {en: Mood, es: Ánimo}
intro: {en: One question., es: Una pregunta.}
items:
  - code: now
    kind: scale
    reads: clinic
    minimum: 0
    maximum: 10
    prompt:
      en: How are you now?
      es: ¿Cómo estás?
    low: {en: low, es: bajo}
    high: {en: high, es: alto}
scales:
  - code: sum
    rule: sum
    items: [now]
    minimum: 0
    maximum: 10
    source: written for a test
    title: {en: Mood, es: Ánimo}
    higher_means: {en: better mood, es: mejor ánimo}
"""

CURRICULUM = """\
kind: curriculum
code: small
version: "0"
status: draft
languages: [en]
title: {en: Small}
claim: {en: A test.}
"""

SESSION = """\
code: first
title: {en: First}
summary: {en: The first one.}
minutes: 3
opens_after_days: 0
steps:
  - code: hello
    kind: reading
    minutes: 1
  - code: sit
    kind: practice
    skill: mindfulness
    minutes: 2
    seconds: 120
    anchors: [breath, sounds]
    cues:
      - code: one
        at: 0
        text:
          en:
            any: Begin.
            sounds: Listen.
            with_baby: Begin, you two.
            with_baby/sounds: Listen, you two.
      - code: two
        at: 60
        text: {en: Half way.}
"""


def write(folder: Path, files: dict[str, str]) -> Path:
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


def write_instrument(folder: Path, text: str = MOOD) -> Path:
    return write(folder, {"instruments/mood.yaml": text})


def write_curriculum(folder: Path, session: str = SESSION) -> Path:
    at = "curricula/small@0"
    return write(
        folder,
        {
            f"{at}/curriculum.yaml": CURRICULUM,
            f"{at}/01-first/session.yaml": session,
            f"{at}/01-first/en/hello.md": "# Hello\n\nWelcome **here**.\n",
            f"{at}/01-first/en/hello.with_baby.md": "# Hello\n\nWelcome, you two.\n",
            f"{at}/01-first/en/sit.md": "# Sit\n\nSit down.\n",
        },
    )


def read(folder: Path) -> Library:
    return load([folder], SCHEMAS)


def complaints(folder: Path) -> list[str]:
    return [str(error) for error in read(folder).errors]
