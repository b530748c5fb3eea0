"""Every wording of a curriculum as she would hear it, and where it stands. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from catalog.loaded import LoadedContent
from catalog.reading_level import plain
from catalog.source import ContentError
from catalog.text import ADDRESSED, ANY
from catalog.voice import ADDRESSES, MARKED, Voice


@dataclass(frozen=True)
class Saying:
    """One wording. `path` is its place by codes, `key` its variant, `address` tu or usted."""

    lang: str
    path: str
    key: str
    address: str
    text: str
    file: str
    line: int

    @property
    def addressed(self) -> str:
        """How she is addressed in it, or "any": an anchor is for everyone."""
        return how if (how := self.key.split("/")[0]) in ADDRESSED else ANY

    @property
    def field(self) -> str:
        """What it is: title, text, summary, label…"""
        return self.path.rsplit(".", 1)[1]

    @property
    def at(self) -> tuple[str, str | None]:
        """The codes of its session and of its step; no step for what the session itself says."""
        parts = self.path.split(".")
        return parts[1], parts[3] if parts[2] == "steps" else None

    @property
    def is_cue(self) -> bool:
        return ".cues." in self.path

    @property
    def plain(self) -> str:
        return plain(self.text)

    def error(self, message: str, hint: str) -> ContentError:
        said = f" ({self.address})" if self.address != ADDRESSES[0] else ""
        return ContentError(self.file, self.line, message + said, hint)


def sayings(loaded: LoadedContent) -> Iterator[Saying]:
    """Every wording below its sessions, in each way to speak; those that do not differ once."""
    for lang, texts in loaded.body["wording"].items():
        voices = [Voice(address, loaded.voice.words) for address in ADDRESSES]
        for path, variants in texts.items():
            if not path.startswith("sessions."):
                continue
            for key, raw in variants.items():
                file, line = loaded.places[lang, path, key]
                heard: set[str] = set()
                for voice in voices if lang in MARKED else voices[:1]:
                    text = voice.speak(raw, lang)
                    if text not in heard:
                        heard.add(text)
                        yield Saying(lang, path, key, voice.address, text, file, line)
