"""How long a large REDCap dictionary takes from bytes to a questionnaire that could be kept.

    python benchmarks/import_dictionary.py

An 880-field dictionary with long labels, HTML and branching is read, matched and checked five
times; nothing is stored. The bar is 5 seconds for one, the slowest of the five.
"""

from __future__ import annotations

import csv
import io
import os
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "more_platform.settings")

FIELDS, RUNS, BAR = 880, 5, 5.0


def dictionary(fields: int = FIELDS) -> bytes:
    """Invented, and as long-winded as real ones."""
    from measures.importing.redcap import COLUMNS

    out = io.StringIO()
    sheet = csv.DictWriter(out, COLUMNS, restval="")
    sheet.writerow(COLUMNS)
    for number in range(fields):
        sheet.writerow(_row(number))
    return out.getvalue().encode()


def _row(number: int) -> dict[str, str]:
    label = f'<div class="rich-text-field-label"><p>Question {number}: ' + "how was it? " * 12
    row = {
        "field_name": f"f_{number}",
        "form_name": f"form_{number // 40}",
        "field_type": ("radio", "text", "checkbox", "slider", "notes", "yesno")[number % 6],
        "field_label": label + "</p></div>",
        "field_note": "Take your time.",
    }
    if row["field_type"] in ("radio", "checkbox"):
        answers = (f"{code}, answer {code} of some length" for code in range(5))
        row["select_choices_or_calculations"] = " | ".join(answers)
    if number % 6 == 3:
        row |= {"text_validation_min": "0", "text_validation_max": "10"}
        row["select_choices_or_calculations"] = "not at all | | very"
    if number % 6 == 4:
        row["branching_logic"] = f"[f_{number - 4}] = '1' or [f_{number - 4}] = '2'"
    return row


def main() -> None:
    """Print each run and whether the bar holds."""
    import django

    django.setup()

    from catalog.site import library
    from measures.importing import reader
    from measures.services.wording import checked_new

    began = time.perf_counter()
    library()  # once per process: the site's own content, which codes are compared with
    print(f"reading the site's own content, once: {time.perf_counter() - began:.2f} s")
    data, slowest = dictionary(), 0.0
    for run in range(1, RUNS + 1):
        began = time.perf_counter()
        form = reader.read(data, "dictionary.csv")
        plan = checked_new(code="site-large", form=form)
        took = time.perf_counter() - began
        slowest = max(slowest, took)
        print(f"run {run}: {took:.2f} s, {len(plan.content.items)} questions")
    print(f"{FIELDS} fields, {len(data) // 1024} KB: slowest {slowest:.2f} s (bar {BAR} s)")
    sys.exit(0 if slowest <= BAR else 1)


if __name__ == "__main__":
    main()
