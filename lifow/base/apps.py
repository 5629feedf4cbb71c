from importlib import import_module

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class BaseConfig(AppConfig):
    name = "lifow.base"
    label = "base"

    def ready(self):
        # Tasks belong to this application in every process that Django runs in. The package itself
        # imports nothing, so that its pure parts stay pure.
        import_module("lifow.celery")
        import_module("lifow.base.passages.checks")
        post_migrate.connect(_follow_migrations, sender=self)


def _follow_migrations(*, using: str, **kwargs: object) -> None:
    """What the database keeps for the index of search, made of what apps say: after all migrations."""
    import_module("lifow.base.passages.following").follow_migrations(using)
