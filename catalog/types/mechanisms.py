"""A model of what may act on what, and what each skill may act on."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from math import prod

from catalog.text import NO_TEXT, Text
from catalog.types.base import Content, by_code


@dataclass(frozen=True)
class Part:
    """What nodes, edges and skills share. `basis` is stated (by the source) or our_reading."""

    code: str
    basis: str
    titles: Text = NO_TEXT
    sentences: Text = NO_TEXT

    def title(self, lang: str) -> str:
        return self.titles.get(lang)

    def says(self, lang: str) -> str:
        """One hedged sentence."""
        return self.sentences.get(lang)


@dataclass(frozen=True)
class Edge(Part):
    """More of the source may go with more (+1) or less (-1) of the target."""

    source: str = ""
    target: str = ""
    sign: int = 1


@dataclass(frozen=True)
class Skill(Part):
    """A skill, and the codes of the nodes and edges it may act on."""

    acts_on: tuple[str, ...] = ()


@dataclass(frozen=True)
class Mechanism(Content):
    source: str
    doi: str
    nodes: tuple[Part, ...]
    edges: tuple[Edge, ...]
    skills: tuple[Skill, ...]
    titles: Text = NO_TEXT
    abouts: Text = NO_TEXT

    def title(self, lang: str) -> str:
        return self.titles.get(lang)

    def about(self, lang: str) -> str:
        return self.abouts.get(lang)

    @property
    def parts(self) -> tuple[Part, ...]:
        """Everything a step may train."""
        return (*self.nodes, *self.edges, *self.skills)

    def part(self, code: str) -> Part:
        """The node, edge or skill with this code; KeyError when there is none."""
        return by_code(self.parts, code)

    def paths(self, start: str, end: str) -> Iterator[tuple[Edge, ...]]:
        """Every way along the arrows from one node to another, none of them twice over a node."""
        yield from self._onward(start, end, (start,))

    def _onward(self, at: str, end: str, been: tuple[str, ...]) -> Iterator[tuple[Edge, ...]]:
        for edge in self.edges:
            if edge.source != at or edge.target in been:
                continue
            if edge.target == end:
                yield (edge,)
            else:
                for rest in self._onward(edge.target, end, (*been, edge.target)):
                    yield (edge, *rest)


def net_sign(path: tuple[Edge, ...]) -> int:
    """Whether more at the start goes with more (1) or less (-1) at the end."""
    return prod(edge.sign for edge in path)
