"""The Celery application: one code path, embedded (filesystem broker) and in production (Redis)."""

import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from pkgutil import iter_modules

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lifow.settings")


def packages_with_tasks() -> Iterator[str]:
    """Every installed app, every applet in one, and every applet in a group of them: each may have a module
    `tasks`."""
    from django.apps import apps

    for config in apps.get_app_configs():
        yield config.name
        for name, path in _packages_in(config.name, config.path):
            yield name
            yield from (inner for inner, _path in _packages_in(name, path))


def _packages_in(name: str, path: str) -> Iterable[tuple[str, str]]:
    return [(f"{name}.{one.name}", str(Path(path) / one.name)) for one in iter_modules([path]) if one.ispkg]


app = Celery("lifow")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks(lambda: list(packages_with_tasks()))
