"""The Celery application: one code path, embedded (filesystem broker) and in production (Redis)."""

import os
from collections.abc import Iterator
from pkgutil import iter_modules

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lifow.settings")


def packages_with_tasks() -> Iterator[str]:
    """Every installed app, and every applet in one: each may have a module `tasks`."""
    from django.apps import apps

    for config in apps.get_app_configs():
        yield config.name
        yield from (f"{config.name}.{one.name}" for one in iter_modules([config.path]) if one.ispkg)


app = Celery("lifow")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks(lambda: list(packages_with_tasks()))
