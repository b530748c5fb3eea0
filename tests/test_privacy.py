"""Every table that leads back to a mother says what becomes of it (decision 0007)."""

import pytest
from django.apps import apps
from django.db import models

from kernel.crypto import EncryptedTextField
from kernel.privacy import Policy
from people.models import Participant
from safety.models import SafetyPlan


def reachable(start: type[models.Model]) -> set[type[models.Model]]:
    """Models from which foreign keys lead to `start`, however far."""
    found, edge = {start}, {start}
    while edge:
        edge = {
            model
            for model in apps.get_models(include_auto_created=True)
            if model not in found
            and any(f.concrete and f.related_model in edge for f in model._meta.get_fields())
        }
        found |= edge
    return found


def undeclared(found: set[type[models.Model]]) -> list[str]:
    """Those without a policy of their own."""
    return sorted(m.__name__ for m in found if not isinstance(getattr(m, "privacy", None), Policy))


def test_every_reachable_model_declares_its_policy():
    found = reachable(Participant)
    assert len(found) > 20
    assert undeclared(found) == []


def test_a_model_without_a_policy_is_named():
    class Bare:
        __name__ = "Bare"

    assert undeclared({type("Bare", (), {})}) == ["Bare"]


def test_identifiers_live_in_people_only():
    """An encrypted name, e-mail or phone column outside people would be a second home."""
    names = {"name", "email", "phone", "address", "first_name", "last_name"}
    wrong = [
        f"{model.__name__}.{field.name}"
        for model in reachable(Participant)
        for field in model._meta.get_fields()
        if field.concrete and field.name in names and not model.__module__.startswith("people")
    ]
    # An export file's name is a file name.
    assert wrong == []


def test_who_she_is_and_what_she_or_staff_wrote_is_encrypted():
    """Each column of free words, and its history."""
    encrypted = {
        f"{model.__name__}.{field.name}"
        for model in reachable(Participant)
        for field in model._meta.get_fields()
        if isinstance(field, EncryptedTextField)
    }
    changing = {"Identity.name", "Identity.email", "Identity.phone", "Concern.what_was_done"}
    changing |= {f"SafetyPlan.{section}" for section in SafetyPlan.SECTIONS} | {"Naloxone.where"}
    reaching = ("hours", "words", "may_answer", "never_know", "send_home_if")
    changing |= {f"SafeContact.{name}" for name in reaching}
    history = {name.replace(".", "Event.") for name in changing}
    assert encrypted == changing | history | {
        "Answer.text",
        "StepEntry.text",
        "StepEntry.fields",
        "HardMoment.what",
        "Quarantine.body",
    }


@pytest.mark.django_db
def test_identifiers_are_ciphertext_in_the_database(cast):
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT name, email FROM people_identity")
        stored = " ".join(" ".join(row) for row in cursor.fetchall())
        cursor.execute("SELECT row_to_json(e)::text FROM people_identityevent e")
        history = " ".join(row[0] for row in cursor.fetchall())
    assert "Ana" not in stored + history
    assert "ana@example.net" not in stored + history
    assert cast.ana.identity.name == "Ana Reyes"
