"""What stands at the root of the site: nothing that says what it is, except in the demo."""

from django.urls import path

from portal.views import outside

urlpatterns = [
    path("", outside.landing, name="landing"),
    path("away/", outside.away, name="away"),
    path("robots.txt", outside.robots, name="robots"),
]
