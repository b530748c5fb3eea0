"""Every URL × everybody (house invariant 5). A URL that is not in the matrix fails.

One letter a person, in the order of EVERYBODY:
.  200, it is theirs                      s  302 to the staff sign-in
m  302 to setting up the second factor    u  302 to her PIN page or the page of an unknown phone
r  another redirect, within what is theirs
a  401    f  403    x  404    g  410 (gone)    n  405 (not that way)    d  409 (not now)
b  400 or 415: theirs, but nothing was typed
"""

from datetime import datetime
from uuid import UUID

import pytest
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone

from catalog.services import released
from measures.models import Administration
from measures.services import save_answer, start_administrations
from pathway.services import assign, report_gap
from people.models import Device
from people.services import invite
from research.services import ask_for_export
from safety.services import raise_concern
from sessions.services import enter_session, path_of, save_moment
from tests.cast import NOW, Cast, agree, open_phone, pair, sign_in, start
from tests.saying import answer, envelope

EVERYBODY = (
    "nobody", "locked", "ana", "eva", "one_factor", "ben", "bea", "cam", "ada", "cora", "dan",
)  # fmt: skip
# django-allauth's own pages: the same for every member of staff, and nobody's data on them.
ACCOUNT_PREFIXES = ("account_", "mfa_")

MATRIX = {
    # GET, then POST with nothing in it.
    "api:export-detail": ("aaaafxxxx.x", "aaaafnnnnnn"),
    "api:export-download": ("aaaafxxxxfx", "aaaafnnnnnn"),
    "api:export-list": ("aaaaf......", "aaaafbbbbbb"),
    "api:participant-answers": ("aaaaf.xxxxx", "aaaafnnnnnn"),
    "api:participant-concerns": ("aaaaf.xxxxx", "aaaafnnnnnn"),
    "api:participant-detail": ("aaaaf.x.xxx", "aaaafnnnnnn"),
    "api:participant-list": ("aaaaf......", "aaaafnnnnnn"),
    "api:participant-occurrences": ("aaaaf.x.xxx", "aaaafnnnnnn"),
    "api:participant-reminders": ("aaaaf.x.xxx", "aaaafnnnnnn"),
    "api:participant-scores": ("aaaaf.xxxxx", "aaaafnnnnnn"),
    "away": ("...........", "nnnnnnnnnnn"),
    "care:assign": ("ssssm.x.ffx", "ssssm.x.ffx"),
    "care:calendar": ("ssssm.xfffx", "ssssmbxfffx"),
    "care:batteries": ("ssssm..f.f.", "ssssm..f.f."),
    "care:caseload": ("ssssm...rr.", "ssssmnnnnnn"),
    "care:change": ("ssssm.x.ffx", "ssssm.x.ffx"),
    "care:concern": ("ssssm..f.fx", "ssssm..f.fx"),
    "care:concerns": ("ssssm..f.f.", "ssssmnnnnnn"),
    "care:contact": ("ssssmnnnnnn", "ssssm.x.ffx"),
    "care:content": ("ssssm....f.", "ssssmfffbff"),
    "care:copy": ("ssssm.xfffx", "ssssmrxfffx"),
    "care:content_compared": ("ssssm....f.", "ssssmnnnnnn"),
    "care:content_step": ("ssssm....f.", "ssssmbbbbfb"),
    "care:content_version": ("ssssm....f.", "ssssmnnnnnn"),
    "care:questionnaire": ("ssssmfff.ff", "ssssmfff.ff"),
    "care:questionnaire_file": ("ssssmfffbff", "ssssmnnnnnn"),
    "care:questionnaires": ("ssssmfff.ff", "ssssmfff.ff"),
    "care:details": ("ssssm.x.ffx", "ssssm.x.ffx"),
    "care:end_device": ("ssssmnnnnnn", "ssssmrxrffx"),
    "care:enrol": ("ssssm...ff.", "ssssm...ff."),
    "care:hold": ("ssssmnnnnnn", "ssssmbxbffx"),
    "care:invite": ("ssssm.x.ffx", "ssssm.x.ffx"),
    "care:medicine": ("ssssm.x.ffx", "ssssmbxbffx"),
    "care:meetings": ("ssssm...ff.", "ssssmbbbffb"),
    "care:mother": ("ssssm.x.ffx", "ssssmnnnnnn"),
    "care:outbox": ("ssssmxxxxfx", "ssssmnnnnnn"),
    "care:plan": ("ssssm.xfffx", "ssssmbxfffx"),
    "care:put_aside": ("ssssm.xfffx", "ssssmnnnnnn"),
    "care:reach": ("ssssm.x.ffx", "ssssmrxrffx"),
    "care:results": ("ssssm.xfffx", "ssssmbxfffx"),
    "care:safety": ("ssssm..f.f.", "ssssmfffbff"),
    "care:scores_csv": ("ssssm.xfffx", "ssssmnnnnnn"),
    "care:status": ("ssssm.x.ffx", "ssssmbxbffx"),
    "care:team": ("ssssmfff.ff", "ssssmfffbff"),
    "healthz": ("...........", "..........."),
    "landing": ("...........", "nnnnnnnnnnn"),
    "portal:agree": ("uur.uuuuuuu", "uubbuuuuuuu"),
    "portal:agreed": ("uu..uuuuuuu", "uubbuuuuuuu"),
    "portal:away": ("...........", "nnnnnnnnnnn"),
    "portal:card": ("uu.xuuuuuuu", "urrxuuuuuuu"),
    "portal:changed": ("uu..uuuuuuu", "uubbuuuuuuu"),
    "portal:check_in": ("uu.xuuuuuuu", "uurxuuuuuuu"),
    "portal:check_in_now": ("nnnnnnnnnnn", "uurxuuuuuuu"),
    "portal:copy": ("uu..uuuuuuu", "uubbuuuuuuu"),
    "portal:delete": ("uu.xuuuuuuu", "uurxuuuuuuu"),
    "portal:deposit": ("afffaaaaaaa", "afffaaaaaaa"),
    "portal:device_key": ("afffaaaaaaa", "afffaaaaaaa"),
    "portal:finished": ("uurxuuuuuuu", "nnnnnnnnnnn"),
    "portal:forget": ("uu..uuuuuuu", "uu..uuuuuuu"),
    "portal:help": ("...........", "nnnnnnnnnnn"),
    "portal:hide": ("...........", "nnnnnnnnnnn"),
    "portal:home": ("rrrrrrrrrrr", "nnnnnnnnnnn"),
    "portal:invitation": ("rrrrrrrrrrr", "nnnnnnnnnnn"),
    "portal:kept": ("...........", "nnnnnnnnnnn"),
    "portal:language": ("uu..uuuuuuu", "uubbuuuuuuu"),
    "portal:leave": ("nnnnnnnnnnn", "rrrrrrrrrrr"),
    "portal:lock": ("uu..uuuuuuu", "uurruuuuuuu"),
    "portal:looked": ("uu..uuuuuuu", "nnnnnnnnnnn"),
    "portal:manifest": ("...........", "nnnnnnnnnnn"),
    "portal:messages": ("uu..uuuuuuu", "uubbuuuuuuu"),
    "portal:mine": ("uu..uuuuuuu", "ubbbuuuuuuu"),
    "portal:moment": ("...........", "ubbbuuuuuuu"),
    "portal:pack": ("aa..aaaaaaa", "nnnnnnnnnnn"),
    "portal:phones": ("uu..uuuuuuu", "uubbuuuuuuu"),
    "portal:pin": ("uu..uuuuuuu", "uubbuuuuuuu"),
    "portal:only_me": ("nnnnnnnnnnn", "uurxuuuuuuu"),
    "portal:plan": ("uu..uuuuuuu", "uubbuuuuuuu"),
    "portal:plan_part": ("uu..uuuuuuu", "ubbbuuuuuuu"),
    "portal:practice_away": ("uu.ruuuuuuu", "ubbruuuuuuu"),
    "portal:practise": ("uu.xuuuuuuu", "ubbxuuuuuuu"),
    "portal:practices": ("uu..uuuuuuu", "nnnnnnnnnnn"),
    "portal:question": ("uu.xuuuuuuu", "ubbxuuuuuuu"),
    "portal:reach": ("uu..uuuuuuu", "nnnnnnnnnnn"),
    "portal:reach_part": ("uu..uuuuuuu", "ubbbuuuuuuu"),
    "portal:safe": ("...........", "nnnnnnnnnnn"),
    "portal:said": ("uu..uuuuuuu", "nnnnnnnnnnn"),
    "portal:session": ("uu.xuuuuuuu", "ubbxuuuuuuu"),
    "portal:sessions": ("uu..uuuuuuu", "nnnnnnnnnnn"),
    "portal:settings": ("uu..uuuuuuu", "nnnnnnnnnnn"),
    "portal:shell": ("...........", "nnnnnnnnnnn"),
    "portal:sound": ("uuxxuuuuuuu", "nnnnnnnnnnn"),
    "portal:step": ("uu.xuuuuuuu", "ubbxuuuuuuu"),
    "portal:stop_all": ("uu..uuuuuuu", "uu..uuuuuuu"),
    "portal:stop": ("uurxuuuuuuu", "ubbxuuuuuuu"),
    "portal:things": ("uu..uuuuuuu", "nnnnnnnnnnn"),
    "portal:today": ("uu..uuuuuuu", "uurruuuuuuu"),
    "portal:unlock": ("..rr.......", "fbbbfffffff"),
    "portal:weeks": ("uu..uuuuuuu", "nnnnnnnnnnn"),
    "portal:welcome": ("ggggggggggg", "ggggggggggg"),
    "portal:worker": ("...........", "nnnnnnnnnnn"),
    "research:ask": ("ssssmnnnnnn", "ssssmffffxf"),
    "research:codebook": ("ssssmffff.f", "ssssmnnnnnn"),
    "research:download": ("ssssmffffrf", "ssssmnnnnnn"),
    "research:export": ("ssssmffff.f", "ssssmnnnnnn"),
    "research:home": ("ssssmffff.f", "ssssmnnnnnn"),
    "research:state": ("ssssmffff.f", "ssssmnnnnnn"),
    "robots": ("...........", "nnnnnnnnnnn"),
    "schema": ("aaaaf......", "aaaafnnnnnn"),
}


def names() -> list[str]:
    """Every named URL, with its namespace."""
    found = []

    def walk(resolver: URLResolver, namespace: str) -> None:
        for one in resolver.url_patterns:
            if isinstance(one, URLResolver):
                walk(one, namespace + (f"{one.namespace}:" if one.namespace else ""))
            elif isinstance(one, URLPattern):
                found.append(f"{namespace}{one.name}")

    walk(get_resolver(), "")
    return found


def client_of(cast: Cast, who: str, **options) -> Client:
    """That person's browser."""
    client = Client(**options)
    if who in ("ana", "eva"):
        open_phone(client, *_phone(cast, who))
    elif who == "locked":
        client.cookies["phone"] = cast.phone_token
    elif who == "one_factor":
        sign_in(client, cast.ben, second_factor=False)
    elif who != "nobody":
        sign_in(client, getattr(cast, who))
    return client


def _phone(cast: Cast, who: str) -> tuple[Device, str]:
    """Her phone and its secret; Eva agrees to everything as Ana did."""
    if who == "ana":
        return cast.phone, cast.phone_token
    device, token = pair(cast.eva, cast.dan)
    agree(cast.eva, device, "care")
    return device, token


@pytest.fixture
def scene(cast: Cast, settings) -> dict[str, str]:
    """Ana's course, an open concern, an export; the address of every URL, all of them Ana's."""
    settings.STAFF_SECOND_FACTOR = True
    start(cast)
    now = timezone.now()
    check_in = cast.ana.occurrences.filter(rule__kind="check_in").first()
    administration = start_administrations(occurrence=check_in, participant=cast.ana, now=now)[0]
    item = administration.instrument.content.items[0].code
    concern = raise_concern(
        participant=cast.ana, rule="own", tier="now", kind="answer",
        source_id=check_in.public_id, happened_at=now, now=now,
    )  # fmt: skip
    report_gap(participant=cast.ana, kind="discharge", on=NOW.date(), by=None, now=now)
    card = cast.ana.occurrences.get(rule__kind="card")
    export = ask_for_export(by=cast.cora, clinic=cast.clinic, now=now)
    assigned = cast.course.assigned.first()
    step = assigned.course.curriculum.content.sessions[0].steps[0].code
    enter_session(assigned=assigned, now=now)
    practice = next(one for one in path_of(assigned) if one.is_timed)
    wish = released("battery", "hard-moment")
    assign(
        participant=cast.ana, curriculum=None, battery=wish, starts_on=now.date(), by=cast.ben,
        now=now,
    )  # fmt: skip
    wished = cast.ana.batteries.get(content=wish)
    mother = {"mother": cast.ana.public_id}
    content = {"code": "more-companion", "version": "0.1"}
    arguments = {
        "portal:invitation": {"token": invite(participant=cast.ana, by=cast.ben, now=now)},
        "portal:session": {"assigned": assigned.public_id},
        "portal:practise": {"assigned": assigned.public_id, "step": practice.code},
        "portal:step": {"assigned": assigned.public_id, "step": step},
        "portal:stop": {"assigned": assigned.public_id, "step": "two-minutes"},
        "portal:sound": {"assigned": assigned.public_id, "step": step, "cut": "full"},
        "portal:card": {"occurrence": card.public_id},
        "portal:delete": {"said": _said(cast, administration, now)},
        "portal:only_me": {"said": _moment(cast, now)},
        "portal:said": {"kind": "words"},
        "portal:plan_part": {"part": "signs"},
        "portal:reach_part": {"part": "hours"},
        "portal:check_in_now": {"battery": wished.public_id},
        "portal:check_in": {"occurrence": check_in.public_id},
        "portal:kept": {"name": "help"},
        "portal:finished": {"administration": administration.public_id},
        "portal:question": {"administration": administration.public_id, "item": item},
        "care:end_device": mother | {"device": cast.phone.public_id},
        "care:change": mother | {"kind": "home"},
        "care:concern": {"concern": concern.public_id},
        "care:content_compared": content | {"old": "0"},
        "care:content_step": content | {"part": "noticing", "step": "welcome"},
        "care:content_version": content,
        "care:questionnaire": {"code": "phq-9"},
        "care:questionnaire_file": {"code": "phq-9", "version": "1", "form": "fhir"},
    }
    for name in names():
        if name.startswith(("research:export", "research:state", "research:download")):
            arguments[name] = {"public_id": export.public_id}
        if name in ("api:export-detail", "api:export-download"):
            arguments[name] = {"public_id": export.public_id}
        if name.startswith("api:participant-") and not name.endswith("list"):
            arguments[name] = {"public_id": cast.ana.public_id}
        if name.startswith("care:") and name not in arguments and _takes_mother(name):
            arguments[name] = mother
    return {
        name: reverse(name, kwargs=arguments.get(name))
        for name in names()
        if not name.startswith(ACCOUNT_PREFIXES)
    }


def _said(cast: Cast, administration: Administration, now: datetime) -> UUID:
    """Something Ana has answered."""
    said = answer(administration, administration.instrument.content.items[0].code, 3, at=now)
    save_answer(device=cast.phone, envelope=said, now=now)
    return said.client_uuid


def _moment(cast: Cast, now: datetime) -> UUID:
    """A hard moment Ana lets her clinic read."""
    said = envelope("moment", {"reads": "clinic"}, at=now)
    save_moment(device=cast.phone, envelope=said, now=now)
    return said.client_uuid


def _takes_mother(name: str) -> bool:
    return name.split(":")[1] not in (
        "caseload", "content", "enrol", "concerns", "concern", "meetings", "safety", "team",
        "outbox", "questionnaires", "batteries",
    )  # fmt: skip


def letter(response) -> str:
    """What a response means in the matrix."""
    by_status = {
        200: ".", 400: "b", 401: "a", 403: "f", 404: "x", 405: "n", 409: "d", 410: "g", 415: "b",
    }  # fmt: skip
    if response.status_code == 302:
        to = response["Location"]
        if "/account/login" in to:
            return "s"
        if "/account/2fa/" in to:
            return "m"
        if to.startswith(("/d/unlock/", "/d/help/")):
            return "u"
        return "r"
    return by_status.get(response.status_code, f"?{response.status_code}")


class Undo(Exception):
    """Nothing one person's POST did is there when the next one tries."""


def met(cast: Cast, who: str, address: str, method: str) -> str:
    """What that person gets there; whatever it changed is undone."""
    said = ""
    try:
        with transaction.atomic():
            said = letter(getattr(client_of(cast, who), method)(address))
            raise Undo
    except Undo:
        return said


def row(cast: Cast, address: str, method: str) -> str:
    """What everybody gets there."""
    return "".join(met(cast, who, address, method) for who in EVERYBODY)


def test_every_url_is_in_the_matrix():
    ours = {name for name in names() if not name.startswith(ACCOUNT_PREFIXES)}
    assert ours == set(MATRIX)


def test_staff_accounts_have_these_pages_and_no_others():
    """Nobody changes the address they were invited with; what is not listed is not there."""
    assert {name for name in names() if name.startswith(ACCOUNT_PREFIXES)} == {
        "account_change_password", "account_inactive", "account_login", "account_logout",
        "account_reauthenticate", "account_reset_password", "account_reset_password_done",
        "account_reset_password_from_key", "account_reset_password_from_key_done",
        "account_set_password", "account_signup", "mfa_activate_totp", "mfa_authenticate",
        "mfa_deactivate_totp", "mfa_download_recovery_codes", "mfa_generate_recovery_codes",
        "mfa_index", "mfa_reauthenticate", "mfa_view_recovery_codes",
    }  # fmt: skip


@pytest.mark.parametrize("name", sorted(MATRIX))
def test_everybody_gets_what_is_theirs(name, cast, scene):
    assert (row(cast, scene[name], "get"), row(cast, scene[name], "post")) == MATRIX[name]


# The deposit has a guard of its own (tests/test_bad_input.py); leaving must never be refused.
GUARDED = sorted(
    name
    for name, (_get, post) in MATRIX.items()
    if set(post) & set(".rbd") and name not in ("portal:deposit", "portal:leave", "healthz")
)


@pytest.mark.parametrize("name", GUARDED)
def test_without_the_token_a_post_is_refused(name, cast, scene):
    """Whoever could do it cannot be made to do it by another site."""
    who = EVERYBODY[next(i for i, said in enumerate(MATRIX[name][1]) if said in ".rbd")]
    client = client_of(cast, who, enforce_csrf_checks=True)
    assert client.post(scene[name]).status_code == 403
