"""For when there is no network: what her phone takes along, and the key it signs with."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.utils.text import compress_string
from django.views.decorators.http import require_safe
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from kernel.errors import NotAllowed
from kernel.sealing import jwk_of, keys_of
from people.authentication import DeviceAuthentication
from people.models import Device
from people.permissions import KnownDevice
from people.services import set_signing_key
from portal.packing import begin_questionnaires, hash_of, pages_for
from portal.views.doors import agreed

VERSION = 1


@require_safe
def pack(request: HttpRequest) -> HttpResponse:
    """Everything open to her now, to be kept on the phone under her PIN. Only while it is open.

    `If-None-Match` with the hash of the pack it has answers 304 where nothing is new.
    """
    if request.mother is None:
        return JsonResponse({"code": "shut", "message": "Open it first."}, status=401)
    if not agreed(request.mother):
        return JsonResponse({"code": "not_now", "message": "Nothing is kept now."}, status=403)
    now = timezone.now()
    begin_questionnaires(request.mother, now=now)
    pages = pages_for(request, now=now)
    device = request.device
    kept = {"start": "/d/today/", "device": str(device.public_id), "pages": pages}
    kept |= {"lock_minutes": device.lock_minutes, **_sealing_key()}
    mark = f'"{hash_of(kept)}"'
    if request.headers.get("If-None-Match") == mark:
        return HttpResponse(status=304, headers={"ETag": mark})
    whole = {"v": VERSION, "made_at": now.isoformat(), "hash": mark.strip('"'), **kept}
    response = JsonResponse(whole, headers={"ETag": mark})
    if "gzip" in request.headers.get("Accept-Encoding", ""):
        # Nothing in it comes from the request, so its length tells nothing about a secret.
        response.content = compress_string(response.content)
        response["Content-Encoding"] = "gzip"
        response["Content-Length"] = str(len(response.content))
    return response


class DeviceKeyView(APIView):
    """The key this phone signs with. Only while it is open."""

    authentication_classes = [DeviceAuthentication]
    permission_classes = [KnownDevice]

    @extend_schema(exclude=True)
    def post(self, request: Request) -> Response:
        """Remember it; again is harmless. Says which key of ours to seal to."""
        device: Device = request.user
        if request._request.mother is None:
            raise NotAllowed("Open it first.", code="shut")
        data = request.data if isinstance(request.data, dict) else {}
        set_signing_key(device=device, jwk=data.get("jwk"))
        return Response({"device": str(device.public_id), **_sealing_key()})


def _sealing_key() -> dict[str, object]:
    """The first key seals."""
    kid, key = next(iter(keys_of(settings.SEALING_KEYS).items()))
    return {"kid": kid, "key": jwk_of(key.public_key())}
