"""Django's settings, from the clinic's home (clinic/home.py). Nothing here is secret, and nothing hangs on the machine."""

from datetime import timedelta
from pathlib import Path

from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from stepwell.clinic.home import read_home

HOME = read_home()
DEMO = HOME.demo
HERE = Path(__file__).parent

DEBUG = False
SECRET_KEY = HOME.secret()
ALLOWED_HOSTS = [HOME.address.hostname, "localhost", "127.0.0.1"]
CSRF_TRUSTED_ORIGINS = [f"{HOME.address.scheme}://{HOME.address.netloc}"]
ROOT_URLCONF = "stepwell.clinic.urls"
WSGI_APPLICATION = "stepwell.clinic.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "axes",
    "csp",
    "django_htmx",
    "django_tasks",
    "django_tasks_db",
    "stepwell.clinic.accounts",
    "stepwell.clinic.alerts",
    "stepwell.clinic.audit",
    "stepwell.clinic.episodes",
    "stepwell.clinic.library",
    "stepwell.clinic.owning",
    "stepwell.clinic.patient",
    "stepwell.clinic.reminders",
    "stepwell.clinic.selfcare",
]

MIDDLEWARE = [
    "stepwell.clinic.middleware.Guards",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "stepwell.clinic.middleware.DenyByDefault",
    "stepwell.clinic.languages.StaffInEnglish",
    "stepwell.clinic.administration.factor.SecondFactor",
    "stepwell.clinic.selfcare.beginning.BeginFirst",
    "stepwell.clinic.owning.consenting.OwnUse",
    "axes.middleware.AxesMiddleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [HERE / "templates"],
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "stepwell.clinic.pages.frame",
                "stepwell.clinic.languages.frame",
            ],
            "builtins": ["stepwell.clinic.templatetags.stepwell"],
            "libraries": {"advice": "stepwell.clinic.templatetags.advice"},
            "loaders": [
                (
                    "django.template.loaders.cached.Loader",
                    [
                        "django.template.loaders.filesystem.Loader",
                        "django.template.loaders.app_directories.Loader",
                    ],
                )
            ],
        },
    }
]

if HOME.database is None:
    DATABASES = {
        "default": {
            "ENGINE": "stepwell.clinic.sqlite",
            "NAME": HOME.folder / "clinic.sqlite3",
            "CONN_MAX_AGE": None,
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                "init_command": "PRAGMA journal_mode=WAL;PRAGMA synchronous=FULL;PRAGMA secure_delete=ON;"
                "PRAGMA busy_timeout=20000;PRAGMA cache_size=-20000;",
            },
        }
    }
else:
    DATABASES = {
        "default": {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": HOME.database.path.strip("/"),
            "USER": HOME.database.username or "",
            "HOST": HOME.database.hostname or "",
            "PORT": str(HOME.database.port or ""),
            "CONN_MAX_AGE": None,
            # The same statements come again and again: PostgreSQL plans each once for a connection.
            "OPTIONS": {"server_side_binding": True, "prepare_threshold": 2},
        }
    }

# Accounts
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "account_login"
LOGIN_URL = "account_login"
ACCOUNT_ADAPTER = "stepwell.clinic.accounts.adapter.AccountAdapter"
ACCOUNT_FORMS = {
    "login": "stepwell.clinic.accounts.forms.SignInForm",
    "request_login_code": "stepwell.clinic.accounts.forms.CodeForm",
}
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*"]
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 300
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_EMAIL_NOTIFICATIONS = True
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_PASSKEY_SIGNUP_ENABLED = False
MFA_TOTP_ISSUER = "Stepwell"
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not HOME.secure and HOME.address.hostname == "localhost"

AXES_FAILURE_LIMIT = 6
AXES_USERNAME_CALLABLE = "stepwell.clinic.accounts.adapter.name_of_attempt"
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_VERBOSE = False
AXES_USERNAME_FORM_FIELD = "login"
AXES_SENSITIVE_PARAMETERS = ["username", "ip_address"]
AXES_LOCKOUT_TEMPLATE = "account/locked.html"
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if HOME.secure else 0
AXES_CLIENT_IP_CALLABLE = "stepwell.clinic.operations.proxy.address_of"

# Sessions and transport
SESSION_COOKIE_NAME = "__Host-session" if HOME.secure else "session"
SESSION_COOKIE_AGE = 12 * 60 * 60
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HOME.secure
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_NAME = "__Host-csrf" if HOME.secure else "csrf"
CSRF_FAILURE_VIEW = "stepwell.clinic.pages.csrf_failed"
SECURE_HSTS_SECONDS = 31_536_000 if HOME.secure else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HOME.secure
SECURE_SSL_REDIRECT = HOME.secure
SECURE_REDIRECT_EXEMPT = [r"^alive/$"]
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HOME.secure else None
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
IDLE_MINUTES = 30
"""Minutes without a request after which a session of staff ends."""
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "worker-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    }
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 12_000_000
FILE_UPLOAD_MAX_MEMORY_SIZE = 12_000_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 4_000

# Words and time
LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English")), ("es", _("Spanish"))]
LOCALE_PATHS = [HERE / "locale"]
LANGUAGE_COOKIE_NAME = "__Host-language" if HOME.secure else "language"
LANGUAGE_COOKIE_AGE = 31_536_000
LANGUAGE_COOKIE_SECURE, LANGUAGE_COOKIE_HTTPONLY = HOME.secure, True
LANGUAGE_COOKIE_SAMESITE = "Lax"
USE_TZ = True
TIME_ZONE = "UTC"

# Files
STATIC_URL = "static/"
STATIC_ROOT = HOME.folder / "static"
STATICFILES_DIRS = [HERE / "static", HERE.parent / "figures" / "assets"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
WHITENOISE_MAX_AGE = 31_536_000

# Work in the background
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": []}}

if HOME.mail is None:
    EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    EMAIL_FILE_PATH = HOME.folder / "mail"
else:
    EMAIL_HOST = HOME.mail.hostname or "localhost"
    EMAIL_PORT = HOME.mail.port or (465 if HOME.mail.scheme == "smtps" else 25)
    EMAIL_USE_SSL = HOME.mail.scheme == "smtps"
DEFAULT_FROM_EMAIL = SERVER_EMAIL = HOME.mail_from

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {
            "()": "stepwell.clinic.operations.logs.Places",
            "format": "%(asctime)s %(levelname)s %(name)s %(message)s",
        }
    },
    "filters": {"unaddressed": {"()": "stepwell.clinic.operations.logs.Unaddressed"}},
    "handlers": {"out": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["out"], "level": "WARNING"},
    "loggers": {
        "stepwell": {"handlers": ["out"], "level": "WARNING" if DEMO else "INFO", "propagate": False},
        "django.request": {"filters": ["unaddressed"], "level": "ERROR"},
    },
}
SILENCED_SYSTEM_CHECKS = ["security.W021"]
"""Whoever owns the domain decides whether it joins the list of browsers: it can hardly be taken back."""
