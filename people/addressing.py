"""What the facts take from how she wants to be addressed. Pure.

How she is addressed is her wish. Facts may take words about a baby away; they never bring any,
except that a birth turns "expecting" into where the child is.
"""

from collections.abc import Collection

EXPECTING = "expecting"
WITH_BABY = "with_baby"
IN_HOSPITAL = "baby_in_hospital"
ELSEWHERE = "baby_elsewhere"
NO_BABY_TALK = "no_baby_talk"

WITH_MOTHER = "with_mother"
HOSPITAL = "hospital"
DIED = "died"


def after_birth(addressed: str, places: Collection[str]) -> str:
    """After a birth, given where the children born now live; any other wish stays."""
    living = living_places(places)
    if addressed != EXPECTING:
        return addressed
    if WITH_MOTHER in living:
        return WITH_BABY
    if HOSPITAL in living:
        return IN_HOSPITAL
    return ELSEWHERE if living else NO_BABY_TALK


def after_loss(addressed: str, *, expecting: bool, places_living: Collection[str]) -> str:
    """After a loss, given whether she is pregnant now and where living children of hers are.

    What claims more than that becomes no baby talk: nothing else is put in its place.
    """
    living = living_places(places_living)
    holds = {
        EXPECTING: expecting,
        WITH_BABY: WITH_MOTHER in living,
        IN_HOSPITAL: HOSPITAL in living,
        ELSEWHERE: bool(living),
    }
    return addressed if holds.get(addressed, False) else NO_BABY_TALK


def after_custody(
    addressed: str, places_living: Collection[str], *, expecting: bool = False
) -> str:
    """After a child went to live elsewhere. A child that comes home changes nothing by itself."""
    living = living_places(places_living)
    if not living:
        return after_loss(addressed, expecting=expecting, places_living=())
    if addressed not in (WITH_BABY, IN_HOSPITAL) or WITH_MOTHER in living:
        return addressed
    return IN_HOSPITAL if HOSPITAL in living else ELSEWHERE


def living_places(places: Collection[str]) -> set[str]:
    """Where living children are."""
    return set(places) - {DIED}
