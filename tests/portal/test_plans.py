"""Her plan's words as a page shows them: escaped, with numbers a phone can dial."""

import pytest

from portal.plans import PARTS, dialled
from safety.models import SafetyPlan


def test_every_part_of_the_plan_has_a_page() -> None:
    assert tuple(PARTS) == SafetyPlan.SECTIONS


@pytest.mark.parametrize(
    ("words", "dials"),
    [
        ("My sister, 555 0147.", "5550147"),
        ("Rosa (212) 555-0147, any time", "2125550147"),
        ("+1 212 555 0147", "+12125550147"),
        ("text 988", "988"),
    ],
)
def test_what_looks_like_a_number_can_be_tapped(words: str, dials: str) -> None:
    assert f'href="tel:{dials}"' in dialled(words)


@pytest.mark.parametrize("words", ["Apartment 12", "at 10 30", "in 2027", "house 98812", "1990"])
def test_other_figures_cannot(words: str) -> None:
    assert dialled(words) == words


def test_her_words_are_never_markup() -> None:
    assert dialled("<b>&\n911") == '&lt;b&gt;&amp;<br><a class="whole" href="tel:911">911</a>'
