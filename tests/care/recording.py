"""Recording at the desk as a person does it: the form, the look at what it does, Record."""

import re

from django.test import Client


def path(cast, kind: str, of=None) -> str:
    """The page that records one kind; `of` is the pregnancy or child it is about."""
    about = f"?of={of.public_id}" if of is not None else ""
    return f"/staff/mothers/{cast.ana.public_id}/status/{kind}/{about}"


def hidden(page: str) -> dict[str, str]:
    """What the preview carries, and the radio it has marked."""
    sent = {}
    for tag in re.findall(r"<input[^>]*>", page):
        name, value = re.search(r'name="([^"]+)"', tag), re.search(r'value="([^"]*)"', tag)
        radio = 'type="radio"' in tag
        if name and (('type="hidden"' in tag) or (radio and "checked" in tag)):
            sent[name[1]] = value[1] if value else ""
    return sent


def look(client: Client, address: str, **told) -> str:
    """The preview, or the form with what is wrong."""
    return client.post(address, {"do": "preview", **told}).content.decode()


def record(client: Client, address: str, *, addressed: str | None = None, **told):
    """Look, then press Record with what the preview carried."""
    sent = hidden(look(client, address, **told))
    sent |= {"addressed": addressed} if addressed else {}
    return client.post(address, sent | {"do": "record"})
