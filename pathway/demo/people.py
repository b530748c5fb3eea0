"""The invented people of the demo clinic."""

from dataclasses import dataclass

PASSWORD = "river stone lamp 27"  # noqa: S105 - printed by the launcher, for invented people only
PIN = "482915"
ZONE = "America/New_York"
NAME = "Riverside (invented)"
# The first of a role is who the tour of the demo signs in as.
STAFF = (
    ("clinician", "Ben Okafor", "ben@demo.example"),
    ("clinician", "Rae Kim", "rae@demo.example"),
    ("coordinator", "Cam Ito", "cam@demo.example"),
    ("clinic_admin", "Ada Lind", "ada@demo.example"),
    ("researcher", "Cora Voss", "cora@demo.example"),
)


@dataclass(frozen=True)
class Invented:
    """One invented mother: where she is, how many days ago she began, how her weeks were."""

    name: str
    email: str
    addressed: str
    due_in_days: int
    born_days_ago: int | None = None
    place: str = "with_mother"
    language: str = "en"
    days: int | None = None
    stress: tuple[int, ...] = ()
    craving: tuple[int, ...] = ()
    sessions_done: int = 0
    thoughts_at: int | None = None
    seen: bool = False
    held: bool = False
    # Recorded after the enrolment: where the child lives since then, or that the pregnancy was
    # lost; and how she wishes to be addressed from then on.
    away: str = ""
    lost: str = ""
    changed_days_ago: int = 0
    wish: str | None = None


MOTHERS = (
    Invented("Ana R.", "ana@demo.example", "expecting", 59, days=24,
             stress=(7, 6, 6, 4), craving=(6, 6, 4, 3), sessions_done=1),
    Invented("Bea M.", "bea@demo.example", "with_baby", -44, born_days_ago=44, days=40,
             stress=(5, 6, 5, 5, 3, 3), craving=(4, 5, 5, 3, 3, 2), sessions_done=2,
             thoughts_at=1, seen=True),
    Invented("Carmen L.", "carmen@demo.example", "baby_in_hospital", -2, born_days_ago=9,
             place="hospital", language="es", days=1),
    Invented("Dee K.", "dee@demo.example", "expecting", 140, days=1),
    Invented("Fay T.", "fay@demo.example", "baby_in_hospital", -80, born_days_ago=95,
             place="hospital", days=15, stress=(5, 7, 8), craving=(5, 6, 7), thoughts_at=2,
             away="kin", changed_days_ago=12, wish="no_baby_talk"),
    Invented("Gia W.", "gia@demo.example", "with_baby", -120, born_days_ago=121,
             days=35, stress=(6, 6), craving=(3, 4), sessions_done=1, held=True,
             away="foster", changed_days_ago=30),
    Invented("Hana P.", "hana@demo.example", "expecting", 150, days=30,
             stress=(5, 6, 6), craving=(4, 4, 3), lost="miscarriage", changed_days_ago=9),
)  # fmt: skip
