"""Settings, urls, celery, wsgi. No models, no helpers."""

from more_platform.celery import app as celery_app

__all__ = ["celery_app"]
