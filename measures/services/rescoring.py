"""Every score there is, worked out a second time: what differs is said."""

from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from typing import NamedTuple

from catalog.types import Instrument, Item, Scale
from measures.applicability import put
from measures.models import Administration
from measures.oracle import agrees, oracle
from measures.scoring import score
from measures.services.administering import addressed_of
from measures.services.scores import numbers_of, said_by_administration

CHUNK = 500


class Difference(NamedTuple):
    """One score that the two scorers do not agree on."""

    where: str
    instrument: str
    scale: str
    scored: str
    oracle: str

    def __str__(self) -> str:
        return (
            f"{self.where} {self.instrument} {self.scale}: "
            f"scored {self.scored}, the second scorer says {self.oracle}"
        )


def rescore(*, progress: Callable[[int], None]) -> Iterator[Difference]:
    """Compare the scorer with the oracle for every administration in the database.

    Scores are not stored: they are computed when they are read, so what is compared is what every
    page and export says now. `progress` hears how many administrations are done.
    """
    keys = list(Administration.objects.order_by("pk").values_list("pk", flat=True))
    for start in range(0, len(keys), CHUNK):
        chunk = Administration.objects.filter(pk__in=keys[start : start + CHUNK])
        said = said_by_administration(chunk)
        for row in chunk.select_related("instrument", "participant").order_by("pk"):
            content: Instrument = row.instrument.content
            items = put(content.items_for(addressed_of(row)), row.not_asked)
            values = numbers_of(said.get(row.pk, ()))
            for scale in content.scales:
                found = score(scale, values, items, tables=content.tables)
                name = f"administration {row.public_id}"
                yield from compared(
                    name, content, scale, values, items, (found.value, found.absent)
                )
        progress(min(start + CHUNK, len(keys)))


def count_to_rescore() -> int:
    """How many administrations there are."""
    return Administration.objects.count()


def compared(
    where: str,
    content: Instrument,
    scale: Scale,
    values: Mapping[str, int | None],
    asked: tuple[Item, ...],
    found: tuple[Decimal | None, str | None],
) -> Iterator[Difference]:
    """What the oracle says against a score that was found, where they differ."""
    exact, why = oracle(scale, values, asked, content.tables)
    value, absent = found
    if not agrees(scale, value, absent, exact, why):
        name = f"{content.code}@{content.version}"
        said, second = absent if value is None else value, why if exact is None else exact
        yield Difference(where, name, scale.code, str(said), str(second))
