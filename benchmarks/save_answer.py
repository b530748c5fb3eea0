"""What saving one answer costs beside a bare Django view that does one upsert.

    python benchmarks/save_answer.py [--answers 20] [--rounds 7] [--clients 32]

Both sites run under gunicorn as it is shipped, on one PostgreSQL that commits durably, and are
driven in turn by as many clients at once, each a mother of her own (or a user of her own).
The bare view (bare_site.py): session, user, CSRF, validation, one upsert.
Ours: the phone's and the companion cookie, her consent, the envelope and its hash, the item and
its value, the safety rule, receipt and answer as new rows under her row lock, the questionnaire
and the check-in finished with the last one.
"""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote
from uuid import uuid4

from many_clients import drive, free, pace, refused, request, served
from measuring import arguments, own_database, tell

WINDOW = (
    "participant_id", "rule_id", "anchor_id", "day", "zone", "opens_at", "remind_at", "closes_at",
)  # fmt: skip
HEADERS = {"X-Requested-With": "daybook", "Sec-Fetch-Site": "same-origin"}


@contextmanager
def bare_database(users: int) -> Iterator[tuple[dict[str, str], list[dict[str, str]]]]:
    """A database for the bare site beside ours: its environment and the users' headers."""
    from django.db import connection

    name = f"{connection.settings_dict['NAME']}_bare"
    env = {
        "BARE_DATABASE_URL": url_of(name),
        "BARE_USERS": str(users),
        "DJANGO_SETTINGS_MODULE": "",
    }
    with connection.cursor() as cursor:
        cursor.execute(f'CREATE DATABASE "{name}"')
    try:
        made = subprocess.run(
            [sys.executable, str(Path(__file__).with_name("bare_site.py"))],
            env={**os.environ, **env},
            capture_output=True,
            text=True,
            check=True,
        )
        told = json.loads(made.stdout)
        print("SQL of the bare view:", *told["sql"], sep="\n  ")
        yield env, told["headers"]
    finally:
        with connection.cursor() as cursor:
            cursor.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def url_of(name: str) -> str:
    """A database of this server by name."""
    from django.db import connection

    at = connection.settings_dict
    who = f"{quote(at['USER'])}:{quote(at['PASSWORD'])}"
    return f"postgres://{who}@{at['HOST']}:{at['PORT']}/{quote(name)}"


class Mother:
    """A phone that is open, and every question of hers that is still to answer."""

    def __init__(self, cast, number: int, days: int) -> None:
        from django.utils import timezone

        from tests import cast as people

        now = timezone.now()
        self.participant = people.mother(cast.clinic, cast.ben, f"Mother{number} Reyes", now=now)
        self.phone, token = people.pair(self.participant, cast.ben, now)
        people.agree(self.participant, self.phone, "care", now=now)
        opened, companion = people.unlock(device=self.phone, pin=people.PIN, now=now)
        names = {people.cookie_name("phone"): token, people.cookie_name("open"): opened}
        cookies = "; ".join(f"{name}={value}" for name, value in names.items())
        self.headers = {**HEADERS, "Cookie": f"{cookies}; here={companion}"}
        self.questions = self._begin(cast, days, now)
        self.sequence = 0

    def _begin(self, cast, days: int, now) -> Iterator[tuple[str, str, int]]:
        """So many check-ins begun, a window for each."""
        from catalog.services import released
        from measures.models import Administration
        from pathway.services import assign
        from schedule.models import Occurrence

        battery = released("battery", "weekly-check-in")
        assign(
            participant=self.participant,
            curriculum=None,
            battery=battery,
            starts_on=now.date(),
            by=cast.ben,
            now=now,
        )
        first = Occurrence.objects.get(participant=self.participant, ordinal=1)
        kept = {name: getattr(first, name) for name in WINDOW}
        windows = Occurrence.objects.bulk_create(
            Occurrence(ordinal=100 + day, **kept) for day in range(days)
        )
        instruments = [released("instrument", code) for code in battery.content.instruments]
        begun = Administration.objects.bulk_create(
            Administration(
                participant=self.participant,
                instrument=instrument,
                occurrence=window,
                addressed=self.participant.addressed,
                started_at=now,
            )
            for window in windows
            for instrument in instruments
        )
        for one in begun:
            for item in one.instrument.content.items_for(one.addressed):
                yield str(one.public_id), item.code, item.values[0]

    def envelope(self) -> dict:
        """The next answer as her phone makes it."""
        from django.utils import timezone

        from kernel.ids import body_hash

        administration, item, value = next(self.questions)
        self.sequence += 1
        now = timezone.now().isoformat()
        body = {"administration": administration, "item": item, "value": value, "declined": False}
        return {
            "v": 1, "uuid": str(uuid4()), "kind": "answer", "sequence": self.sequence,
            "answered_at": now, "sent_at": now, "zone": "UTC", "body": body,
            "hash": body_hash(body),
        }  # fmt: skip


def scene(clients: int, answers: int) -> list[Mother]:
    """So many mothers, each with enough begun to be asked so often."""
    from django.utils import timezone

    from catalog.services import register_content
    from tests.cast import make_cast

    register_content(now=timezone.now())
    cast = make_cast(now=timezone.now())
    return [Mother(cast, number, answers // 8 + 1) for number in range(clients)]


def show_sql(mother: Mother) -> None:
    """What one answer asks of the database, after the first has filled what is kept in memory."""
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    for _again in range(2):
        with CaptureQueriesContext(connection) as seen:
            told = Client(headers=mother.headers).post(
                "/d/deposit/", mother.envelope(), content_type="application/json"
            )
        if told.status_code != 201:
            raise SystemExit(f"not stored: {told.content!r}")
    print(f"SQL of ours ({len(seen)}):", *(one["sql"] for one in seen), sep="\n  ")


def work_of(mothers: list[Mother], answers: int) -> list[list[bytes]]:
    """The next answers of each mother, one in a deposit."""
    return [
        [request("/d/deposit/", mother.headers, mother.envelope()) for _ in range(answers)]
        for mother in mothers
    ]


def bare_work(headers: list[dict[str, str]], answers: int) -> list[list[bytes]]:
    """The same number by the users of the bare site."""
    return [
        [request("/save/", one, {"item": f"i{n}", "value": n % 11}) for n in range(answers)]
        for one in headers
    ]


def main() -> None:
    """Measure and print."""
    asked = arguments(__doc__, answers=20, rounds=7, clients=32)
    with own_database():
        from django.conf import settings
        from django.db import connection

        settings.ALLOWED_HOSTS = ["testserver"]
        with connection.cursor() as cursor:
            cursor.execute("SELECT current_setting('fsync'), current_setting('synchronous_commit')")
            print("fsync, synchronous_commit:", *cursor.fetchone())
        mothers = scene(asked.clients, asked.answers * (asked.rounds + 1) + 2)
        show_sql(mothers[0])
        ours_env = {"DATABASE_URL": url_of(connection.settings_dict["NAME"]), "OUTBOX_DIR": ""}
        with (
            bare_database(asked.clients) as (bare_env, users),
            served("more_platform.wsgi:application", free(), **ours_env) as ours,
            served("bare_site:application", free(), **bare_env) as bare,
        ):
            measure(asked, mothers, users, ours, bare)


def measure(asked, mothers: list[Mother], users: list[dict[str, str]], ours: int, bare: int):
    """Rounds in turn, the first only to warm up; who goes first changes every round."""
    found = []
    for number in range(asked.rounds + 1):
        took = {}
        for site in (ours, bare) if number % 2 else (bare, ours):
            mine = site == ours
            work = work_of(mothers, asked.answers) if mine else bare_work(users, asked.answers)
            took[site] = drive(site, work)
            refused(took[site][2], b"201")
        ratio = took[bare][0] / took[ours][0]
        told = f"ours {pace(*took[ours][:2])}; bare {pace(*took[bare][:2])}; {ratio:.2f}"
        print("round", number, told if number else f"(warming up) {told}", flush=True)
        found.append(ratio)
    tell(f"saving one answer, {asked.clients} clients, against a bare upsert", found[1:])


if __name__ == "__main__":
    main()
