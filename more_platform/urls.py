"""Which face answers which prefix."""

from django.urls import include, path
from drf_spectacular.views import SpectacularAPIView

from kernel.health import healthz

urlpatterns = [
    path("healthz", healthz, name="healthz"),
    path("d/", include("portal.urls")),
    path("staff/account/", include("people.urls")),
    path("staff/", include("care.urls")),
    path("research/", include("research.urls")),
    path("api/schema/", SpectacularAPIView.as_view(), name="schema"),
    path("api/v1/", include("more_platform.api")),
    path("", include("portal.landing")),
]
handler400 = "portal.views.errors.bad_request"
handler403 = "portal.views.errors.forbidden"
handler404 = "portal.views.errors.not_found"
handler500 = "portal.views.errors.server_error"
