"""Staff accounts: sign-in, second factor, password. No self-registration (StaffAccountAdapter)."""

from django.urls import include, path

urlpatterns = [path("", include("allauth.urls"))]
