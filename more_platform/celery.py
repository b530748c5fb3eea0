"""The Celery application and its static timetable: a clock. PostgreSQL is the schedule."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "more_platform.settings")

app = Celery("more_platform")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@app.on_after_finalize.connect
def timetable(sender, **_kwargs):
    """Every tick does all that is due; one nobody ran in time is dropped, the next does it."""
    from django.conf import settings

    every = settings.BEAT_SECONDS
    for name in (
        "reminders.tasks.plan",
        "reminders.tasks.send",
        "reminders.tasks.page_staff",
        "reminders.tasks.ask_to_check_lines",
        "research.tasks.sweep_exports",
    ):
        sender.add_periodic_task(every, sender.signature(name), name=name, expires=every)
