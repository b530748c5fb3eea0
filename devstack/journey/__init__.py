"""The main job, from enrolment to export, through the pages and the API of a running site.

Used by `dev.py check` and by the test-suite. It knows the site only from outside: addresses, what
the pages show, forms. Standard library.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from devstack.journey import clinic, mother, safety, study
from devstack.journey.pages import Browser, Mismatch, expect
from devstack.journey.staff import sign_in

__all__ = ["Mismatch", "run_journey"]


def run_journey(site: str, sign_ins: dict[str, Any], say: Callable[[str], None]) -> str:
    """Do the whole job; raises Mismatch with a sentence at the first thing that is not right.

    Returns the concern that was closed as a call to her: its account is for the caller to find.
    """
    # The first of a role: there are two clinicians.
    people = {one["role"]: one for one in reversed(sign_ins["staff"])}
    ben, cora = people["clinician"], people["researcher"]

    clinician = sign_in(site, ben["email"], ben["password"], "/staff/")
    say("the clinician signed in")
    enrolled = clinic.enrol(clinician)
    say(f"enrolled a mother who lives in {enrolled.zone}, with a link and QR code for her phone")
    phone = mother.pair(site, enrolled.invitation)
    say("she opened the link twice, it was used by the button only; PIN chosen, consents given")
    clinic.assign(clinician, enrolled)
    say(f"assigned {clinic.CURRICULUM} and {clinic.BATTERY}")
    clinic.see_reminder(clinician, enrolled)
    say("the reminder was accepted once and stands in the outbox")

    safety.make_plan(phone)
    safety.say_how_to_reach(phone)
    say("she made her plan, six short screens, and said who must never know")
    safety.change_words(phone, clinician, enrolled)
    say("something changed: one tap, staff see it at once, and it was taken back")
    did = safety.birth_and_back(clinician, enrolled)
    say(f"a birth was previewed ({did}), recorded and undone: all as before")
    mother.do_sessions(phone)
    say("she went through the opening and session 1, without scripts, and wrote a reflection")
    safety.help_is_whole(mother.answer_check_in(phone), enrolled.zone)
    say("after a risk answer: her plan first, then numbers, and when staff see it")
    mother.leave_and_return(phone)
    say("Leave locked her pages; after the PIN her words stand as written")
    study.compare_api(clinician, enrolled, phone)
    say(f"the API gives her {len(phone.said)} answers as typed; a form sent twice is stored once")

    acted = safety.see_and_act(clinician, enrolled)
    say(f"the concern ({acted.tier}), her contact card first, was mailed, acknowledged and closed")
    researcher = sign_in(site, cora["email"], cora["password"], "/research/")
    files = study.export(researcher, cora["password"])
    rows = study.compare_export(clinician, enrolled, phone, files)
    say(f"the export holds her {rows} answers and her scores as typed, and nothing that names her")
    _closed_doors(site, researcher, enrolled)
    say("nobody reads her without signing in; the researcher cannot find her at all")
    return acted.concern


def _closed_doors(site: str, researcher: Browser, enrolled: clinic.Enrolled) -> None:
    Browser(site).api(enrolled.api, status=401)
    researcher.api(enrolled.api, status=404)
    page = Browser(site).get(enrolled.page)
    expect("/account/login/" in page.path, f"her page opens to nobody signed in: {page.path}")
