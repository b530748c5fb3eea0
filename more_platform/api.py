"""/api/v1/: the staff API, put together from the faces."""

from django.urls import include, path
from rest_framework.routers import SimpleRouter

from care.api import ParticipantViewSet
from research.api import ExportViewSet

router = SimpleRouter(use_regex_path=False)
router.register("participants", ParticipantViewSet, basename="participant")
router.register("exports", ExportViewSet, basename="export")

app_name = "api"
urlpatterns = [path("", include(router.urls))]
