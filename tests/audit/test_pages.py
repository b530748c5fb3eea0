"""Every staff page that shows a mother leaves one line: who looked, at whom, how, where."""

import pytest

from audit.models import ReadEvent
from safety.models import Concern
from tests.cast import Cast, mother, sign_in
from tests.test_access import MATRIX, scene  # noqa: F401 - scene is a fixture

# Page → how its look is called.
LOOKS = {
    "api:participant-answers": "opened",
    "api:participant-concerns": "opened",
    "api:participant-detail": "opened",
    "api:participant-list": "listed",
    "api:participant-occurrences": "opened",
    "api:participant-reminders": "opened",
    "api:participant-scores": "opened",
    "care:assign": "opened",
    "care:calendar": "opened",
    "care:caseload": "listed",
    "care:change": "opened",
    "care:concern": "opened",
    "care:concerns": "listed",
    "care:copy": "opened",
    "care:details": "unmasked",
    "care:invite": "opened",
    "care:medicine": "opened",
    "care:meetings": "listed",
    "care:mother": "opened",
    "care:plan": "opened",
    "care:put_aside": "opened",
    "care:reach": "unmasked",
    "care:results": "opened",
    "care:scores_csv": "exported",
    "care:status": "opened",
    "care:team": "listed",
}
# An empty form; mails of the demo, whose people are invented; and who of staff answers when.
NOBODY_ON_IT = {
    "care:batteries", "care:content", "care:content_compared", "care:content_step",
    "care:content_version", "care:enrol", "care:outbox", "care:questionnaire",
    "care:questionnaire_file",
    "care:questionnaires", "care:safety",
}  # fmt: skip


def test_every_page_of_the_clinic_is_here():
    shown = {
        name
        for name, (get, _post) in MATRIX.items()
        if name.startswith(("care:", "api:participant")) and set(get) & {".", "x"}
    }
    assert shown - NOBODY_ON_IT == set(LOOKS)


@pytest.mark.parametrize("name", sorted(LOOKS))
def test_a_look_leaves_its_line(name, cast: Cast, client, scene):  # noqa: F811
    reader = cast.ada if name == "care:team" else cast.ben
    sign_in(client, reader)
    assert client.get(scene[name]).status_code == 200
    # Opening a concern shows her number too: a line of its own.
    assert ReadEvent.objects.count() == (2 if name == "care:concern" else 1)
    seen = ReadEvent.objects.get(kind=LOOKS[name])
    assert (seen.actor, seen.kind) == (reader.actor, LOOKS[name])
    concerns = name in ("care:concern", "care:concerns")
    about = Concern.objects.get().public_id if concerns else cast.ana.public_id
    assert seen.model == ("safety.Concern" if concerns else "people.Participant")
    assert seen.ids == [about]
    assert seen.where and "/" not in seen.where


def test_contact_details_leave_a_line_of_their_own(cast: Cast, client, scene):  # noqa: F811
    sign_in(client, cast.ben)
    client.post(scene["care:contact"])
    kinds = ReadEvent.objects.order_by("pk").values_list("kind", flat=True)
    assert list(kinds) == ["unmasked", "opened"]


def test_a_concern_shows_her_number_only_while_it_is_not_closed(cast: Cast, client, scene):  # noqa: F811
    sign_in(client, cast.ben)
    client.get(scene["care:concern"])
    seen = ReadEvent.objects.get(kind="unmasked")
    assert (seen.model, seen.ids) == ("people.Participant", [cast.ana.public_id])
    sent = {"do": "close", "closed_as": "called", "what_was_done": "Called her."}
    client.post(scene["care:concern"], sent)
    page = client.get(scene["care:concern"]).content.decode()
    assert cast.ana.identity.email not in page
    assert ReadEvent.objects.filter(kind="unmasked").count() == 1


def test_a_name_in_a_list_to_choose_from_is_a_look(cast: Cast, client):
    """The team page names every mother of the clinic, also one nobody sees yet."""
    zoe = mother(cast.clinic, cast.cam, "Zoe Adler")
    sign_in(client, cast.ada)
    assert b"Zoe Adler" in client.get("/staff/team/").content
    assert zoe.public_id in ReadEvent.objects.get().ids


def test_a_concern_above_a_filtered_list_is_a_look(cast: Cast, client, scene):  # noqa: F811
    sign_in(client, cast.ben)
    page = client.get("/staff/?show=unassigned")
    assert b"Ana Reyes" in page.content
    assert ReadEvent.objects.get().ids == [cast.ana.public_id]


def test_a_page_that_is_refused_leaves_none(cast: Cast, client, scene):  # noqa: F811
    for user in (cast.bea, cast.cora, cast.dan):
        sign_in(client, user)
        client.get(scene["care:mother"])
        client.get(scene["api:participant-answers"])
        if user != cast.bea:  # The back-up is called to concerns, so she opens this one.
            client.get(scene["care:concern"])
    assert not ReadEvent.objects.exists()
