"""What other systems have changed row by row, in numbers."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("people", "0028_tombstones")]

    operations = [
        migrations.CreateModel(
            name="RosterWrite",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("source", models.CharField(max_length=50, verbose_name="source")),
                ("written_by", models.CharField(max_length=200, verbose_name="written by")),
                ("written_at", models.DateTimeField(verbose_name="written at")),
                ("counts", models.JSONField(default=dict, verbose_name="changes")),
                ("lifted", models.JSONField(default=dict, verbose_name="limits lifted")),
                ("reason", models.TextField(blank=True, verbose_name="reason")),
            ],
            options={
                "verbose_name": "change by another system",
                "verbose_name_plural": "changes by other systems",
                "indexes": [models.Index(fields=["source", "written_at"], name="roster_write_of_a_day")],
            },
        ),
    ]
