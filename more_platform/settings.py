"""Every setting, read from the environment. `.env.example` explains each one."""

from pathlib import Path

import environ
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.Env()

# --- What this installation is -------------------------------------------------------------
DEMO = env.bool("DEMO", default=False)
SECRET_KEY = env.str("SECRET_KEY")
IDENTIFIER_KEYS = env.str("IDENTIFIER_KEYS")
BLIND_INDEX_KEY = env.str("BLIND_INDEX_KEY")
SEALING_KEYS = env.str("SEALING_KEYS")
SITE_URL = env.str("SITE_URL", default="http://localhost:8000").rstrip("/")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1"])
# Secure cookies, HSTS and the redirect to https. Off only for a demo on this computer.
SECURE = env.bool("SECURE", default=not DEMO)
STAFF_SECOND_FACTOR = env.bool("STAFF_SECOND_FACTOR", default=True)
if not STAFF_SECOND_FACTOR and not DEMO:
    raise ImproperlyConfigured("STAFF_SECOND_FACTOR can be switched off only with DEMO=1")
PORTAL_NAME = env.str("PORTAL_NAME", default="Daybook")
PORTAL_ICON = env.str("PORTAL_ICON", default="book")
LEAVE_URL = env.str("LEAVE_URL", default="")
CONTENT_DIR = BASE_DIR / "content"
CONTENT_PACKS = [Path(p) for p in env.list("CONTENT_PACKS", default=[])]
# How Spanish speaks to her, pages and content: tu or usted.
SPANISH_ADDRESS = env.str("SPANISH_ADDRESS", default="tu")
# What the calendar of days asks for, as code=Label. Her medicine is treatment and not among them.
CALENDAR_SUBSTANCES = env.list(
    "CALENDAR_SUBSTANCES",
    default=[
        "opioids=Opioids other than her medicine",
        "stimulants=Stimulants",
        "sedatives=Sedatives other than as prescribed",
        "alcohol=Alcohol",
        "cannabis=Cannabis",
        "tobacco=Tobacco or nicotine",
    ],
)
# Seconds a question takes, by its kind, where this site knows better (measures.burden).
ITEM_SECONDS = {
    kind: int(seconds)
    for kind, _, seconds in (one.partition("=") for one in env.list("ITEM_SECONDS", default=[]))
}
BEAT_SECONDS = env.int("BEAT_SECONDS", default=30)
OUTBOX_DIR = env.str("OUTBOX_DIR", default="") if DEMO else ""
LOG_LEVEL = env.str("LOG_LEVEL", default="INFO")
DEBUG = False

# --- Django ---------------------------------------------------------------------------------
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "rest_framework",
    "drf_spectacular",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "pgtrigger",
    "pghistory",
    "kernel",
    "audit",
    "catalog",
    "people",
    "safety",
    "schedule",
    "measures",
    "sessions.apps.SessionsConfig",
    "reminders",
    "pathway",
    "portal",
    "care",
    "research",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "kernel.middleware.SmallPagesMiddleware",
    "csp.middleware.CSPMiddleware",
    "kernel.middleware.PrivatePagesMiddleware",
    "kernel.middleware.OddRequestMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "people.middleware.MotherMiddleware",
    "people.middleware.LanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "people.middleware.StaffGateMiddleware",
    "people.middleware.HistoryContextMiddleware",
    "kernel.middleware.DomainErrorMiddleware",
]
ROOT_URLCONF = "more_platform.urls"
WSGI_APPLICATION = "more_platform.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "kernel.context.installation",
            ],
            "builtins": ["kernel.templatetags.kernel_tags"],
        },
    }
]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# --- PostgreSQL -----------------------------------------------------------------------------
DATABASES = {"default": env.db_url("DATABASE_URL")}
DATABASES["default"].update(
    CONN_MAX_AGE=60,
    CONN_HEALTH_CHECKS=True,
    ATOMIC_REQUESTS=False,
)
DATABASES["default"].setdefault("OPTIONS", {}).update(
    connect_timeout=5,
    options="-c statement_timeout=20000 -c lock_timeout=10000 -c timezone=UTC",
    tcp_user_timeout=10000,
)
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "kernel_cache",
    }
}
# The database role that pages and tasks run as; `apply_grants` gives it what it may do.
APPLICATION_ROLE = env.str("APPLICATION_ROLE", default="more_app")

# --- Celery: a clock, nothing more --------------------------------------------------------------
REDIS_URL = env.str("REDIS_URL")
CELERY_BROKER_URL = REDIS_URL
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_TRANSPORT_OPTIONS = {"visibility_timeout": 900, "socket_timeout": 5}
CELERY_TASK_PUBLISH_RETRY = False
CELERY_TIMEZONE = "UTC"
CELERY_WORKER_HIJACK_ROOT_LOGGER = False

# --- Staff sign-in (mothers are not Django users: people.middleware) ---------------------------
AUTH_USER_MODEL = "people.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
ACCOUNT_ADAPTER = "people.accounts.StaffAccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 900
ACCOUNT_EMAIL_NOTIFICATIONS = False
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
# How many proxies stand before the site: sign-in limits count by the address behind them.
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("TRUSTED_PROXIES", default=0)
MFA_ADAPTER = "people.accounts.StaffMfaAdapter"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "Clinic workspace"
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/staff/"
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
SESSION_COOKIE_AGE = 12 * 60 * 60
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
# A staff page left alone this long asks for the password again (seconds).
STAFF_IDLE_SECONDS = 30 * 60

# --- Mothers --------------------------------------------------------------------------------
DEVICE_DAYS = 400
UNLOCK_IDLE_SECONDS = 15 * 60
INVITATION_DAYS = 7
INVITATION_NONCE_SECONDS = 10 * 60
PIN_MIN_DIGITS = 6

# --- Language and time ------------------------------------------------------------------------
LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English")), ("es", _("Spanish"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
if SPANISH_ADDRESS == "usted":
    # What is said differently then; the first folder wins, the rest is as in the second.
    LOCALE_PATHS.insert(0, BASE_DIR / "locale" / "usted")
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"

# --- Mail -------------------------------------------------------------------------------------
EMAIL_CONFIG = env.email_url("EMAIL_URL", default="smtp://127.0.0.1:25")
vars().update({k: v for k, v in EMAIL_CONFIG.items() if k.startswith("EMAIL_")})
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = env.str("EMAIL_FROM", default="reminders@localhost")

# --- Static files -----------------------------------------------------------------------------
STATIC_URL = "/static/"
STATIC_ROOT = BASE_DIR / "var" / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "kernel.storage.HashedFilesStorage"},
}

# --- Headers and cookies ------------------------------------------------------------------------
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "media-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
        "object-src": [NONE],
    }
}
SECURE_SSL_REDIRECT = SECURE
SECURE_REDIRECT_EXEMPT = [r"^healthz$"]
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if SECURE else None
SECURE_HSTS_SECONDS = 63072000 if SECURE else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE
SECURE_HSTS_PRELOAD = SECURE
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE
SESSION_COOKIE_NAME = "__Host-staff" if SECURE else "staff"
CSRF_COOKIE_NAME = "__Host-csrf" if SECURE else "csrf"
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "portal.views.errors.csrf_failure"
DATA_UPLOAD_MAX_MEMORY_SIZE = 256 * 1024
# No page takes a file but that for a questionnaire's words, which says so itself
# (care/views/wording.py): what comes as one elsewhere is let go unread.
FILE_UPLOAD_HANDLERS: list[str] = []

# --- API --------------------------------------------------------------------------------------
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": ["people.authentication.StaffSessionAuthentication"],
    "DEFAULT_PERMISSION_CLASSES": ["people.permissions.SecondFactorPassed"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["kernel.api.ShortJSONParser"],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "DEFAULT_PAGINATION_CLASS": "kernel.api.Pages",
    "EXCEPTION_HANDLER": "kernel.api.exception_handler",
}
SPECTACULAR_SETTINGS = {
    "TITLE": "MORE companion platform",
    "VERSION": "1",
    "SERVE_INCLUDE_SCHEMA": False,
    "SERVE_PUBLIC": True,
    "SERVE_PERMISSIONS": ["people.permissions.SecondFactorPassed"],
}

# --- Logs: never an answer, a name, a token or a query string -----------------------------------
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {
            "()": "kernel.logs.PrivateFormatter",
            "format": "{asctime} {levelname} {name} {message}",
            "style": "{",
        }
    },
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": LOG_LEVEL},
    # gunicorn names the address of a request that broke outside Django: it writes as we do.
    "loggers": {"gunicorn.error": {"handlers": ["stderr"], "level": LOG_LEVEL, "propagate": False}},
}
