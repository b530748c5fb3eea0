"""What a log line may hold. Sentinels stand for what must never be in one."""

import io
import logging
import logging.config

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from people.models import User
from people.services import invite
from tests.cast import Cast, staff

SECRET = "sentinel-7f3a"


@pytest.fixture
def lines(settings):
    """Everything the site writes to its log during a test."""
    text = io.StringIO()
    line = dict(settings.LOGGING["formatters"]["line"])
    handler = logging.StreamHandler(text)
    handler.setFormatter(logging.config.DictConfigurator({}).configure_formatter(line))
    logging.getLogger().addHandler(handler)
    yield text
    logging.getLogger().removeHandler(handler)


def test_a_traceback_says_where_and_what_kind_but_not_what_with(lines):
    def stored(answer: str) -> None:
        raise ValueError(f"{answer!r} is no answer")

    try:
        try:
            stored(SECRET)
        except ValueError as error:
            raise KeyError(SECRET) from error
    except KeyError:
        logging.getLogger("x").exception("storing failed")
    written = lines.getvalue()
    assert "storing failed" in written and "in stored" in written
    assert "builtins.ValueError" in written and "builtins.KeyError" in written
    assert SECRET not in written


def test_each_of_several_errors_is_told(lines):
    try:
        raise ExceptionGroup("two", [ValueError(SECRET), TypeError(SECRET)])
    except ExceptionGroup:
        logging.getLogger("x").exception("both")
    assert "builtins.TypeError" in lines.getvalue() and SECRET not in lines.getvalue()


def test_postgresql_names_the_rule_not_the_value(cast: Cast, lines):
    staff(cast.clinic, SECRET, "clinician")
    try:
        with transaction.atomic():
            User.objects.create(email=f"{SECRET}@example.org", name="X")
    except IntegrityError:
        logging.getLogger("x").exception("twice")
    assert "23505" in lines.getvalue() and "people_user_email" in lines.getvalue()
    assert SECRET not in lines.getvalue()


def test_celery_tells_the_kind_of_error_only(lines):
    try:
        raise ValueError(SECRET)
    except ValueError:
        logging.getLogger("celery.app.trace").error(
            "Task %(name)s raised: %(exc)s",
            {"name": "n", "exc": f"ValueError({SECRET!r})"},
            exc_info=True,
        )
    assert "Task n raised: ValueError" in lines.getvalue() and SECRET not in lines.getvalue()


@pytest.mark.parametrize(
    "after", ["", "more/", "€/"], ids=["itself", "with something after it", "with an odd letter"]
)
@pytest.mark.parametrize("method", ["get", "head", "post", "options", "put"])
def test_no_request_writes_an_invitation_down(after, method, cast: Cast, lines):
    token = invite(participant=cast.ana, by=cast.ben, now=cast.ana.enrolled_at)
    for host in ("testserver", "elsewhere.example"):
        getattr(Client(), method)(f"/d/i/{token}/{after}", headers={"Host": host})
    assert token[:20] not in lines.getvalue()


def test_an_address_is_never_written_down(lines):
    logging.getLogger("x").warning("refused <%s>: 550 %s", "ana@example.net", "x=ana@example.net")
    assert "ana" not in lines.getvalue()
