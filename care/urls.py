"""The clinic's face: /staff/."""

from django.urls import path

from care.views import (
    assign,
    caseload,
    changes,
    concerns,
    content,
    copy,
    details,
    enrol,
    holding,
    invite,
    medicine,
    meetings,
    mother,
    outbox,
    plan,
    reach,
    reviewing,
    safety,
    status,
    team,
)

app_name = "care"
urlpatterns = [
    path("", caseload.home, name="caseload"),
    path("enrol/", enrol.enrol_mother, name="enrol"),
    path("mothers/<uuid:mother>/", mother.mother, name="mother"),
    path("mothers/<uuid:mother>/contact/", mother.contact, name="contact"),
    path("mothers/<uuid:mother>/details/", details.details, name="details"),
    path("mothers/<uuid:mother>/scores.csv", mother.scores_csv, name="scores_csv"),
    path("mothers/<uuid:mother>/invite/", invite.invitation, name="invite"),
    path("mothers/<uuid:mother>/assign/", assign.assignment, name="assign"),
    path("mothers/<uuid:mother>/status/", status.status, name="status"),
    path("mothers/<uuid:mother>/medicine/", medicine.medicine, name="medicine"),
    path("mothers/<uuid:mother>/plan/", plan.plan, name="plan"),
    path("mothers/<uuid:mother>/copy/", copy.copy, name="copy"),
    path("mothers/<uuid:mother>/reach/", reach.reach, name="reach"),
    path("mothers/<uuid:mother>/status/<slug:kind>/", changes.change, name="change"),
    path("mothers/<uuid:mother>/hold/", holding.holding, name="hold"),
    path("mothers/<uuid:mother>/phones/<uuid:device>/end/", mother.end_device, name="end_device"),
    path("concerns/", concerns.concerns, name="concerns"),
    path("concerns/<uuid:concern>/", concerns.concern, name="concern"),
    path("content/", content.content, name="content"),
    path("content/<slug:code>/<str:version>/", reviewing.version, name="content_version"),
    path(
        "content/<slug:code>/<str:version>/since/<str:old>/",
        reviewing.compared,
        name="content_compared",
    ),
    path(
        "content/<slug:code>/<str:version>/<slug:part>/<slug:step>/",
        reviewing.step,
        name="content_step",
    ),
    path("meetings/", meetings.meetings, name="meetings"),
    path("safety/", safety.safety, name="safety"),
    path("team/", team.team, name="team"),
    path("outbox/", outbox.outbox, name="outbox"),
]
