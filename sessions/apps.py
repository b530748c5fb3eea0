"""The label that keeps this app apart from django.contrib.sessions, fixed before migration 0001."""

from django.apps import AppConfig


class SessionsConfig(AppConfig):
    """Sessions of a curriculum, not of a browser."""

    name = "sessions"
    label = "more_sessions"
    verbose_name = "Sessions"
