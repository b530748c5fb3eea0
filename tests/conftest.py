"""What every test can ask for. Run with `python3 dev.py test`, which brings the services."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
import time_machine
from django.core.cache import cache
from django.core.management import call_command
from django.db import connection
from django.test.utils import override_settings
from django.utils import timezone
from hypothesis import settings as hypothesis_settings

# Playwright's synchronous interface runs an event loop in the test's thread.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

if TYPE_CHECKING:
    from tests.cast import Cast

pytest_plugins = ["tests.browsing"]

# How long one example takes says how busy the machine is, not whether the code is right.
hypothesis_settings.register_profile("busy", deadline=None)
hypothesis_settings.load_profile("busy")

IN_CI = os.environ.get("CI", "").lower() in ("1", "true")
# Groups whose tests stay in one process, the longest first so that none is left over at the end.
GROUPS = ("chaos", "stack", "browser")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Keep tests that share heavy processes in one worker, for `--dist loadgroup`."""
    for item in items:
        for group in GROUPS:
            if item.get_closest_marker(group) and not item.get_closest_marker("xdist_group"):
                item.add_marker(pytest.mark.xdist_group(group))


def pytest_sessionfinish(session: pytest.Session) -> None:
    """In CI a skipped test is a failure: what did not run has not passed."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if IN_CI and reporter and reporter.stats.get("skipped") and session.exitstatus == 0:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


@pytest.fixture(scope="session", autouse=True)
def _quick_settings(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Nothing is collected, and the slow hash is not what these tests are about."""
    storages = {
        "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    hashers = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    folder = tmp_path_factory.mktemp("static")
    with override_settings(STORAGES=storages, PASSWORD_HASHERS=hashers, STATIC_ROOT=folder):
        yield


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker) -> Iterator[None]:
    """Tables as a site has them: with the application's grants and the content registered."""
    with django_db_blocker.unblock():
        call_command("apply_grants", verbosity=0)
        _register_content()
    yield
    # A browser keeps its connections to the live site, and the site its own to the database:
    # the database could not be dropped.
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            "WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )


@pytest.fixture
def _django_db_helper(_content_stays: None, _django_db_helper: None) -> None:
    """pytest-django's own, so that `_content_stays` ends after the tables have been emptied."""


@pytest.fixture
def _content_stays(django_db_setup: None, django_db_blocker) -> Iterator[None]:
    """A test that commits has every table emptied after it: register the content again.

    The cache's table is no model's, so it is emptied here: sign-ins of one test would count
    against the next one's.
    """
    yield
    with django_db_blocker.unblock():
        _register_content()
        cache.clear()


def _register_content() -> None:
    from catalog.models import ContentVersion
    from catalog.services import register_content

    if not ContentVersion.objects.exists():
        register_content(now=timezone.now())


@pytest.fixture
def app_role(db: None) -> Iterator[str]:
    """Run the test's database work as the application's role, with only what it is granted."""
    from django.conf import settings

    role = settings.APPLICATION_ROLE
    with connection.cursor() as cursor:
        cursor.execute(f'SET ROLE "{role}"')
    yield role
    if not connection.in_atomic_block:  # Otherwise it ends with the test's transaction.
        with connection.cursor() as cursor:
            cursor.execute("RESET ROLE")


@pytest.fixture
def cast(db: None) -> Iterator[Cast]:
    """Everybody (tests/cast.py), at noon on a Wednesday; time runs on from there."""
    from tests.cast import NOW, make_cast

    with time_machine.travel(NOW, tick=True):
        yield make_cast()
