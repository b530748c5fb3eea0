"""Her pages, all under /d/. No address says what this is."""

from django.urls import path

from portal.api import DepositView
from portal.views import (
    agreeing,
    card,
    changed,
    mine,
    offline,
    opening,
    own,
    plan,
    player,
    questions,
    reach,
    safe,
    today,
    worker,
)
from portal.views import help as helping

app_name = "portal"
urlpatterns = [
    path("", today.home, name="home"),
    path("today/", today.today, name="today"),
    path("weeks/", today.weeks, name="weeks"),
    path("i/<str:token>/", opening.invitation, name="invitation"),
    path("welcome/", opening.welcome, name="welcome"),
    path("pin/", opening.pin, name="pin"),
    path("unlock/", opening.unlock_page, name="unlock"),
    path("leave/", opening.leave, name="leave"),
    path("agree/", agreeing.agree, name="agree"),
    path("settings/", own.settings_page, name="settings"),
    path("changed/", changed.changed, name="changed"),
    path("plan/", plan.plan, name="plan"),
    path("plan/<slug:part>/", plan.plan_part, name="plan_part"),
    path("reach/", reach.reach, name="reach"),
    path("reach/<slug:part>/", reach.reach_part, name="reach_part"),
    path("mine/", mine.mine, name="mine"),
    path("c/<uuid:occurrence>/", card.card, name="card"),
    path("help/", helping.help_page, name="help"),
    path("safe/", safe.safe_page, name="safe"),
    path("s/<uuid:assigned>/", player.session, name="session"),
    path("s/<uuid:assigned>/<slug:step>/", player.step, name="step"),
    path("stop/<uuid:assigned>/<slug:step>/", player.stop, name="stop"),
    path("q/<uuid:occurrence>/", questions.check_in, name="check_in"),
    path("q/<uuid:administration>/done/", questions.finished, name="finished"),
    path("q/<uuid:administration>/<slug:item>/", questions.question, name="question"),
    path("sw.js", worker.worker, name="worker"),
    path("shell/", worker.shell, name="shell"),
    path("shell/<slug:name>/", worker.kept, name="kept"),
    path("away/", worker.away, name="away"),
    path("deposit/", DepositView.as_view(), name="deposit"),
    path("device-key/", offline.DeviceKeyView.as_view(), name="device_key"),
    path("pack/", offline.pack, name="pack"),
]
