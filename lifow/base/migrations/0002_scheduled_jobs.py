"""Each job of the schedule as a row, which says whether it is due."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("base", "0001_initial")]

    operations = [
        migrations.CreateModel(
            name="ScheduledJob",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=100, unique=True, verbose_name="job")),
                ("done_until", models.DateTimeField(verbose_name="done until")),
                ("due_at", models.DateTimeField(blank=True, null=True, verbose_name="due since")),
                ("attempts", models.PositiveSmallIntegerField(default=0, verbose_name="attempts")),
                ("taken_until", models.DateTimeField(blank=True, null=True, verbose_name="taken until")),
                ("retry_at", models.DateTimeField(blank=True, null=True, verbose_name="tried again at")),
                ("started_at", models.DateTimeField(blank=True, null=True, verbose_name="last started at")),
                ("finished_at", models.DateTimeField(blank=True, null=True, verbose_name="last finished at")),
                ("seconds", models.FloatField(blank=True, null=True, verbose_name="seconds")),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("running", "Running"),
                            ("done", "Done"),
                            ("failed", "Failed, is tried again"),
                        ],
                        max_length=10,
                        verbose_name="outcome",
                    ),
                ),
                ("last_error", models.TextField(blank=True, verbose_name="last error")),
            ],
            options={
                "verbose_name": "scheduled job",
                "verbose_name_plural": "scheduled jobs",
                "indexes": [
                    models.Index(
                        condition=models.Q(("due_at__isnull", False)),
                        fields=["due_at"],
                        name="scheduled_job_due",
                    )
                ],
            },
        ),
    ]
