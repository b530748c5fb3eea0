"""The application's role cannot change or remove what was said (decision 0004)."""

import pytest
from django.apps import apps
from django.db import ProgrammingError, connection, transaction

APPEND_ONLY = sorted(
    (m for m in apps.get_models() if getattr(m, "append_only", False)), key=lambda m: m.__name__
)
OURS = sorted((m for m in apps.get_models() if hasattr(m, "privacy")), key=lambda m: m._meta.label)


def refused(sql: str) -> bool:
    """Whether PostgreSQL says no for want of rights (not for another reason)."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql)
    except ProgrammingError as error:
        return "permission denied" in str(error)
    return False


def test_the_tables_that_matter_are_append_only():
    names = {m.__name__ for m in APPEND_ONLY}
    assert names >= {
        "Answer", "StepEntry", "Deposit", "AnchorRevision", "ReadEvent", "Disclosure",
        "ContentVersion", "Attempt", "ParticipantEvent", "ConsentEvent", "ExportFile", "Pseudonym",
    }  # fmt: skip


@pytest.mark.parametrize("model", APPEND_ONLY, ids=lambda m: m.__name__)
def test_the_application_cannot_update_or_delete(model, app_role):
    table, column = model._meta.db_table, model._meta.pk.column
    assert refused(f'UPDATE "{table}" SET "{column}" = "{column}"')
    assert refused(f'DELETE FROM "{table}"')
    assert refused(f'TRUNCATE "{table}"')
    assert not refused(f'SELECT "{column}" FROM "{table}" LIMIT 1')


@pytest.mark.parametrize("model", OURS, ids=lambda m: m._meta.label)
def test_the_application_deletes_nothing_of_hers(model, app_role):
    assert refused(f'DELETE FROM "{model._meta.db_table}"')


def test_the_application_owns_nothing(app_role):
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_tables WHERE tableowner = %s", [app_role])
        assert cursor.fetchone() == (0,)
    assert refused("CREATE TABLE mine (a int)")


def test_the_whole_journey_works_as_the_application(app_role):
    """Enrolment, invitation, PIN and consents need no more rights than were granted."""
    from tests.cast import make_cast

    assert make_cast().ana.consents.count() == 3
