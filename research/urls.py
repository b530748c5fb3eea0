"""The research face: /research/."""

from django.urls import path

from research import views

app_name = "research"
urlpatterns = [
    path("", views.home, name="home"),
    path("codebook/", views.codebook, name="codebook"),
    path("exports/", views.ask, name="ask"),
    path("exports/<uuid:public_id>/", views.export, name="export"),
    path("exports/<uuid:public_id>/state/", views.state, name="state"),
    path("exports/<uuid:public_id>/download/", views.download, name="download"),
]
