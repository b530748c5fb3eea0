"""What may be shown on her phone, against the words of the content files."""

import pytest

from catalog.services import library
from reminders.texts import HERS, fill, not_neutral

MESSAGES = [m.content for m in library().all("message") if m.content.to == "mother"]
FORBIDDEN = [f.content for f in library().all("forbidden")]
LINK = "https://pages.example.org/d/"


@pytest.mark.parametrize(
    ("message", "language"), [(m, lang) for m in MESSAGES for lang in m.languages]
)
def test_every_message_is_neutral_and_leads_to_the_page(message, language):
    subject, body = fill(message, language=language, link=LINK)
    assert not_neutral(subject, body, forbidden=FORBIDDEN) == ()
    assert LINK in body
    assert "{" not in subject + body


@pytest.mark.parametrize(
    "text",
    [
        "Your clinic has news",
        "MORE is waiting",
        "Time for your craving check",
        "Tu bebé",
        "https://recovery.example.org/d/",
        "reminders@my-clinic.example.org",
    ],
)
def test_a_word_that_gives_her_away_is_found(text):
    assert not_neutral(text, forbidden=FORBIDDEN)


def test_more_as_a_plain_word_may_be_said():
    assert not_neutral("There is more to see", forbidden=FORBIDDEN) == ()


@pytest.mark.parametrize(
    ("text", "hers"),
    [
        ("Hello Ana Reyes, ", "Ana Reyes"),
        ("sent to ana@example.net", "ana@example.net"),
        ("call +1 (555) 010-2030", "+15550102030"),
    ],
)
def test_what_names_her_is_found_and_not_repeated(text, hers):
    assert not_neutral(text, forbidden=FORBIDDEN, identifiers=[hers]) == (HERS,)


@pytest.mark.parametrize("hers", ["", "  ", "Ana", "555"])
def test_what_she_does_not_share_with_the_text_is_no_reason(hers):
    assert not_neutral("An analysis of 5,551 bananas", forbidden=[], identifiers=[hers]) == ()
