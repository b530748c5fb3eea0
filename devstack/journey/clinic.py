"""The clinic's part: enrol, invite, assign; see the reminder go out."""

from __future__ import annotations

import re
import time
import zoneinfo
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from devstack.journey.pages import Browser, Page, expect

CURRICULUM = "more-companion"
BATTERY = "weekly-check-in"
NAME = "Journey Invented"
PATIENCE = 60.0


@dataclass(frozen=True)
class Enrolled:
    """A mother as the clinic knows her."""

    uuid: str
    email: str
    zone: str
    invitation: str

    @property
    def page(self) -> str:
        return f"/staff/mothers/{self.uuid}/"

    @property
    def api(self) -> str:
        return f"/api/v1/participants/{self.uuid}/"


def enrol(browser: Browser) -> Enrolled:
    """Enrol a mother who lives where it is about midday now, and make her an invitation."""
    page = browser.get("/staff/enrol/")
    form = page.form("name", "email", "zone", "due_date")
    zone = _midday(form.choices["zone"])
    today = datetime.now(zoneinfo.ZoneInfo(zone)).date()
    email = f"journey.{int(time.time())}@example.net"
    page = browser.send(
        page,
        form,
        name=NAME,
        email=email,
        zone=zone,
        language="en",
        addressed="expecting",
        due_date=str(today + timedelta(days=70)),
        due_source="ultrasound",
    )
    found = re.search(r"/staff/mothers/([0-9a-f-]{36})/", page.path)
    expect(found, f"enrolling did not lead to her page but to {page.path}: {page.text[:600]}")
    uuid = found.group(1) if found else ""
    return Enrolled(uuid, email, zone, _invite(browser, uuid))


def assign(browser: Browser, mother: Enrolled) -> None:
    """Assign the curriculum and the battery from today on, having looked at the days."""
    page = browser.get(f"{mother.page}assign/")
    form = page.form("curriculum", "battery", "starts_on")
    today = str(datetime.now(zoneinfo.ZoneInfo(mother.zone)).date())
    page = browser.send(
        page,
        form,
        button=("assign", "1"),
        curriculum=CURRICULUM,
        battery=BATTERY,
        starts_on=today,
    )
    expect(page.path == mother.page, f"assigning did not succeed: {page.text[:600]}")
    due = browser.api(f"{mother.api}occurrences/?limit=100")["results"]
    kinds = {one["kind"] for one in due}
    expect(kinds == {"session", "check_in"}, f"after assigning, expected of her is only {kinds}")


def see_reminder(browser: Browser, mother: Enrolled) -> None:
    """Wait until the reminder was accepted, and find it in the demo's outbox."""
    ledger = wait_for(
        lambda: [
            one
            for one in browser.api(f"{mother.api}reminders/?limit=100")["results"]
            if one["state"] == "accepted"
        ],
        "no reminder was accepted within a minute",
    )
    expect(len({one["occurrence"] for one in ledger}) == len(ledger), "a reminder went out twice")
    outbox = wait_for(
        lambda: page_with(browser, "/staff/outbox/", mother.email),
        f"no message to {mother.email} stands in the outbox",
    )
    expect(f"{browser.site}/d/" in outbox.html, "the reminder does not hold the link to her pages")


def wait_for(look: Callable[[], Any], otherwise: str, patience: float = PATIENCE) -> Any:
    """Look every half second until there is something."""
    until = time.monotonic() + patience
    while time.monotonic() < until:
        found = look()
        if found:
            return found
        time.sleep(0.5)
    expect(False, otherwise)
    return None


def page_with(browser: Browser, address: str, words: str) -> Page | None:
    """The page, once these words stand in it."""
    page = browser.get(address)
    return page if words in page.html else None


def _invite(browser: Browser, uuid: str) -> str:
    address = f"/staff/mothers/{uuid}/invite/"
    page = browser.get(address)
    page = browser.send(page, page.own())
    found = re.search(re.escape(browser.site) + r"(/d/i/[\w-]{20,}/)", page.html)
    expect(found, f"{address} shows no link: {page.text[:400]}")
    expect("<svg" in page.html, f"{address} shows no QR code")
    return found.group(1) if found else ""


def _midday(zones: list[str]) -> str:
    """The zone whose clock is nearest to 13:00: after the morning's reminder, before the night."""

    def away(zone: str) -> float:
        local = datetime.now(zoneinfo.ZoneInfo(zone))
        return abs(local.hour + local.minute / 60 - 13)

    return min(filter(None, zones), key=away)
