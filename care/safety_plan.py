"""The six parts of her safety plan, with what her clinician asks her for."""

from dataclasses import dataclass

from safety.models import SafetyPlan

# Each part with what to ask her for. The words in it are hers.
ASKED: dict[str, tuple[str, str]] = {
    "signs": ("Signs", "How does she notice that a hard time is coming?"),
    "helps": ("What helps", "What has helped before, alone, for a few minutes?"),
    "people": ("People", "Whom can she call or be with? Numbers, if she wants them there."),
    "places": ("Places", "Where is she better off for an hour?"),
    "safer": ("Making it safer", "What could be put out of reach, and who keeps it?"),
    "naloxone": ("Naloxone", "Where is it, and who knows how to give it?"),
}


@dataclass(frozen=True)
class Part:
    """One of the six."""

    code: str
    title: str
    asks: str
    words: str


def parts_of(plan: SafetyPlan) -> list[Part]:
    """All six, also the empty ones."""
    return [Part(code, *ASKED[code], getattr(plan, code)) for code in SafetyPlan.SECTIONS]
