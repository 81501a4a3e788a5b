"""Which settings does Django get, made from the plain values of a home and from nothing else?"""

from pathlib import Path
from typing import Any, NotRequired, TypedDict

from psycopg.conninfo import conninfo_to_dict

from felles.web.accounts.provider import Provider

HERE = Path(__file__).parent
HOURS_SIGNED_IN = 8
SCHEMA = "web"

_PORTALS = ("public", "clinic", "analysis", "patient", "relative")


class HomeValues(TypedDict):
    """What the site must be told. Keys without NotRequired are always there."""

    secret_key: bytes
    database_url: str  # of the role felles_web, which owns the schema `web`
    content: Path
    node_modules: Path
    demo: bool
    hosts: NotRequired[list[str]]  # names under which the site is reached, besides this machine's own
    https: NotRequired[bool]
    provider: NotRequired[Provider]  # who signs people in; the demo has its own


def django_settings(home: HomeValues) -> dict[str, Any]:
    """Everything `settings.configure` needs."""
    return {
        "SECRET_KEY": home["secret_key"].hex(),
        "DEBUG": False,
        "ALLOWED_HOSTS": ["127.0.0.1", "localhost", "[::1]", *home.get("hosts", [])],
        "ROOT_URLCONF": "felles.web.urls",
        "INSTALLED_APPS": ["django.contrib.sessions", "django_htmx", "felles.web"],
        "MIDDLEWARE": MIDDLEWARE,
        "TEMPLATES": [_templates()],
        "DATABASES": {"default": database(home["database_url"])},
        "DEFAULT_AUTO_FIELD": "django.db.models.BigAutoField",
        "USE_TZ": True,
        "TIME_ZONE": "Europe/Oslo",
        # Our own catalogue speaks; Django only writes plain numbers, with a point, into drawings.
        "USE_I18N": False,
        "LANGUAGE_CODE": "en",
        "LOGGING": LOGGING,
        "STATIC_URL": "/static/",
        **_session(https=home.get("https", False)),
        **_protection(https=home.get("https", False)),
    }


MIDDLEWARE = [
    "felles.web.middleware.security_headers",
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "felles.web.middleware.reader_language",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "felles.web.accounts.middleware.signed_in_viewer",
    "django_htmx.middleware.HtmxMiddleware",
    "felles.web.faults.AnswerFaults",
]


def _templates() -> dict[str, Any]:
    return {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [
            HERE / "templates",
            HERE / "components" / "templates",
            HERE / "accounts" / "templates",
            HERE / "test_provider" / "templates",
            *(HERE / "portals" / portal / "templates" for portal in _PORTALS),
        ],
        "OPTIONS": {
            "context_processors": ["django.template.context_processors.request", "felles.web.layout.layout"],
            "builtins": ["felles.web.templatetags.saying"],
            "string_if_invalid": "",
        },
    }


def _session(*, https: bool) -> dict[str, Any]:
    return {
        "SESSION_ENGINE": "django.contrib.sessions.backends.db",
        "SESSION_COOKIE_NAME": "felles_session",
        "SESSION_COOKIE_AGE": HOURS_SIGNED_IN * 3600,
        "SESSION_EXPIRE_AT_BROWSER_CLOSE": True,
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "SESSION_COOKIE_SECURE": https,
    }


def _protection(*, https: bool) -> dict[str, Any]:
    """Against forms of other sites, frames around ours, and what a browser would guess or tell on."""
    return {
        "CSRF_COOKIE_NAME": "felles_csrf",
        "CSRF_COOKIE_HTTPONLY": True,
        "CSRF_COOKIE_SECURE": https,
        "CSRF_FAILURE_VIEW": "felles.web.faults.form_too_old",
        "X_FRAME_OPTIONS": "DENY",
        "SECURE_REFERRER_POLICY": "same-origin",
        "SECURE_CONTENT_TYPE_NOSNIFF": True,
        "SECURE_CROSS_ORIGIN_OPENER_POLICY": "same-origin",
        "SECURE_HSTS_SECONDS": 31_536_000 if https else 0,
        "SECURE_PROXY_SSL_HEADER": ("HTTP_X_FORWARDED_PROTO", "https") if https else None,
    }


def database(url: str) -> dict[str, Any]:
    """Django's own tables lie in the schema `web`; the log is reached through access, not through here."""
    parts = conninfo_to_dict(url)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.pop("dbname", ""),
        "USER": parts.pop("user", ""),
        "PASSWORD": parts.pop("password", ""),
        "HOST": parts.pop("host", ""),
        "PORT": parts.pop("port", ""),
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {"connect_timeout": 3, **parts, "options": f"-c search_path={SCHEMA}"},
    }


# Paths and kinds of fault, never what somebody wrote: see felles.web.quiet_log.
LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"quiet": {"()": "felles.web.quiet_log.QuietFormatter"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "quiet"}},
    "loggers": {
        "django": {"handlers": ["console"], "level": "ERROR", "propagate": False},
        "waitress": {"handlers": ["console"], "level": "WARNING", "propagate": False},
        "felles.web": {"handlers": ["console"], "level": "INFO", "propagate": False},
    },
}
