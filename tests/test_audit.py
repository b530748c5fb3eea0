"""Whoever a page or an answer of the API names, to whomever it is shown: it is in the audit."""

import re
from itertools import product

import pytest
from django.utils import timezone

from audit.models import ReadEvent
from measures.models import Administration
from measures.services import save_answer
from tests.cast import mother
from tests.saying import answer
from tests.test_access import MATRIX, client_of, scene  # noqa: F401 - scene is a fixture

STAFF = ("ben", "bea", "cam", "ada", "cora", "dan")
# Reads of hers on her own phone are not staff's; the outbox is the demo's, with invented people.
UNWATCHED = ("portal:", "away", "healthz", "landing", "robots", "schema", "care:outbox")
WATCHED = sorted(name for name in MATRIX if not name.startswith(UNWATCHED))
NAMES = re.compile("Ana Reyes|Eva Stone|Zoe Quiet")


@pytest.fixture
def busy(cast, scene):  # noqa: F811
    """Besides the scene: a real answer with its concern, and a mother nobody was given to."""
    stress = Administration.objects.get(participant=cast.ana, instrument__code="stress")
    save_answer(device=cast.phone, envelope=answer(stress, "thoughts", 3), now=timezone.now())
    mother(cast.clinic, cast.cam, "Zoe Quiet")
    return scene


def shown(response) -> set[str]:
    """The mothers a response names or identifies."""
    return set(NAMES.findall(response.content.decode(errors="replace")))


@pytest.mark.parametrize("name", WATCHED)
def test_whoever_is_named_is_in_the_audit(name, cast, busy):
    ids = {
        "Ana Reyes": {cast.ana.public_id, *cast.ana.concerns.values_list("public_id", flat=True)},
        "Eva Stone": {cast.eva.public_id},
        "Zoe Quiet": set(cast.clinic.participants.values_list("public_id", flat=True))
        - {cast.ana.public_id},
    }
    for who, method, query in product(STAFF, ("get", "post"), ("", "?q=nobody-of-this-name")):
        ReadEvent.objects.all().delete()
        response = getattr(client_of(cast, who), method)(busy[name] + query)
        noted = {one for row in ReadEvent.objects.all() for one in row.ids}
        for named in shown(response):
            assert noted & ids[named], f"{method} {name}{query} shows {who} {named}"
