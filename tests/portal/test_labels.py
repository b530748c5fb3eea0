"""Who reads each thing of hers, said beside it: as the content has it, never better."""

from dataclasses import replace

import pytest

from catalog import models as catalog_models
from catalog.models import ContentVersion
from measures.services import start_administrations
from portal.labels import LABELS
from portal.said import KINDS
from sessions.services import hand_in, path_of
from tests.cast import NOW, Cast
from tests.saying import answer, entry, envelope


@pytest.mark.parametrize("reads", ["clinic", "only_me"])
def test_an_answer_says_what_its_question_says(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, reads: str
) -> None:
    content = ContentVersion.objects.get(kind="instrument", code="craving").content
    items = tuple(replace(item, reads=reads) for item in content.items)
    built = catalog_models._built
    key = next(key for key, one in built.items() if one is content)
    monkeypatch.setitem(built, key, replace(content, items=items))
    occurrence = cast.ana.occurrences.filter(rule__kind="check_in").order_by("ordinal").first()
    begun = start_administrations(occurrence=occurrence, participant=cast.ana, now=NOW)
    asked = next(one for one in begun if one.instrument.code == "craving")
    hand_in(device=cast.phone, envelope=answer(asked, "strength", 4), now=NOW)
    assert [one.reads for one in KINDS["answers"].read(cast.ana)] == [str(LABELS[reads])]


def test_her_clinic_reads_her_words_and_practices_and_a_moment_is_hers(cast: Cast) -> None:
    first = cast.course.assigned.get(ordinal=1)
    wrote = next(step.code for step in path_of(first) if step.kind == "reflection")
    timed = next(step.code for step in path_of(first) if step.is_timed)
    for said in (
        entry(first, wrote, "reflection", extra={"text": "It was quiet."}),
        entry(first, timed, extra={"seconds": 30}),
        envelope("moment", {"control": 3}),
    ):
        hand_in(device=cast.phone, envelope=said, now=NOW)
    reads = {kind: [one.reads for one in KINDS[kind].read(cast.ana)] for kind in KINDS}
    clinic, only_me = str(LABELS["clinic"]), str(LABELS["only_me"])
    assert reads == {
        "words": [clinic], "practices": [clinic], "moments": [only_me], "answers": [],
    }  # fmt: skip
    assert "court order" in only_me
