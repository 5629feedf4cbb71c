from django.apps import AppConfig


class BaseConfig(AppConfig):
    name = "lifow.base"
    label = "base"
