"""A site that updates: checks run before `migrate` has made the columns of this version."""

from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from reminders.checks import each_clinic_can_answer
from tests.cast import Cast


def test_the_check_waits_for_tables_of_this_version(cast: Cast) -> None:
    cast.clinic.concern_email = ""
    cast.clinic.save()
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE people_clinic RENAME COLUMN self_guided_by TO not_yet")
    for app, name in MigrationLoader(connection).graph.leaf_nodes("people"):
        MigrationRecorder(connection).record_unapplied(app, name)
    assert each_clinic_can_answer(None, databases=["default"]) == []
