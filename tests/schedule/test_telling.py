"""When something opens, as she reads it: on her own clock, today and tomorrow before a date."""

from datetime import UTC, datetime

import pytest
from django.utils import translation

from schedule.telling import opens_when

NOW = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)  # 4:30 on a Sunday in New York


@pytest.mark.parametrize(
    ("opens_at", "en", "es"),
    [
        (datetime(2026, 11, 22, 11, tzinfo=UTC), "today at 6:00 AM", "hoy a las 6:00 AM"),
        (datetime(2026, 11, 23, 11, tzinfo=UTC), "tomorrow, Monday", "mañana, lunes"),
        # Already Tuesday in London, still Monday for her.
        (datetime(2026, 11, 24, 3, tzinfo=UTC), "tomorrow, Monday", "mañana, lunes"),
        (
            datetime(2026, 11, 27, 11, tzinfo=UTC),
            "on Friday, November 27",
            "el viernes, 27 de noviembre",
        ),
    ],
)
def test_near_days_have_names(opens_at: datetime, en: str, es: str) -> None:
    for language, said in (("en", en), ("es", es)):
        with translation.override(language):
            assert opens_when(opens_at, now=NOW, zone="America/New_York") == said
