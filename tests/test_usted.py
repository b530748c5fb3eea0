"""A site that says usted says it everywhere on her side, and one that says tú never says usted."""

from __future__ import annotations

import html
import io
import re
import runpy
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from django.test import Client, RequestFactory

from catalog import site
from catalog.loader import load
from catalog.voice import TU, USTED, Voice
from people.devices import cookie_name
from portal.views.errors import bad_request, csrf_failure, not_found, server_error
from tests.cast import Cast
from tests.test_access import client_of, scene  # noqa: F401 - scene is a fixture
from tests.test_what_a_phone_shows import HERS

ROOT = Path(__file__).resolve().parent.parent
LOCALE = ROOT / "locale"
SETTINGS = ROOT / "more_platform" / "settings.py"
LIBRARY = load([ROOT / "content"], ROOT / "content" / "schemas")
PAIR = re.compile(r"\[(?!=)([^\[\]|]+)\|([^\[\]|]+)\]")
WORD = re.compile(r"[^\W\d_]+")
# What people in the stories say to one another, and what she says herself.
SAID = re.compile(r"“[^”]*”|\"[^\"]*\"")
FIRST = re.compile(r"(?:^|[.!?:¿¡*\n-])\s*([A-ZÁÉÍÓÚ][^\W\d_]+)", re.M)
# Forms of tú that nothing else is, and those of usted that begin a sentence.
TU_ALWAYS = {"tú", "tu", "tus", "te", "ti", "contigo", "tuya", "tuyo", "eres", "puedes", "tienes"}
TU_ENDS = re.compile(r".+(?:s|ste)|.*[áéíóú].*[aei]te(?:l[aoe]s?)?")
USTED_FIRST = {
    "Abra",
    "Busque",
    "Cierre",
    "Cuente",
    "Deje",
    "Descanse",
    "Diga",
    "Elija",
    "Escoja",
    "Escriba",
    "Escuche",
    "Espere",
    "Haga",
    "Hable",
    "Lea",
    "Llame",
    "Mande",
    "Mire",
    "Oiga",
    "Ponga",
    "Pregunte",
    "Pida",
    "Pruebe",
    "Quite",
    "Quédese",
    "Respire",
    "Revise",
    "Salga",
    "Siga",
    "Sienta",
    "Suelte",
    "Tenga",
    "Tome",
    "Toque",
    "Use",
    "Vaya",
    "Vuelva",
}
# The same letters, and not said to her: nouns, or verbs of somebody or something else.
OTHERS = {
    "bajas", "cuentas", "culpas", "despiertas", "esperas", "guías", "notas", "preguntas",
    "cambia", "ella", "eso", "hacerlo", "nota", "para", "pasa", "termina",
}  # fmt: skip
STORIES = ("curriculum", "mechanism")


def catalogue(*folder: str) -> Catalog:
    with LOCALE.joinpath(*folder, "es", "LC_MESSAGES", "django.po").open("rb") as file:
        return read_po(file, locale="es")


TU_CATALOGUE, USTED_CATALOGUE = catalogue(), catalogue("usted")


def key(message: Message) -> str:
    return message.id if isinstance(message.id, str) else message.id[0]


def strings(message: Message) -> list[str]:
    return [message.string] if isinstance(message.string, str) else list(message.string)


def words(text: str) -> set[str]:
    return {word.lower() for word in WORD.findall(text)}


def spanish(node: Any, hers: bool = False) -> Iterator[str]:
    """Every Spanish text of a content file."""
    if isinstance(node, str):
        if hers:
            yield node
    elif isinstance(node, dict):
        for name, below in node.items():
            yield from spanish(below, hers or name == "es")
    elif isinstance(node, list | tuple):
        for below in node:
            yield from spanish(below, hers)


TEXTS = [
    (f"{loaded.kind}/{loaded.code}@{loaded.version}", text)
    for loaded in LIBRARY.contents.values()
    for text in spanish(loaded.body)
]


@cache
def said_to_her() -> frozenset[str]:
    """Every word that anywhere differs between tú and usted, in its form for tú."""
    pairs = [pair for _name, text in TEXTS for pair in PAIR.findall(text)]
    for formal in (message for message in USTED_CATALOGUE if message.id):
        plain = TU_CATALOGUE.get(key(formal))
        pairs += zip(strings(plain), strings(formal), strict=True) if plain else []
    return frozenset(word for tu, usted in pairs for word in words(tu) - words(usted))


def tu_in(text: str, *, orders: bool = False) -> set[str]:
    """Forms of tú in a text; with `orders` those too that could tell of somebody else."""
    text = SAID.sub(" ", text)
    sure = {word for word in said_to_her() if TU_ENDS.fullmatch(word)} | TU_ALWAYS
    found = words(text) & (sure - OTHERS)
    if orders:
        begun = {word.lower() for word in FIRST.findall(text)}
        found |= begun & (said_to_her() - OTHERS)
    return found


def usted_in(text: str) -> set[str]:
    text = SAID.sub(" ", text)
    return (words(text) & {"usted", "ustedes"}) | (set(FIRST.findall(text)) & USTED_FIRST)


@pytest.fixture
def usted(settings) -> Iterator[None]:
    settings.SPANISH_ADDRESS = USTED
    settings.LOCALE_PATHS = [LOCALE / "usted", LOCALE]
    site.site_voice.cache_clear()
    site.library.cache_clear()
    yield
    site.site_voice.cache_clear()
    site.library.cache_clear()


def shown(page: Any) -> str:
    """What a page says: its text, and what its marks say aloud or later."""
    text = re.sub(r"<(script|style)\b.*?</\1>", " ", page.content.decode(), flags=re.S)
    # Words have a space among them: a token may hold any letters.
    marks = re.findall(
        r'(?:aria-label|placeholder|title|alt|value|data-[a-z-]+)="([^"]* [^"]*)"', text
    )
    text = re.sub(r"</(?:p|li|h[1-3]|label|legend|button|a|summary|option|div)>", "\n", text)
    return html.unescape("\n".join([re.sub(r"<[^>]+>", " ", text), *marks]))


def her_pages(cast: Cast, scene: dict[str, str]) -> Iterator[tuple[str, str]]:  # noqa: F811
    """Every page of hers in Spanish, the locked ones and those of errors too."""
    cast.ana.language = "es"
    cast.ana.save()
    for name in HERS:
        answer = client_of(cast, "ana", headers={"accept-language": "es"}).get(
            scene[name], follow=True
        )
        yield name, shown(answer)
    shut = Client(raise_request_exception=False, headers={"accept-language": "es"})
    shut.cookies[cookie_name("phone")] = cast.phone_token
    for address in ("/d/today/", "/d/shell/", "/d/help/", "/d/away/", "/d/nowhere/"):
        yield address, shown(shut.get(address, follow=True))
    request = RequestFactory().get("/d/today/", headers={"accept-language": "es"})
    for page in (server_error(request), csrf_failure(request, reason=""), bad_request(request),
                 not_found(request)):  # fmt: skip
        yield str(page.status_code), shown(page)


def test_no_page_of_hers_says_tu_where_the_site_says_usted(
    cast: Cast,
    usted: None,
    scene: dict[str, str],  # noqa: F811
) -> None:
    pages = dict(her_pages(cast, scene))
    assert {name: found for name, text in pages.items() if (found := tu_in(text))} == {}
    assert "Elija" in " ".join(pages.values())


def test_no_page_of_hers_says_usted_where_the_site_says_tu(
    cast: Cast,
    scene: dict[str, str],  # noqa: F811
) -> None:
    pages = dict(her_pages(cast, scene))
    assert {name: found for name, text in pages.items() if (found := usted_in(text))} == {}
    assert "Elige" in " ".join(pages.values())


def test_no_content_says_tu_where_the_site_says_usted() -> None:
    voice = Voice(USTED, LIBRARY.voice.words)
    wrong = [
        (name, found, text)
        for name, text in TEXTS
        if (found := tu_in(voice.speak(text, "es"), orders=not _tells(name)))
    ]
    assert wrong == []


def _tells(name: str) -> bool:
    """Content that tells of others, or names what she does: “Mira el reloj” is no order there."""
    return name.startswith((*STORIES, "instrument/standin-"))


def test_no_content_says_usted_where_the_site_says_tu() -> None:
    voice = Voice(TU, LIBRARY.voice.words)
    wrong = [(name, found) for name, text in TEXTS if (found := usted_in(voice.speak(text, "es")))]
    assert wrong == []


def test_every_message_that_addresses_her_has_its_usted() -> None:
    """In plain words: copy the message to locale/usted/es, say it in usted, compile (babel.cfg)."""
    lacking = [
        key(message)
        for message in TU_CATALOGUE
        if message.id
        and any(tu_in(text, orders=True) for text in strings(message))
        and key(message) not in {key(formal) for formal in USTED_CATALOGUE if formal.id}
    ]
    assert lacking == []


def test_no_message_in_usted_says_tu() -> None:
    for formal in (message for message in USTED_CATALOGUE if message.id):
        for text in strings(formal):
            assert text and tu_in(text, orders=True) == set(), text


def test_every_message_in_usted_is_one_of_the_catalogue_with_the_same_places_to_fill() -> None:
    place = re.compile(r"%\(\w+\)[sd]|#")
    for formal in (message for message in USTED_CATALOGUE if message.id):
        plain = TU_CATALOGUE.get(key(formal))
        assert plain is not None and plain.id == formal.id, formal.id
        for tu, said in zip(strings(plain), strings(formal), strict=True):
            assert sorted(place.findall(tu)) == sorted(place.findall(said)), said
            assert tu != said, f"{said}: the same for both, leave it out"


def test_what_is_compiled_is_what_is_written() -> None:
    compiled = io.BytesIO()
    write_mo(compiled, USTED_CATALOGUE)
    path = LOCALE / "usted" / "es" / "LC_MESSAGES" / "django.mo"
    assert path.read_bytes() == compiled.getvalue(), "compile it: see babel.cfg"


@pytest.mark.parametrize(("said", "folders"), [(USTED, [LOCALE / "usted", LOCALE]), (TU, [LOCALE])])
def test_the_setting_puts_usted_first(
    monkeypatch: pytest.MonkeyPatch, said: str, folders: list[Path]
) -> None:
    monkeypatch.setenv("SPANISH_ADDRESS", said)
    assert runpy.run_path(str(SETTINGS))["LOCALE_PATHS"] == folders


@pytest.mark.parametrize(
    "text",
    ["Toca Salir.", "Lo que guardaste queda.", "Quédate cerca.", "Es para ti.", "Si puedes."],
)
def test_a_form_of_tu_is_seen(text: str) -> None:
    assert tu_in(text, orders=True)
    assert not usted_in(text)


@pytest.mark.parametrize("text", ["Toque Salir.", "Es para usted.", "Así. Quédese cerca."])
def test_a_form_of_usted_is_seen(text: str) -> None:
    assert usted_in(text)
    assert not tu_in(text, orders=True)
