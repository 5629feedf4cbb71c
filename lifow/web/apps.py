from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "lifow.web"
    label = "web"
