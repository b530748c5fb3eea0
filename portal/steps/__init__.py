"""The kinds of step the player knows: one module, one template, one schema each."""

from portal.steps import (
    exploration,
    home,
    practice,
    questionnaire,
    reading,
    reflection,
    savoring,
    stress,
    worksheet,
)
from portal.steps.kind import StepKind

KINDS: dict[str, StepKind] = {
    "reading": reading.KIND,
    "practice": practice.KIND,
    "savoring": savoring.KIND,
    "exploration": exploration.KIND,
    "stress": stress.KIND,
    "worksheet": worksheet.KIND,
    "reflection": reflection.KIND,
    "questionnaire": questionnaire.KIND,
    "home": home.KIND,
}
