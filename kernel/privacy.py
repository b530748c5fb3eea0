"""What happens to a table's rows when a mother asks for her data, or for it to be erased.

Each model reachable from Participant carries `privacy = Policy(...)`; a test refuses one without.
"""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True)
class Policy:
    """`hers`: goes into the copy she may ask for. `erase`: what erasure does to the rows.

    delete: the rows go. shred: encrypted or free-text columns are emptied, the rest stays as a
    count. keep: the law or an audit needs them, and they hold nothing but opaque ids.
    """

    hers: bool
    erase: Literal["delete", "shred", "keep"]
    why: str = ""
