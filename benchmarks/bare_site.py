"""The reference: a bare Django site whose one view saves an answer with one upsert.

What `startproject` gives: its middleware, sessions in the database, a signed-in user, the CSRF
check; a form that validates; one INSERT ... ON CONFLICT, committed at once. Nothing else.
"""

import json
import os
from importlib import import_module

import environ
from django.conf import settings

NAME = "bare_site"
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
UPSERT = (
    "INSERT INTO answer (user_id, item, value) VALUES (%s, %s, %s) "
    "ON CONFLICT (user_id, item) DO UPDATE SET value = excluded.value"
)


def configure() -> None:
    """The settings of a bare site, on the database in BARE_DATABASE_URL."""
    database = environ.Env().db_url("BARE_DATABASE_URL")
    # As the platform's: kept open and asked before use whether it still is.
    database.update(CONN_MAX_AGE=60, CONN_HEALTH_CHECKS=True)
    settings.configure(
        SECRET_KEY=os.environ["SECRET_KEY"],
        ALLOWED_HOSTS=["localhost", "127.0.0.1", "testserver"],
        ROOT_URLCONF=NAME,
        INSTALLED_APPS=[
            "django.contrib.auth",
            "django.contrib.contenttypes",
            "django.contrib.sessions",
            "django.contrib.messages",
        ],
        MIDDLEWARE=MIDDLEWARE,
        DATABASES={"default": database},
        USE_TZ=True,
        DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
    )
    import django

    django.setup()


if not settings.configured:
    configure()

from django import forms  # noqa: E402
from django.contrib.auth import get_user_model  # noqa: E402
from django.contrib.sessions.backends.db import SessionStore  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.core.wsgi import get_wsgi_application  # noqa: E402
from django.db import connection  # noqa: E402
from django.http import HttpRequest, HttpResponse, JsonResponse  # noqa: E402
from django.middleware.csrf import _get_new_csrf_string  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402
from django.urls import path  # noqa: E402


class AnswerForm(forms.Form):
    """What is validated: an item's code and a value in its range."""

    item = forms.SlugField(max_length=60)
    value = forms.IntegerField(min_value=0, max_value=10)


def save(request: HttpRequest) -> HttpResponse:
    """Session, user, CSRF, validation, one upsert."""
    if not request.user.is_authenticated:
        return JsonResponse({"code": "not_signed_in"}, status=401)
    form = AnswerForm(json.loads(request.body))
    if not form.is_valid():
        return JsonResponse(form.errors, status=400)
    said = form.cleaned_data
    with connection.cursor() as cursor:
        cursor.execute(UPSERT, [request.user.pk, said["item"], said["value"]])
    return JsonResponse({"stored": True}, status=201)


def healthz(request: HttpRequest) -> HttpResponse:
    """It runs."""
    return HttpResponse("ok")


urlpatterns = [path("save/", save), path("healthz", healthz)]


def prepare(count: int) -> dict[str, list]:
    """Make the tables and so many signed-in users: the headers of each, and the view's SQL."""
    call_command("migrate", verbosity=0)
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE TABLE answer (user_id int, item text, value int, PRIMARY KEY (user_id, item))"
        )
    headers = [_signed_in(f"user{number}") for number in range(count)]
    client = Client(enforce_csrf_checks=True, headers=headers[0])
    with CaptureQueriesContext(connection) as seen:
        client.post("/save/", {"item": "i1", "value": 1}, content_type="application/json")
    return {"headers": headers, "sql": [one["sql"] for one in seen]}


def _signed_in(name: str) -> dict[str, str]:
    user = get_user_model().objects.create_user(name, password=None)
    session = SessionStore()
    session["_auth_user_id"] = str(user.pk)
    session["_auth_user_backend"] = "django.contrib.auth.backends.ModelBackend"
    session["_auth_user_hash"] = user.get_session_auth_hash()
    session.save()
    token = _get_new_csrf_string()
    return {
        "Cookie": f"sessionid={session.session_key}; csrftoken={token}",
        "X-CSRFToken": token,
    }


application = get_wsgi_application()

if __name__ == "__main__":
    # As its own module: the URLs name it.
    print(json.dumps(import_module(NAME).prepare(int(os.environ["BARE_USERS"]))))
