"""A question that is asked only after a certain answer: it comes, it leaves, nothing is lost."""

from copy import deepcopy

import pytest
import yaml
from django.utils import timezone

from measures.models import Answer
from pathway.services import assign
from tests.portal.conftest import hidden
from tests.releasing import BATTERY, QUESTIONS, made


@pytest.fixture
def begun(cast, her):
    """Two questions, the second only after “Some”; the way to the first."""
    items = deepcopy(yaml.safe_load(QUESTIONS)["items"])
    items[1]["needs"] = {"item": "low", "values": [1]}
    made(QUESTIONS, items=items)
    battery = made(BATTERY, rule={"kind": "self_started"})
    assign(
        participant=cast.ana, curriculum=None, battery=battery, by=cast.ben,
        starts_on=timezone.now().date(), now=timezone.now(),
    )  # fmt: skip
    given = cast.ana.batteries.get(content=battery)
    check_in = her.post(f"/d/now/{given.public_id}/")["Location"]
    return her.post(check_in)["Location"]


def say(her, url, value):
    return her.post(url, {"uuid": hidden(her.get(url), "uuid"), "value": value})["Location"]


def test_it_follows_the_answer_that_asks_for_it(her, begun):
    assert "1 of 1" in her.get(begun).content.decode()
    following = say(her, begun, "1")
    assert following.endswith("/now/")
    assert "2 of 2" in her.get(following).content.decode()
    assert say(her, following, "4").endswith("/done/")


def test_after_another_answer_it_is_not_asked(her, begun):
    assert say(her, begun, "0").endswith("/done/")


def test_changed_back_it_leaves_and_what_she_said_is_kept(her, begun):
    following = say(her, begun, "1")
    assert say(her, begun, "0").endswith("/done/")
    assert her.get(following).status_code == 302
    assert Answer.objects.filter(item="low").count() == 2
