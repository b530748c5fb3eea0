from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection

from audit.models import Disclosure, ReadEvent
from audit.services import record_disclosures, record_read
from portal.looked import reads_of
from tests.cast import NOW


def look(ids, now=NOW, kind="opened", actor="staff:1", where="care"):
    """Somebody looks at something."""
    record_read(actor=actor, kind=kind, model="participant", ids=ids, where=where, now=now)


def test_a_look_is_one_row_with_all_ids(db):
    ids = [uuid4(), uuid4()]
    look(ids)
    assert ReadEvent.objects.get().ids == sorted(ids)


def test_polls_coalesce_and_a_later_look_is_another(db):
    one = [uuid4()]
    look(one)
    look(one, NOW + timedelta(minutes=2))
    look(one, NOW + timedelta(minutes=8))
    assert ReadEvent.objects.count() == 2


def test_other_eyes_other_rows(db):
    one = [uuid4()]
    look(one)
    look(one, kind="unmasked")
    look(one, actor="staff:2")
    look(one, where="api")
    assert ReadEvent.objects.count() == 4


def test_nothing_shown_is_nothing_recorded(db):
    look([])
    assert not ReadEvent.objects.exists()


def test_each_disclosed_mother_has_a_row(db):
    record_disclosures(
        actor="staff:1", consents=[(uuid4(), uuid4()), (uuid4(), uuid4())],
        recipient_class="researchers", purpose="research", artefact=uuid4(), now=NOW,
    )  # fmt: skip
    assert Disclosure.objects.count() == 2


@pytest.fixture
def many(db):
    """Two thousand looks at others over ninety days, as the planner knows them."""
    ReadEvent.objects.bulk_create(
        ReadEvent(
            at=NOW - timedelta(hours=number),
            actor=f"staff:{number % 20}",
            kind="opened",
            model="participant",
            ids=[uuid4()],
            where="care",
        )
        for number in range(2000)
    )
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute("ANALYZE audit_readevent")


@pytest.mark.parametrize(
    "asked",
    [
        lambda hers: reads_of([hers, uuid4()], now=NOW),
        lambda hers: ReadEvent.objects.filter(ids__contains=[hers]).order_by("pk"),
    ],
    ids=["who opened my data", "her copy"],
)
def test_who_looked_is_found_by_what_was_shown(many, asked):
    assert "audit_read_ids" in asked(uuid4()).explain()
