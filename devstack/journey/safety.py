"""What puts her at risk, on both sides: her plan, what her clinic is told, and what it does."""

from __future__ import annotations

import re
import zoneinfo
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from devstack.journey.clinic import NAME, Enrolled, page_with, wait_for
from devstack.journey.mother import Phone
from devstack.journey.pages import Browser, Page, expect

PLAN = "Cold water on my hands, then the long way round."
NEVER_KNOW = "My cousin Tad must not know."
WHAT_WAS_DONE = "Called her at noon; she is with her sister today."
# The demo clinic: Monday to Friday, somebody on duty, back-up named.
CLINIC_ZONE, OPENS, CLOSES = "America/New_York", time(8), time(17)
SCREENS = 6


@dataclass(frozen=True)
class Acted:
    """A concern that was closed."""

    concern: str
    tier: str


def make_plan(phone: Phone) -> None:
    """Six short screens, her own words on each."""
    page = phone.browser.get("/d/plan/")
    page = phone.browser.get(page.link(css="go", to="/d/plan/"))
    for number in range(SCREENS):
        page = phone.browser.send(page, page.form("words"), words=f"{PLAN} ({number + 1})")
    expect(page.path == "/d/plan/", f"after six screens she stands at {page.path}")
    for number in range(SCREENS):
        expect(f"{PLAN} ({number + 1})" in page.text, f"her plan lost part {number + 1}")


def say_how_to_reach(phone: Phone) -> None:
    """Who must never know; the other questions are left out."""
    page = phone.browser.get("/d/reach/never/?one=1")
    form = page.form("never_know")
    phone.browser.send(page, form, never_know=NEVER_KNOW)


def help_is_whole(page: Page, zone: str) -> None:
    """After a risk answer: her own plan before the numbers, and the truth about staff."""
    expect("988" in page.text, f"that answer brought no help: {page.text[:300]}")
    plan, numbers = page.text.find(PLAN), page.text.find("Talk to a person now")
    expect(0 <= plan < numbers, f"her plan does not stand before the numbers: {page.text[:900]}")
    now = datetime.now(zoneinfo.ZoneInfo(CLINIC_ZONE))
    said = [staff_see(at, zone) for at in (now - timedelta(seconds=30), now)]
    expect(
        any(one in page.text for one in said),
        f"about staff it should say {said[-1]!r}, but says: {page.text[:600]}",
    )


def staff_see(now: datetime, zone: str) -> str:
    """The truth about the demo clinic, reckoned apart from the platform: its own words begin so."""
    if now.weekday() < 5 and OPENS <= now.time() < CLOSES:
        return "Staff get a note now."
    day = now if now.time() < OPENS else now + timedelta(days=1)
    while day.weekday() > 4:
        day += timedelta(days=1)
    at = datetime.combine(day.date(), OPENS, now.tzinfo).astimezone(zoneinfo.ZoneInfo(zone))
    hour = f"{at.hour % 12 or 12}:{at:%M} {at:%p}"
    today = at.date() == now.astimezone(at.tzinfo).date()
    return f"Staff see this {'today' if today else f'on {at:%A}'} at {hour}."


def change_words(phone: Phone, clinician: Browser, mother: Enrolled) -> None:
    """Something changed: one tap, no cause asked, at once; and taken back."""
    today = phone.browser.get("/d/today/")
    page = phone.browser.get(today.link(to="/d/changed/"))
    page = phone.browser.send(page, page.own(), button=("addressed", "no_baby_talk"))
    seen = clinician.get(f"{mother.page}status/").text
    expect("spoken to as no baby talk" in " ".join(seen.lower().split()), "staff do not see it")
    page = phone.browser.send(page, page.form("undo"), button=("addressed", "expecting"))
    seen = clinician.get(f"{mother.page}status/").text
    expect("spoken to as expecting" in " ".join(seen.lower().split()), "it was not taken back")


def birth_and_back(clinician: Browser, mother: Enrolled) -> str:
    """Record a birth: see what it does, keep it, undo it; all stands as before. What it said."""
    before = _due(clinician, mother)
    status = clinician.get(f"{mother.page}status/")
    page = clinician.get(status.link(to="/status/birth/"))
    born_on = str(datetime.now(zoneinfo.ZoneInfo(mother.zone)).date())
    page = clinician.send(page, page.form("born_on", "place"), born_on=born_on, place="hospital")
    words = re.search(r"moves \d+, keeps \d+ done[^.]*?sends 0 now", page.text)
    expect(words, f"the preview does not say what it does: {page.text[:900]}")
    expect("She will see" in page.text, "the preview does not say what she will see")
    expect(_due(clinician, mother) == before, "the preview changed something")
    page = clinician.send(page, page.form("seen"), button=("do", "record"))
    expect(page.path.endswith("/status/"), f"recording led to {page.path}: {page.text[:600]}")
    expect("baby in hospital" in page.text.lower(), f"it was not recorded: {page.text[:600]}")
    expect(_due(clinician, mother) != before, "nothing that is due to her followed the birth")
    page = clinician.send(page, page.form("change"), button=("do", "undo"))
    expect("Undone" in page.text, f"it cannot be undone: {page.text[:600]}")
    left = sorted(set(_due(clinician, mother)) ^ set(before))
    expect(not left, f"after undo, what is due is not what it was: {left}")
    return words.group(0) if words else ""


def see_and_act(browser: Browser, mother: Enrolled) -> Acted:
    """The concern is in the list and by mail; open it, acknowledge it, close it."""
    concerns = browser.api(f"{mother.api}concerns/")["results"]
    expect(len(concerns) == 1, f"one answer asks for one concern; there are {len(concerns)}")
    concern = concerns[0]["public_id"]
    address = f"/staff/concerns/{concern}/"
    expect(address in browser.get("/staff/concerns/").html, "the list does not show the concern")
    _mailed_once_each(browser, mother, address)
    page = browser.get(address)
    card, cause = page.text.find(NEVER_KNOW), page.text.find("What caused it")
    expect(0 <= card < cause, f"how to reach her does not stand first: {page.text[:900]}")
    page = browser.send(page, page.doing("acknowledge"))
    told = browser.api(f"{mother.api}concerns/")["results"][0]
    expect(told["acknowledged_at"], f"acknowledging left the concern open: {page.text[:400]}")
    called = next(
        (form for form in page.forms if form.values.get("closed_as") == "called"), page.own()
    )
    expect("What may be said" in page.text, "nothing says what may be told")
    browser.send(page, called, what_was_done=WHAT_WAS_DONE)
    told = browser.api(f"{mother.api}concerns/")["results"][0]
    expect(told["closed_at"], "the concern stays open after it was closed with what was done")
    expect(WHAT_WAS_DONE in browser.get(address).text, "what was done is not kept as written")
    return Acted(str(concern), str(told["tier"]))


def _mailed_once_each(browser: Browser, mother: Enrolled, address: str) -> None:
    """Somebody was mailed about it, nobody twice, and no mail names her."""
    mail = wait_for(
        lambda: page_with(browser, "/staff/outbox/", address),
        "no mail told staff of the concern within a minute",
    )
    letters = [part for part in mail.html.split("<article") if address in part]
    named = any(NAME in part or mother.email in part for part in letters)
    expect(not named, "the mail to staff names her")
    to = [one for part in letters for one in re.findall(r"[\w.]+@demo\.example", part)[:1]]
    expect(len(set(to)) == len(to), f"somebody was told twice: {to}")


def _due(clinician: Browser, mother: Enrolled) -> list[tuple[str, ...]]:
    """What is expected of her, and when; what was cancelled is not."""
    rows = clinician.api(f"{mother.api}occurrences/?limit=200")["results"]
    expected = [row for row in rows if not row["cancelled_at"]]
    return sorted(tuple(f"{name}={row[name]}" for name in sorted(row)) for row in expected)
