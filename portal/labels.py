"""Who reads what she is about to write: the three labels there are, on every page of hers."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

LABELS: dict[str, Promise] = {
    "clinic": _("Your clinic reads this"),
    "only_me": _("Only you see this here. A court order could still reach it."),
    "not_kept": _("Not kept."),
}


def label(reads: str) -> str:
    """The label in her language. Raises KeyError on a fourth one."""
    return str(LABELS[reads])
