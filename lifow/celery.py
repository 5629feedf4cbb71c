"""The Celery application: one code path, embedded (filesystem broker) and in production (Redis)."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lifow.settings")

app = Celery("lifow")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
