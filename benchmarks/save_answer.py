"""What saving one answer costs beside a bare Django view that does one upsert.

    python benchmarks/save_answer.py [--answers 200] [--rounds 9]

The bare view reads a session and its user, parses JSON and upserts one row.
Ours reads the phone and its consent, checks the envelope and its hash, stores receipt, answer,
age and any concern under her row lock. Both through the whole middleware, in one process.
"""

import json
from uuid import uuid4

from measuring import arguments, own_database, ratios, tell

HEADERS = {"X-Requested-With": "daybook", "Sec-Fetch-Site": "same-origin"}


def bare(request):
    """Session, user, JSON, one upsert."""
    from django.db import connection
    from django.http import JsonResponse

    said = json.loads(request.body)
    if not request.user.is_authenticated:
        raise SystemExit("the bare view has lost its session")
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO bench_answer (item, value) VALUES (%s, %s) "
            "ON CONFLICT (item) DO UPDATE SET value = excluded.value",
            [said["item"], said["value"]],
        )
    return JsonResponse({"stored": True})


def routes() -> list:
    """The platform's URLs and the bare view."""
    from django.urls import include, path

    return [path("bare/", bare), path("", include("more_platform.urls"))]


def scene(count: int):
    """A phone that may hand in, and so many questionnaires that were begun."""
    from django.db import connection
    from django.test import Client
    from django.utils import timezone

    from catalog.services import register_content, released
    from measures.models import Administration
    from tests.cast import make_cast, open_phone, sign_in, start

    register_content(now=timezone.now())
    cast = make_cast(now=timezone.now())
    start(cast, now=timezone.now())
    begun = Administration.objects.bulk_create(
        Administration(
            participant=cast.ana,
            instrument=released("instrument", "craving"),
            addressed=cast.ana.addressed,
            asked_by=f"{uuid4()}/bench",
            started_at=timezone.now(),
        )
        for _ in range(count)
    )
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE bench_answer (item text PRIMARY KEY, value int)")
    client = Client()
    open_phone(client, cast.phone, cast.phone_token)
    other = Client()
    sign_in(other, cast.ben)
    return client, other, begun


def main() -> None:
    """Measure and print one line."""
    asked = arguments(__doc__, answers=200)
    with own_database():
        from django.conf import settings
        from django.utils import timezone

        from kernel.ids import body_hash

        settings.ALLOWED_HOSTS = ["testserver"]
        settings.ROOT_URLCONF = type("urls", (), {"urlpatterns": routes()})
        client, other, begun = scene(asked.answers * asked.rounds)
        item = begun[0].instrument.content.items[0]

        def ours() -> None:
            for number in range(asked.answers):
                now = timezone.now().isoformat()
                body = {
                    "administration": str(begun.pop().public_id),
                    "item": item.code,
                    "value": item.values[0],
                    "declined": False,
                }
                said = {
                    "v": 1, "uuid": str(uuid4()), "kind": "answer", "sequence": number,
                    "answered_at": now, "sent_at": now, "zone": "UTC", "body": body,
                    "hash": body_hash(body),
                }  # fmt: skip
                response = client.post(
                    "/d/deposit/", said, content_type="application/json", headers=HEADERS
                )
                if response.status_code != 201:
                    raise SystemExit(f"not stored: {response.content!r}")

        def reference() -> None:
            for number in range(asked.answers):
                other.post("/bare/", {"item": str(number), "value": 3}, "application/json")

        found = ratios(ours, reference, rounds=asked.rounds)
    tell(f"saving {asked.answers} answers against a bare upsert", found)


if __name__ == "__main__":
    main()
