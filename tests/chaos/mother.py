"""Make a mother with an opened phone and a check-in begun, in the rig's database; print JSON.

Run as `python -m tests.chaos.mother` with the rig's settings: it is not a test.
"""

import json
from datetime import timedelta

import django


def main() -> None:
    django.setup()
    from django.test import Client
    from django.utils import timezone

    from measures.services import start_administrations
    from schedule.models import Occurrence
    from tests import cast as people

    now = timezone.now()
    begun = now - timedelta(days=2)  # So that today lies in the first window in every zone.
    cast = people.make_cast(begun)
    people.start(cast, begun)
    occurrence = Occurrence.objects.filter(
        participant=cast.ana, rule__kind="check_in", opens_at__lte=now, closes_at__gt=now
    ).get()
    administrations = start_administrations(occurrence=occurrence, participant=cast.ana, now=now)
    client = Client()
    people.open_phone(client, cast.phone, cast.phone_token, now)
    print(
        json.dumps(
            {
                "cookies": {name: morsel.value for name, morsel in client.cookies.items()},
                "administrations": {
                    one.instrument.code: str(one.public_id) for one in administrations
                },
            }
        )
    )


if __name__ == "__main__":
    main()
