from django.apps import AppConfig


class DemoConfig(AppConfig):
    name = "lifow.demo"
    label = "demo"
