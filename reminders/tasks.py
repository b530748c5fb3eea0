"""The clock's hand: each task does what is due now, and nothing is lost when one never runs."""

from celery import shared_task
from django.utils import timezone

from reminders import services


@shared_task(name="reminders.tasks.plan")
def plan() -> int:
    """Write the ledger two days ahead."""
    return services.plan_reminders(now=timezone.now())


@shared_task(name="reminders.tasks.send")
def send() -> int:
    """Send what is due to mothers."""
    return services.send_due(now=timezone.now())


@shared_task(name="reminders.tasks.page_staff")
def page_staff() -> int:
    """Tell clinics of open concerns."""
    return services.page_staff(now=timezone.now())


@shared_task(name="reminders.tasks.ask_to_check_lines")
def ask_to_check_lines() -> int:
    """Ask clinic admins to call the help lines nobody has called for long."""
    return services.ask_to_check_lines(now=timezone.now())
