"""The keys a phone signs with what waits on it."""

from collections.abc import Iterator
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePublicKey
from django.db import transaction
from django.utils.translation import gettext as _

from kernel.errors import Gone
from kernel.sealing import jwk_of, public_key
from people.models import Device


@transaction.atomic
def set_signing_key(*, device: Device, jwk: Any) -> bool:
    """From now on this phone signs with this key; True when it is another than before.

    A browser that lost its storage makes a new one. Raises BadInput for what is no public P-256
    key, Gone for a phone that has ended.
    """
    wanted = jwk_of(public_key(jwk))
    held = Device.objects.select_for_update(no_key=True).get(pk=device.pk)
    if held.revoked_at:
        raise Gone(_("This phone needs a new link. Please ask for one."), code="new_link")
    if held.signing_key == wanted:
        return False
    held.signing_key = wanted
    held.save(update_fields=["signing_key"])
    device.signing_key = wanted
    return True


def signing_keys_of(device: Device) -> Iterator[EllipticCurvePublicKey]:
    """The keys its signatures are checked with: the one it has now, then those it had before.

    What it signed before it made a new key still waits there, and is hers all the same.
    """
    if device.signing_key:
        yield public_key(device.signing_key)
    history = device.events  # type: ignore[attr-defined]  # pghistory's own reverse name
    had = history.filter(signing_key__isnull=False).exclude(signing_key=device.signing_key)
    for jwk in had.values_list("signing_key", flat=True).distinct():
        yield public_key(jwk)
