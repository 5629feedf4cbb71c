"""Settings of the minimal site: lifow's models and database, and of its middleware only who is signed in."""

from lifow.settings import *  # noqa: F403

ROOT_URLCONF = "benchmarks.minimal_site"
MIDDLEWARE = [
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    # django-allauth does not start without it; it does nothing here.
    "allauth.account.middleware.AccountMiddleware",
]
TEMPLATES = [{"BACKEND": "django.template.backends.django.DjangoTemplates"}]
