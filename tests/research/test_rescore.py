"""`rescore --check`: every score a second time, by other code."""

from decimal import Decimal
from fractions import Fraction
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from measures import scoring
from measures.oracle import agrees
from measures.services import rescoring
from research import rows
from tests.research.conftest import say
from tests.research.test_export import made


def checked() -> tuple[str, str]:
    out, bar = StringIO(), StringIO()
    call_command("rescore", "--check", stdout=out, stderr=bar)
    return out.getvalue(), bar.getvalue()


def refused() -> str:
    out = StringIO()
    with pytest.raises(CommandError) as error:
        call_command("rescore", "--check", stdout=out, stderr=StringIO())
    assert error.value.returncode == 1
    return out.getvalue()


def off_by_one(scale, values, asked, **ways):
    found = scoring.score(scale, values, asked, **ways)
    if found.value is None:
        return found
    return scoring.Score(found.scale, found.value + 1)


def test_scores_that_agree_are_said_to(cast, answered):
    made(cast)
    out, bar = checked()
    assert "2 questionnaires and 1 exports: every score agrees." in out
    assert "2/2" in bar and "1/1" in bar


def test_what_is_absent_agrees_too(cast, answered):
    say(cast, answered, "rest", None, declined=True)
    made(cast)
    assert "every score agrees" in checked()[0]


def test_a_scorer_that_is_wrong_is_named(cast, answered, monkeypatch):
    monkeypatch.setattr(rescoring, "score", off_by_one)
    said = refused()
    assert f"administration {answered.public_id} stress@" in said
    assert "mean: scored 7.75, the second scorer says 27/4" in said


def test_a_reason_that_is_wrong_is_named(cast, check_in, monkeypatch):
    monkeypatch.setattr(
        rescoring, "score", lambda scale, *_, **__: scoring.Score(scale.code, None, "declined")
    )
    assert "scored declined, the second scorer says missing_item" in refused()


def test_a_stored_export_with_a_wrong_score_is_named(cast, answered, monkeypatch):
    monkeypatch.setattr(rows, "score", off_by_one)
    made(cast)
    monkeypatch.undo()
    said = refused()
    assert ".zip " in said and " stress@" in said and "scored 7.75" in said


def test_a_sum_is_exact_and_a_mean_goes_to_the_even_side(answered):
    content = answered.instrument.content
    (mean,) = content.scales
    assert agrees(mean, Decimal("0.12"), None, Fraction(1, 8), None)
    assert not agrees(mean, Decimal("0.13"), None, Fraction(1, 8), None)
    assert not agrees(mean, Decimal("0.125"), None, Fraction(1, 8), None)
    assert not agrees(mean, Decimal("0.12"), None, None, "declined")
    assert not agrees(mean, None, "declined", None, "missing_item")
