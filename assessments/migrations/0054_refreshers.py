"""Sittings of questions that come back: one is open at a time."""

from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("assessments", "0053_results_of_tests"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="sitting",
            name="is_refresher",
            field=models.BooleanField(blank=True, editable=False, null=True, verbose_name="refreshers"),
        ),
        migrations.AddConstraint(
            model_name="sitting",
            constraint=models.UniqueConstraint(
                condition=models.Q(("is_refresher", True), ("state", "open")),
                fields=("person",),
                name="sitting_refreshers_open_once",
            ),
        ),
    ]
