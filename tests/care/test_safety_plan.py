"""Her safety plan at the desk: read only where she shares it, written with her."""

from django.utils import timezone

from care.views import plan as views
from safety.services import plan_of, save_part, share_plan


def path(cast, more: str = "plan/") -> str:
    return f"/staff/mothers/{cast.ana.public_id}/{more}"


def hers(cast, *, shared: bool, words: str = "Walk to the river") -> None:
    """She writes one part herself."""
    revision = plan_of(cast.ana).revision
    now = timezone.now()
    save_part(
        participant=cast.ana, part="helps", words=words, revision=revision, by=None, now=now
    )  # fmt: skip
    share_plan(participant=cast.ana, shared=shared, now=now)


def sent(part: str, words: str, revision: int = 0) -> dict:
    return {"part": part, "words": words, "revision": revision}


def test_a_plan_she_keeps_to_herself_is_not_shown_and_not_written(cast, ben):
    hers(cast, shared=False)
    for address in (path(cast), path(cast, "")):
        page = ben.get(address).content.decode()
        assert "She keeps a plan to herself." in page
        assert "the river" not in page
    refused = ben.post(path(cast), sent("helps", "Mine", 1))
    assert "the river" not in refused.content.decode()
    assert plan_of(cast.ana).helps == "Walk to the river"


def test_what_she_takes_to_herself_at_that_very_moment_is_not_shown(cast, ben, monkeypatch):
    hers(cast, shared=True)

    def then_alone(**told):
        share_plan(participant=cast.ana, shared=False, now=timezone.now())
        return save_part(**told)

    monkeypatch.setattr(views, "save_part", then_alone)
    page = ben.post(path(cast), sent("signs", "She calls nobody", 1)).content.decode()
    assert "She keeps a plan to herself." in page
    assert "the river" not in page
    assert plan_of(cast.ana).signs == ""


def test_a_plan_she_shares_is_read_by_who_reads_her_answers(cast, ben, desk):
    hers(cast, shared=True)
    assert "Walk to the river" in ben.get(path(cast)).content.decode()
    assert "Walk to the river" in ben.get(path(cast, "")).content.decode()
    cam = desk(cast.cam)
    page = cam.get(path(cast, "")).content.decode()
    assert "the river" not in page and "safety plan" not in page
    assert cam.get(path(cast)).status_code == 403


def test_the_first_words_written_with_her_are_shared_from_the_start(cast, ben):
    assert "There is none yet." in ben.get(path(cast)).content.decode()
    said = ben.post(path(cast), sent("people", "Her sister"), follow=True).content.decode()
    assert "Kept: people." in said
    plan = plan_of(cast.ana)
    assert (plan.people, plan.shared, plan.changed_by) == ("Her sister", True, cast.ben)


def test_her_words_of_the_meantime_are_shown_beside_the_typed_ones(cast, ben):
    hers(cast, shared=True)
    hers(cast, shared=True, words="Call Mia")
    page = ben.post(path(cast), sent("helps", "Breathe", 1)).content.decode()
    assert "changed on another page" in page
    assert "Call Mia" in page and "Breathe" in page
    assert plan_of(cast.ana).helps == "Call Mia"
    assert ben.post(path(cast), sent("helps", "Breathe", 2)).status_code == 302
    assert plan_of(cast.ana).helps == "Breathe"


def test_what_cannot_be_is_said(cast, ben):
    assert ben.post(path(cast), sent("poem", "x")).status_code == 400
    assert ben.post(path(cast), {"part": "helps", "words": "x"}).status_code == 200
    for odd in ("²", "-1", "9" * 40):
        assert ben.post(path(cast), sent("helps", "x", odd)).status_code == 200
    long = ben.post(path(cast), sent("helps", "x" * 2001)).content.decode()
    assert "at most 2000 characters" in long
    assert not plan_of(cast.ana).pk
