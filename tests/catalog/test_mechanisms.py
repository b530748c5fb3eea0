"""The model of what may act on what: its chain, its signs, and what steps may name."""

import re

import pytest

from catalog.loader import load
from catalog.types import Edge, net_sign
from tests.catalog.folder import SCHEMAS, SESSION, complaints, write, write_curriculum

CONTENT = SCHEMAS.parent
(MODEL,) = load([CONTENT], SCHEMAS).versions("mechanism", "reese-2021")


def test_every_path_from_use_to_the_child_is_negative():
    paths = list(MODEL.paths("opioid-use", "child-well-being"))
    assert sorted(tuple(edge.code for edge in path) for path in paths) == [
        ("e1", "e3", "e5", "e6", "e7"),
        ("e2", "e4", "e5", "e6", "e7"),
    ]
    assert {net_sign(path) for path in paths} == {-1}


@pytest.mark.parametrize("edge", MODEL.edges, ids=lambda edge: edge.code)
def test_no_sign_can_be_turned_round_unseen(edge):
    """Each arrow lies on a path: with its sign turned, that path is no longer negative."""
    on = [path for path in MODEL.paths("opioid-use", "child-well-being") if edge in path]
    turned = Edge(edge.code, edge.basis, source=edge.source, target=edge.target, sign=-edge.sign)
    assert on
    for path in on:
        assert net_sign(tuple(turned if one == edge else one for one in path)) == 1


def test_a_circle_ends():
    loop = [
        Edge("a", "stated", source="x", target="y"),
        Edge("b", "stated", source="y", target="x"),
    ]
    model = type(MODEL)(
        **{**vars(MODEL), "edges": (*loop, Edge("c", "stated", source="y", target="z"))}
    )
    assert [tuple(edge.code for edge in path) for path in model.paths("x", "z")] == [("a", "c")]


def test_it_names_its_paper_and_what_it_read_into_it():
    assert MODEL.doi == "10.3389/fpsyg.2021.688359"
    ours = {part.code for part in MODEL.parts if part.basis == "our_reading"}
    assert ours == {"craving", "e3", "e4", "mindfulness", "reappraisal", "savoring"}


@pytest.mark.parametrize("part", (*MODEL.edges, *MODEL.skills), ids=lambda part: part.code)
def test_nothing_is_said_to_cause(part):
    assert re.search(r"\bmay\b", part.says("en")) and re.search(r"\bpueden?\b", part.says("es"))
    for lang in ("en", "es"):
        assert not re.search(r"caus|deficit|déficit|leads? to|lleva a", part.says(lang))


def test_each_skill_acts_on_what_there_is():
    acts = {skill.code: skill.acts_on for skill in MODEL.skills}
    assert set(acts) == {"mindfulness", "reappraisal", "savoring"}
    assert all(MODEL.part(code) for codes in acts.values() for code in codes)
    with pytest.raises(KeyError):
        MODEL.part("e8")


def test_a_step_names_only_what_a_mechanism_has(tmp_path):
    text = (CONTENT / "mechanisms/reese-2021.yaml").read_text()
    write(tmp_path, {"mechanisms/reese-2021.yaml": text})
    trains = "    kind: reading\n    trains: [{}]"
    write_curriculum(tmp_path, SESSION.replace("    kind: reading", trains.format("e3, savoring")))
    assert complaints(tmp_path) == []
    write_curriculum(tmp_path, SESSION.replace("    kind: reading", trains.format("e3, e9")))
    (line,) = complaints(tmp_path)
    assert "session.yaml:9: no mechanism has “e9”" in line


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("    to: cue-salience", "    to: cue-silence", "there is no “cue-silence” here"),
        ("acts_on: [craving,", "acts_on: [cravings,", "there is no “cravings” here"),
        ("  - code: e2", "  - code: e1", "“e1” is used 2 times"),
        ('    sign: "+"', '    sign: "?"', "“sign” is '?'"),
    ],
)
def test_a_model_that_does_not_hang_together_is_an_error(tmp_path, old, new, expected):
    text = (CONTENT / "mechanisms/reese-2021.yaml").read_text()
    assert old in text
    write(tmp_path, {"mechanisms/reese-2021.yaml": text.replace(old, new, 1)})
    assert any(expected in line for line in complaints(tmp_path)), complaints(tmp_path)
