"""The files of `files/`, and what may befall a file on its way here."""

from __future__ import annotations

import io
import json
import random
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

FILES = Path(__file__).parent / "files"


def folder() -> dict[str, bytes]:
    """The reproschema folder as it is handed in."""
    root = FILES / "weather"
    return {
        path.relative_to(root).as_posix(): path.read_bytes()
        for path in sorted(root.rglob("*"))
        if path.is_file()
    }


def zipped(files: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for path, data in files.items():
            packed.writestr(path, data)
    return out.getvalue()


def embedded() -> bytes:
    """The activity with its items in it."""
    files = folder()
    activity = json.loads(files["weather_schema"])
    activity["items"] = [
        {**json.loads(files["items/w3.jsonld"])},
        *(
            {**json.loads(files[f"items/w{n}"]), "responseOptions": json.loads(files["often"])}
            for n in (1, 2)
        ),
        json.loads(files["items/total"]),
    ]
    return json.dumps(activity).encode()


def good() -> list[tuple[str, bytes]]:
    """Name and bytes of files that import."""
    named = ("weather.fhir.json", "weather.redcap.csv", "weather.yaml")
    return [
        *((name, (FILES / name).read_bytes()) for name in named),
        ("weather.zip", zipped(folder())),
        ("weather.jsonld", embedded()),
    ]


ODD: list[Any] = [
    None, True, -1, 1e308, 10**30, "", "\0", "\ud800", [], {}, [[]], {"a": {}}, "x" * 5000,
    "#often", "g", float("1.5"), [None], {"en": None}, {"@id": 3}, "é\u202e", "=1+1",
]  # fmt: skip


def _bytes(data: bytes, rng: random.Random) -> bytes:
    changed = bytearray(data)
    for _ in range(rng.randint(1, 12)):
        changed[rng.randrange(len(changed))] = rng.randrange(256)
    return bytes(changed)


def _cut(data: bytes, rng: random.Random) -> bytes:
    return data[: rng.randrange(len(data))]


def _twice(data: bytes, rng: random.Random) -> bytes:
    start = rng.randrange(len(data))
    end = min(len(data), start + rng.randint(1, 400))
    return data[:end] + data[start:end] * rng.randint(1, 4) + data[end:]


def _out(data: bytes, rng: random.Random) -> bytes:
    start = rng.randrange(len(data))
    return data[:start] + data[start + rng.randint(1, 40) :]


def _encoded(data: bytes, rng: random.Random) -> bytes:
    text = data.decode("latin-1")
    return text.encode(rng.choice(["utf-16", "utf-16-le", "utf-32", "utf-7", "cp037", "utf-8-sig"]))


def _letters(data: bytes, rng: random.Random) -> bytes:
    piece = rng.choice(
        [b"\0", b"\xff", b'"', b"\n", b"\r", b"{", b"[" * 3000, b"]", b"&a *a", b"!!python/x ",
         b",,,,", b"|", b"9" * 5000, b"NaN", b"\xed\xa0\x80", b"\\ud800", b"<br>", b"'" * 50,
         b"- " * 2000, b"? " * 300, b"%", b"\t", b"{a: " * 500]
    )  # fmt: skip
    at = rng.randrange(len(data))
    return data[:at] + piece + data[at:]


def _typed(data: bytes, rng: random.Random) -> bytes:
    """JSON with values of other types in it; another file with its lines shuffled."""
    try:
        raw = json.loads(data)
    except (ValueError, RecursionError):
        lines = data.split(b"\n")
        rng.shuffle(lines)
        return b"\n".join(lines)
    for _ in range(rng.randint(1, 3)):
        places = list(_places(raw))
        holder, key = rng.choice(places)
        holder[key] = rng.choice([*ODD, rng.choice(places)[0]])
        try:
            raw = json.loads(json.dumps(raw))
        except (ValueError, RecursionError):  # it came to hold itself
            return b"[" * 100_000
    return json.dumps(raw, ensure_ascii=rng.random() < 0.5).encode("utf-8", "surrogatepass")


def _places(value: Any):
    pairs = value.items() if isinstance(value, dict) else enumerate(value)
    for key, inner in list(pairs):
        yield value, key
        if isinstance(inner, (dict, list)):
            yield from _places(inner)


def _swapped(data: bytes, rng: random.Random) -> bytes:
    words = [b"choice", b"radio", b"linkId", b"w_1", b"items", b"0", b"1", b"question", b"item"]
    return data.replace(rng.choice(words), rng.choice(words), rng.randint(1, 30))


CHANGES: list[Callable[[bytes, random.Random], bytes]] = [
    _bytes, _cut, _twice, _out, _encoded, _letters, _typed, _typed, _swapped
]  # fmt: skip


def mutated(seed: int) -> tuple[str, bytes]:
    """A file that something happened to; the same one for the same seed."""
    rng = random.Random(seed)
    name, data = rng.choice(good())
    inside = name == "weather.zip" and rng.random() < 0.6
    if inside:
        files = folder()
        path = rng.choice(sorted(files))
        files[path] = rng.choice(CHANGES)(files[path], rng)
        return name, zipped(files)
    for _ in range(rng.randint(1, 2)):
        data = rng.choice(CHANGES)(data, rng) if data else data
    if rng.random() < 0.2:
        name = rng.choice(["a.csv", "a.json", "a.yaml", "a.zip", "a", ""])
    return name, data


def bombs() -> list[tuple[str, bytes]]:
    """Files made to be too much."""
    laughs = "a: &a [x, x]\n" + "".join(
        f"{chr(98 + n)}: &{chr(98 + n)} [*{chr(97 + n)}, *{chr(97 + n)}]\n" for n in range(20)
    )
    deep: Any = {"linkId": "x", "type": "group", "item": []}
    for n in range(400):
        deep = {"linkId": f"x{n}", "type": "group", "item": [deep]}
    wide = [{"linkId": f"q{n}", "type": "string", "text": "?"} for n in range(5000)]
    form = {"resourceType": "Questionnaire"}
    head = "field_name,form_name,field_type,field_label,select_choices_or_calculations\n"
    many = head + "".join(f"q{n},f,text,?,\n" for n in range(5000))
    answers = head + 'q,f,radio,?,"' + " | ".join(f"{n}, x" for n in range(9000)) + '"\n'
    return [
        ("zeros.zip", zipped({"weather_schema": b"\0" * 60_000_000})),
        ("files.zip", zipped({f"f{n}": b"" for n in range(5000)})),
        ("laughs.yaml", b"kind: instrument\n" + laughs.encode()),
        ("deep.yaml", b"kind: instrument\nitems: " + b"[" * 50_000),
        ("deep.json", b'{"a":' * 200_000),
        ("nested.json", json.dumps({**form, "item": [deep]}).encode()),
        ("wide.json", json.dumps({**form, "item": wide}).encode()),
        ("many.csv", many.encode()),
        ("answers.csv", answers.encode()),
        ("cell.csv", (head + 'q,f,text,"' + "x" * 1_900_000 + '",\n').encode()),
        ("large.json", b" " * (3 * 1024 * 1024)),
        ("empty.json", b""),
        ("quotes.csv", (head + '"' * 500_001).encode()),
        ("flat.yaml", b"kind: instrument\n" + b"".join(b"k%d: 1\n" % n for n in range(150_000))),
    ]
