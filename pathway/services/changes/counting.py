"""The numbers of a change, read from her state before and after it: they cannot flatter it."""

from pathway.services.changes.effect import Effect
from pathway.services.changes.snapshot import Key, State
from schedule.models import Occurrence, Pause, Rule

OCCURRENCE = Occurrence._meta.label_lower
PAUSE = Pause._meta.label_lower
RULE = Rule._meta.label_lower
PLACE = ("day", "opens_at", "closes_at")


def counted(
    before: State,
    after: State,
    *,
    sends_now: int,
    addressed: tuple[str, str],
    sees: list[str],
) -> Effect:
    """The effect of a change that is not kept yet."""
    rows = [key for key in after if key[0] == OCCURRENCE]
    paused = _paused(after) and not _paused(before)
    return Effect(
        change=None,
        moves=sum(_moved(before.get(key), after[key]) for key in rows),
        keeps=sum(after[key]["done_at"] is not None for key in rows),
        pauses=sum(_pending(after[key]) and not _is_card(after, key) for key in rows)
        if paused
        else 0,
        stops=sum(_pending(before.get(key)) and not _pending(after[key]) for key in rows),
        adds=sum(_pending(after[key]) and not _pending(before.get(key)) for key in rows),
        sends_now=sends_now,
        addressed_before=addressed[0],
        addressed_after=addressed[1],
        sees=sees,
    )


def _pending(row: dict | None) -> bool:
    return row is not None and row["done_at"] is None and row["cancelled_at"] is None


def _moved(was: dict | None, now: dict) -> bool:
    if was is None or not _pending(was) or not _pending(now):
        return False
    return any(was[name] != now[name] for name in PLACE)


def _is_card(state: State, key: Key) -> bool:
    return state[RULE, state[key]["rule_id"]]["kind"] == Rule.Kind.CARD


def _paused(state: State) -> bool:
    return any(key[0] == PAUSE and row["ended_at"] is None for key, row in state.items())
