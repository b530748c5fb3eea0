"""Reading a JSON value that may be anything: each getter gives its type or BadInput. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from kernel.errors import BadInput
from measures.importing.found import clean, shown

Json = dict[str, Any]


def mapping(value: Any, at: str) -> Json:
    if not isinstance(value, dict):
        raise BadInput(f"{at}: a group of named values is wanted, and there is {shown(value)}.")
    return value


def several(holder: Json, key: str, at: str) -> list[Any]:
    """The list under a key; empty when there is none."""
    found = holder.get(key)
    if found is None:
        return []
    if not isinstance(found, list):
        raise BadInput(f"{at}: “{key}” is wanted as a list, and is {shown(found)}.")
    return found


def groups(holder: Json, key: str, at: str) -> list[Json]:
    """The list of groups under a key."""
    return [mapping(one, f"{at}, {key}") for one in several(holder, key, at)]


def words(holder: Json, key: str, at: str) -> str:
    """The text under a key; empty when there is none."""
    found = holder.get(key)
    return "" if found is None else clean(found, f"{at}, {key}")


def flag(holder: Json, key: str, at: str) -> bool:
    found = holder.get(key, False)
    if not isinstance(found, bool):
        raise BadInput(f"{at}: “{key}” is true or false, and is {shown(found)}.")
    return found


def extensions(holder: Json, at: str) -> Iterable[tuple[str, Json]]:
    """The extensions of a part of a FHIR resource, by the end of their address."""
    for one in groups(holder, "extension", at):
        url = one.get("url")
        if not isinstance(url, str):
            raise BadInput(f"{at}: an extension without url.")
        yield url.rstrip("/").rpartition("/")[2], one
