"""How long the scorer takes for a million answers, by the keys that are shipped.

    python benchmarks/scoring.py [--answers 1000000] [--rounds 5]

Every questionnaire that has a scale, in turn, with answers drawn from a seed; one in fifty is
declined and one in fifty is missing. No database: the keys as the files say them.
"""

import os
import random
import statistics
import sys
import time
from pathlib import Path

from measuring import arguments, seconds

SEED = 20261122


def keys() -> list:
    """Every questionnaire of ours with a scale."""
    from catalog.site import library

    found = library()
    if found.errors:
        raise SystemExit("\n".join(map(str, found.errors)))
    contents = (one.content for one in found.contents.values() if one.kind == "instrument")
    return [one for one in contents if one.scales]


def drawn(instruments: list, count: int) -> list[tuple]:
    """Questionnaires filled in until so many answers are there: the key, its values."""
    chance, filled, left = random.Random(SEED), [], count  # noqa: S311 - a benchmark's draw
    while left > 0:
        for instrument in instruments:
            values = {}
            for item in instrument.items:
                if item.values:
                    luck = chance.random()
                    if luck > 0.02:
                        declined = luck < 0.04
                        values[item.code] = None if declined else chance.choice(item.values)
            filled.append((instrument, values))
            left -= len(values)
    return filled


def main() -> None:
    """Measure and print one line."""
    asked = arguments(__doc__, answers=1_000_000, rounds=5)
    sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "more_platform.settings")
    import django

    django.setup()
    from measures.scoring import score

    filled = drawn(keys(), asked.answers)
    scales = sum(len(instrument.scales) for instrument, _values in filled)

    def ours() -> None:
        for instrument, values in filled:
            for scale in instrument.scales:
                score(scale, values, instrument.items, tables=instrument.tables)

    began = time.process_time()
    took = [seconds(ours) for _ in range(asked.rounds)]
    busy = (time.process_time() - began) / asked.rounds
    print(
        f"scoring {sum(len(values) for _, values in filled)} answers to {len(filled)} "
        f"questionnaires, {scales} scores: {statistics.median(took):.1f} s "
        f"({min(took):.1f} to {max(took):.1f} in {asked.rounds} rounds, "
        f"{busy:.1f} s of a processor, load {os.getloadavg()[0]:.1f})"
    )


if __name__ == "__main__":
    main()
