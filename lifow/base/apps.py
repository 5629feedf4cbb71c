from collections.abc import Sequence
from importlib import import_module
from typing import TYPE_CHECKING

from django.apps import AppConfig
from django.db.models.signals import post_migrate, pre_migrate

if TYPE_CHECKING:
    from django.db.migrations import Migration


class BaseConfig(AppConfig):
    name = "lifow.base"
    label = "base"

    def ready(self):
        # Tasks belong to this application in every process that Django runs in. The package itself
        # imports nothing, so that its pure parts stay pure.
        import_module("lifow.celery")
        pre_migrate.connect(_precede_migrations, sender=self)
        import_module("lifow.base.passages.checks")
        post_migrate.connect(_follow_migrations, sender=self)


def _precede_migrations(
    *, using: str, plan: "Sequence[tuple[Migration, bool]]" = (), **kwargs: object
) -> None:
    """What the database keeps for the index of search and a migration takes a column from: before it."""
    import_module("lifow.base.passages.following").precede_migrations(using, plan)


def _follow_migrations(*, using: str, **kwargs: object) -> None:
    """What the database keeps for the index of search, made of what apps say: after all migrations."""
    import_module("lifow.base.passages.following").follow_migrations(using)
