"""The OpenAPI schema: complete, without a warning."""

import pytest
from drf_spectacular.drainage import GENERATOR_STATS
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.validation import validate_schema
from jsonschema import ValidationError

from tests.cast import make_cast


@pytest.fixture(scope="module")
def schema() -> dict:
    GENERATOR_STATS.reset()
    generated = SchemaGenerator().get_schema(request=None, public=True)
    said = {*GENERATOR_STATS._warn_cache, *GENERATOR_STATS._error_cache}
    assert not said, "\n".join(said)
    return generated


def test_it_is_valid(schema):
    validate_schema(schema)
    with pytest.raises(ValidationError):
        validate_schema({**schema, "paths": {"/x/": {"get": {"responses": 7}}}})


def test_it_holds_the_staff_api_and_the_deposit(schema):
    assert {
        "/api/v1/participants/",
        "/api/v1/participants/{public_id}/",
        "/api/v1/participants/{public_id}/answers/",
        "/api/v1/participants/{public_id}/concerns/",
        "/api/v1/participants/{public_id}/occurrences/",
        "/api/v1/participants/{public_id}/reminders/",
        "/api/v1/participants/{public_id}/scores/",
        "/api/v1/exports/",
        "/api/v1/exports/{public_id}/",
        "/api/v1/exports/{public_id}/download/",
        "/d/deposit/",
    } == {path for path in schema["paths"] if path != "/api/schema/"}


def test_every_list_says_what_a_row_is(schema):
    for path, methods in schema["paths"].items():
        for method, operation in methods.items():
            assert operation["responses"], f"{method} {path}"


@pytest.mark.django_db
def test_it_is_served_to_staff_only(client, settings):
    settings.STAFF_SECOND_FACTOR = False
    assert client.get("/api/schema/").status_code == 401
    client.force_login(make_cast().cora)
    assert client.get("/api/schema/").status_code == 200
