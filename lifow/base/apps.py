from importlib import import_module

from django.apps import AppConfig


class BaseConfig(AppConfig):
    name = "lifow.base"
    label = "base"

    def ready(self):
        # Tasks belong to this application in every process that Django runs in. The package itself
        # imports nothing, so that its pure parts stay pure.
        import_module("lifow.celery")
