"""Requests that an event closed at a moment before they were asked ended when they were asked, at the earliest."""

from django.db import migrations
from django.db.models import F
from django.utils import timezone


def close_after_asking(apps, schema_editor):
    requests = apps.get_model("assessments", "RatingRequest").objects
    requests.filter(closed_at__lt=F("asked_at")).update(closed_at=F("asked_at"), updated_at=timezone.now())


class Migration(migrations.Migration):
    dependencies = [("assessments", "0021_raters")]

    operations = [migrations.RunPython(close_after_asking, migrations.RunPython.noop)]
