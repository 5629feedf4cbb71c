"""Settings: one file, read from the environment.

With nothing set, lifow runs embedded: SQLite and a filesystem broker under `var/`, no other service.
Production sets DATABASE_URL, REDIS_URL, SECRET_KEY, IDP_OIDC_PRIVATE_KEY and ALLOWED_HOSTS; see
`.env.example` for each variable.
"""

from datetime import timedelta
from logging import DEBUG as DEBUG_LEVEL
from pathlib import Path

import environ
from csp.constants import NONE, SELF
from django.conf import global_settings
from django.templatetags.static import static
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _

from lifow import keys
from lifow.logs import logging
from lifow.openapi import SPECTACULAR_SETTINGS as SPECTACULAR_SETTINGS
from lifow.schedule import BY_THE_CLOCK, schedule
from lifow.shades import shades

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.Env()
environ.Env.read_env(BASE_DIR / ".env")

# Where this installation keeps what it makes: the embedded database, broker and keys.
VAR_DIR = Path(env("LIFOW_VAR", default=str(BASE_DIR / "var")))
VAR_DIR.mkdir(mode=0o700, parents=True, exist_ok=True)

# Without a Redis the site is embedded: a filesystem broker, and no TLS in front.
REDIS_URL = env("REDIS_URL", default="")

# Security

DEBUG = env.bool("DEBUG", default=False)
SECRET_KEY = env("SECRET_KEY", default="") or keys.secret_key(VAR_DIR)
# Former keys: what they signed is read, and digests of erased people's ids are known, while they are here.
SECRET_KEY_FALLBACKS = env.list("SECRET_KEY_FALLBACKS", default=[])
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["127.0.0.1", "localhost", "[::1]"])
# Where people reach the site: what mails and other systems link to, whoever asked for the page before.
SITE_URL = env("LIFOW_SITE_URL", default="http://127.0.0.1:8000").rstrip("/")
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])

# On where the site is served over TLS, as in production; off for the embedded site on the loopback address.
HTTPS = env.bool("LIFOW_HTTPS", default=bool(REDIS_URL))
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = HTTPS
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
SECURE_REDIRECT_EXEMPT = [r"^healthz$"]
# How many proxies stand in front: the address that the first of them saw is the client's. Tries at signing in
# are counted by address, and behind a proxy that is not told of here everyone would share one.
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("LIFOW_PROXIES", default=int(HTTPS))
SESSION_ENGINE = "lifow.people.accounts.sessions"
# Whoever was away for so long signs in again: over a night, not over a lunch. Two weeks is the most anyway.
SESSION_IDLE_HOURS = env.float("LIFOW_SESSION_IDLE_HOURS", default=12.0)
SESSION_COOKIE_HTTPONLY = True
CSRF_COOKIE_HTTPONLY = True
X_FRAME_OPTIONS = "DENY"

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}

# Applications

# The demo company and the style guide are here for those who try lifow or build it, never in production.
DEMO = env.bool("LIFOW_DEMO", default=False)

INSTALLED_APPS = [
    "lifow.base",
    "lifow.events",
    "lifow.people",
    "lifow.notifications",
    "assessments",
    "content",
    "mentoring",
    "portal",
    "channels",
    "unfold",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.idp.oidc",
    "auditlog",
    "csp",
    "django_cotton.apps.SimpleAppConfig",
    "django_htmx",
    "django_mcpz.oauth",
    "django_structlog",
    "drf_spectacular",
    "rest_framework",
    "rules.apps.AutodiscoverRulesConfig",
]

if DEMO:
    INSTALLED_APPS.append("demo")

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "lifow.base.middleware.NotKeptMiddleware",
    "lifow.base.middleware.RequestLogMiddleware",
    "csp.middleware.CSPMiddleware",
    "lifow.base.middleware.AdminPolicyMiddleware",
    "lifow.base.middleware.ChannelMiddleware",
    "lifow.base.middleware.ReadableSessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "lifow.people.persons.middleware.TimezoneMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "lifow.people.accounts.middleware.TwoStepMiddleware",
    "auditlog.middleware.AuditlogMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "lifow.base.middleware.SignInAgainMiddleware",
    "lifow.base.middleware.UnfitAddressMiddleware",
    "lifow.base.middleware.OutageMiddleware",
]

ROOT_URLCONF = "lifow.urls"
WSGI_APPLICATION = "lifow.wsgi.application"

COTTON_DIR = "components"
_LOADERS = [
    "django_cotton.cotton_loader.Loader",
    "django.template.loaders.filesystem.Loader",
    "django.template.loaders.app_directories.Loader",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "OPTIONS": {
            "loaders": _LOADERS if DEBUG else [("django.template.loaders.cached.Loader", _LOADERS)],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "django.template.context_processors.i18n",
                "portal.navigation.navigation",
            ],
            "builtins": ["django_cotton.templatetags.cotton"],
        },
    }
]

# Data

DATABASES = {"default": env.db("DATABASE_URL", default=f"sqlite:///{VAR_DIR / 'lifow.sqlite3'}")}
WEB_STATEMENT_SECONDS = env.float("LIFOW_WEB_STATEMENT_SECONDS", default=15)
DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    _DATABASE_OPTIONS = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;",
    }
else:
    DATABASES["default"]["ENGINE"] = "lifow.base.database.postgresql"
    DATABASES["default"]["CONN_MAX_AGE"] = 60
    # A server that does not answer, or a network that is cut, is away, and said to be, before people give up.
    _SILENT = env.int("LIFOW_DATABASE_SILENT_SECONDS", default=15)
    _DATABASE_OPTIONS = {
        "connect_timeout": env.int("LIFOW_DATABASE_CONNECT_SECONDS", default=2),
        **dict.fromkeys(("keepalives_idle", "keepalives_interval"), _SILENT // 3),
        "keepalives_count": 2,
        "tcp_user_timeout": _SILENT * 1000,
    }
    # Compiling a page's query of many counts took 380 ms, and the query 1 ms.
    _ASKED = DATABASES["default"].setdefault("OPTIONS", {})
    _ASKED["options"] = f"-c jit=off {_ASKED.get('options', '')}".strip()
# What the URL says, such as ?sslmode=require, goes before.
DATABASES["default"]["OPTIONS"] = _DATABASE_OPTIONS | DATABASES["default"].get("OPTIONS", {})
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

if REDIS_URL:
    CACHES = {
        "default": {
            "BACKEND": "lifow.base.cache.ForgivingRedisCache",
            "LOCATION": REDIS_URL,
            "OPTIONS": {"socket_connect_timeout": 1, "socket_timeout": 1},
        }
    }
else:
    CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}

# Jobs

CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
# What kills its process is not delivered again by the broker, which would do so for ever: the rows know how
# often it was tried, and the sweep sends it.
CELERY_TASK_REJECT_ON_WORKER_LOST = False
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
# One form of logs for all processes, see LOGGING.
CELERY_WORKER_HIJACK_ROOT_LOGGER = CELERY_WORKER_REDIRECT_STDOUTS = False
CELERY_TASK_SOFT_TIME_LIMIT = 9 * 60
CELERY_TASK_TIME_LIMIT = 10 * 60
# Enqueueing never blocks a request: the row is there, and the sweep finds it.
CELERY_TASK_PUBLISH_RETRY_POLICY: dict[str, float] = {
    "max_retries": 1,
    "interval_start": 0,
    "interval_max": 0.1,
}
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TIMEZONE = "UTC"
if REDIS_URL:
    # Kombu names a unix socket redis+socket://, and the database number virtual_host.
    CELERY_BROKER_URL = REDIS_URL.replace("unix://", "redis+socket://").replace("?db=", "?virtual_host=")
    CELERY_BROKER_TRANSPORT_OPTIONS: dict[str, object] = {
        "visibility_timeout": 15 * 60,
        # Longer than a worker's BRPOP, which waits for a second.
        "socket_timeout": 2,
        "socket_connect_timeout": 1,
    }
    CELERY_BEAT_SCHEDULER = "redbeat.RedBeatScheduler"
    CELERY_REDBEAT_REDIS_URL = REDIS_URL
    CELERY_REDBEAT_REDIS_OPTIONS = CELERY_BROKER_TRANSPORT_OPTIONS
    # The lock of a beat that was killed runs out after a minute; one that waits looks every ten seconds.
    CELERY_REDBEAT_LOCK_TIMEOUT = 60
    CELERY_BEAT_MAX_LOOP_INTERVAL = 10
else:
    BROKER_DIR = VAR_DIR / "broker"
    (BROKER_DIR / "queue").mkdir(parents=True, exist_ok=True)
    CELERY_BROKER_URL = "filesystem://localhost"
    CELERY_BROKER_TRANSPORT = "lifow.base.file_broker.Transport"
    CELERY_BROKER_TRANSPORT_OPTIONS = {
        "data_folder_in": str(BROKER_DIR / "queue"),
        "data_folder_out": str(BROKER_DIR / "queue"),
        "control_folder": str(BROKER_DIR / "control"),
        "polling_interval": 0.1,
    }
    CELERY_BEAT_SCHEDULE_FILENAME = str(VAR_DIR / "beat-schedule")
CELERY_BEAT_SCHEDULE = schedule(sweep_seconds=env.int("LIFOW_SWEEP_SECONDS", default=30))
SCHEDULED_JOBS = BY_THE_CLOCK

# Signing in

AUTH_USER_MODEL = "people.Person"
AUTHENTICATION_BACKENDS = [
    "rules.permissions.ObjectPermissionBackend",
    "lifow.people.accounts.adapters.OwnAddressBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in ("UserAttributeSimilarityValidator", "MinimumLengthValidator", "CommonPasswordValidator")
]
# The last is for secrets of machines alone: what people choose is kept by the first.
PASSWORD_HASHERS = [*global_settings.PASSWORD_HASHERS, "lifow.people.clients.hashers.SecretHasher"]
LOGIN_URL = reverse_lazy("account_login")
LOGIN_REDIRECT_URL = reverse_lazy("portal:start")
ACCOUNT_ADAPTER = "lifow.people.accounts.adapters.ClosedAccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_FORMS = {"reset_password": "lifow.people.accounts.forms.ResetPasswordForm"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
# Addresses that nobody here has get no mail: anybody can type them.
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_LOGOUT_REDIRECT_URL = LOGIN_URL
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_RATE_LIMITS = env.json("LIFOW_LOGIN_RATE_LIMITS", default={"login_failed": "10/m/ip,5/5m/key"})
# Whether HR admins, and whoever may use the admin, have to sign in with two steps.
TWO_STEP_REQUIRED = env.bool("LIFOW_TWO_STEP_REQUIRED", default=False)
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
# The code before and the one after count too (RFC 6238, 5.2): clocks differ, and people type.
MFA_TOTP_TOLERANCE = 1

# `IDP_OIDC_PRIVATE_KEY` signs the tokens that machines get for their client credentials.
IDP_OIDC_PRIVATE_KEY = env.str("IDP_OIDC_PRIVATE_KEY", default="", multiline=True) or keys.signing_key(
    VAR_DIR
)
IDP_OIDC_ADAPTER = "lifow.people.clients.adapters.ApiClientAdapter"
IDP_OIDC_ACCESS_TOKEN_EXPIRES_IN = 3600

# Assistants: how long a person's token works by itself, and how long it can be renewed without them.
MCPZ_OAUTH_ACCESS_TOKEN_LIFETIME = timedelta(hours=1)
MCPZ_OAUTH_REFRESH_TOKEN_LIFETIME = timedelta(days=30)

# Slack: what the page of the company's own app says under Basic information; nothing is shown or sent without
# all three. The API's address is Slack's, but where the demo and the tests stand in for it.
SLACK_CLIENT_ID = env("LIFOW_SLACK_CLIENT_ID", default="demo" if DEMO else "")
SLACK_CLIENT_SECRET = env("LIFOW_SLACK_CLIENT_SECRET", default="demo" if DEMO else "")
SLACK_SIGNING_SECRET = env("LIFOW_SLACK_SIGNING_SECRET", default=SECRET_KEY if DEMO else "")
SLACK_API_URL = env(
    "LIFOW_SLACK_API_URL", default=f"{SITE_URL}/demo/slack/api/" if DEMO else "https://slack.com/api/"
)

# Mail and messages

if DEMO:
    # The demo keeps its mails to be looked at.
    env.EMAIL_SCHEMES["outbox"] = "demo.outbox.OutboxBackend"
vars().update(env.email_url("EMAIL_URL", default="outbox://" if DEMO else "consolemail://"))
DEFAULT_FROM_EMAIL = env("DEFAULT_FROM_EMAIL", default="lifow <lifow@localhost>")
EMAIL_TIMEOUT = 10
# A mail provider in place of EMAIL_URL, by its name in django-anymail, and what django-anymail asks for.
MAIL_PROVIDER = env("LIFOW_MAIL_PROVIDER", default="")
ANYMAIL = env.json("LIFOW_MAIL_PROVIDER_SETTINGS", default={})
if MAIL_PROVIDER:
    INSTALLED_APPS.append("anymail")
    EMAIL_BACKEND = f"anymail.backends.{MAIL_PROVIDER}.EmailBackend"
# The most refreshers that somebody is asked in a day; 0 asks nobody.
REFRESHERS_A_DAY = env.int("LIFOW_REFRESHERS_A_DAY", default=3)
# The most that somebody is sent in a day, on all ways together; the inbox has the rest at once.
NOTIFICATIONS_A_DAY = env.int("LIFOW_NOTIFICATIONS_A_DAY", default=5)

# Modules

# Whether a second author reads what a module is to say before it is published.
MODULE_REVIEWS_NEEDED = env.bool("LIFOW_MODULE_REVIEWS_NEEDED", default=True)
# Whether addresses outside that modules link to are asked now and then if they are still there.
CHECK_LINKS = env.bool("LIFOW_CHECK_LINKS", default=True)

# API

FILE_UPLOAD_HANDLERS = [
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "lifow.base.uploads.handlers.BoundedFileUploadHandler",
]
# A body of more is refused unread, files apart: `lifow.base.api.parsers` has the same bound.
DATA_UPLOAD_MAX_MEMORY_SIZE = 4 * 2**20
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "lifow.base.api.authentication.ClientTokenAuthentication",
        "rest_framework.authentication.SessionAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["lifow.base.api.permissions.HasScope"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["lifow.base.api.parsers.JSONParser"],
    "DEFAULT_PAGINATION_CLASS": "lifow.base.api.pagination.OpaqueCursorPagination",
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "EXCEPTION_HANDLER": "lifow.base.api.errors.problem_response",
    "PAGE_SIZE": 50,
}

# Languages and time

LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"

# Whether searches go by meaning too, where the extra `lifow[semantic]` is installed, and the ONNX file of
# another model than the one that comes with it.
SEARCH_BY_MEANING = env.bool("LIFOW_SEARCH_BY_MEANING", default=True)
SEARCH_MODEL = env("LIFOW_SEARCH_MODEL", default="")

# An endpoint in the manner of OpenAI that writes short answers from passages; nothing is sent where it is
# empty. `LIFOW_ANSWERS_SECONDS` is how long it has in all.
ANSWERS_URL = env("LIFOW_ANSWERS_URL", default="")
ANSWERS_MODEL = env("LIFOW_ANSWERS_MODEL", default="")
ANSWERS_KEY = env("LIFOW_ANSWERS_KEY", default="")
ANSWERS_SECONDS = env.float("LIFOW_ANSWERS_SECONDS", default=6)

# After how many days what is past is deleted, each night; 0 is never.
KEEP_DAYS = {
    "reports": env.int("LIFOW_KEEP_REPORTS_DAYS", default=0),
    "audit": env.int("LIFOW_KEEP_AUDIT_DAYS", default=0),
    "events": env.int("LIFOW_KEEP_EVENTS_DAYS", default=30),
    "messages": env.int("LIFOW_KEEP_MESSAGES_DAYS", default=180),
    "files": env.int("LIFOW_KEEP_FILES_DAYS", default=30),
    "writes": env.int("LIFOW_KEEP_WRITES_DAYS", default=365),
}

# Where erasures are listed as they are carried out, apart from the database; nowhere where it is empty.
ERASURES_FILE = env("LIFOW_ERASURES_FILE", default="")

# Files

STATIC_URL = "static/"
STATICFILES_DIRS = [BASE_DIR / "lifow" / "static"]
STATIC_ROOT = Path(env("LIFOW_STATIC_ROOT", default=str(BASE_DIR / "staticfiles")))
# Embedded, files are served as they are built; in production from what `collectstatic` hashed and compressed.
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = not REDIS_URL
_STATIC_STORAGE = (
    "django.contrib.staticfiles.storage.StaticFilesStorage"
    if WHITENOISE_USE_FINDERS
    else "whitenoise.storage.CompressedManifestStaticFilesStorage"
)
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": _STATIC_STORAGE},
}
MEDIA_ROOT = str(VAR_DIR / "media")
# Files that authors upload piece by piece, in MiB: the largest, the most that one author may have under way,
# and what stays free on the disk. `accel_redirect` is a place at which a proxy in front serves MEDIA_ROOT by
# itself (nginx: X-Accel-Redirect); without one, lifow serves ranges.
UPLOADS = {
    "largest_mib": env.int("LIFOW_LARGEST_UPLOAD_MB", default=2048),
    "under_way_mib": env.int("LIFOW_UPLOADS_UNDER_WAY_MB", default=4096),
    "least_free_mib": env.int("LIFOW_LEAST_FREE_DISK_MB", default=1024),
    "accel_redirect": env("LIFOW_ACCEL_REDIRECT", default=""),
}

# Admin

UNFOLD = {
    # The warm neutrals and the one accent of the pages; see frontend/src/styles/tokens.css.
    "COLORS": {"base": shades(0.012, 70), "primary": shades(0.16, 266)},
    "SITE_ICON": lambda request: static("mark.svg"),
    "SITE_TITLE": "lifow",
    "SITE_HEADER": "lifow",
    "SITE_URL": "/",
    "SITE_FAVICONS": [{"rel": "icon", "type": "image/svg+xml", "href": lambda request: static("mark.svg")}],
    "SHOW_HISTORY": True,
    "SHOW_VIEW_ON_SITE": False,
    "STYLES": [lambda request: static("admin.css")],
}

# Logs

# A line an answer, when it is given.
DJANGO_STRUCTLOG_STATUS_START_LOG_LEVEL = DEBUG_LEVEL
# An address leads to a household; to find it was 3% of the time of an answer.
DJANGO_STRUCTLOG_IP_LOGGING_ENABLED = False
LOGGING = logging(
    as_json=env.bool("LIFOW_LOG_JSON", default=False), level=env("LOG_LEVEL", default="WARNING")
)
