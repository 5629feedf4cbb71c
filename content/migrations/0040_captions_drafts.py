"""Captions that a machine drafts of the sound of a video."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("base", "0005_uploads"),
        ("content", "0039_pictures_of_texts"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="CaptionsDraft",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "Waiting"),
                            ("running", "Being drafted"),
                            ("done", "Drafted"),
                            ("failed", "Failed"),
                        ],
                        default="waiting",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                ("asked_at", models.DateTimeField(verbose_name="asked for at")),
                (
                    "text",
                    models.TextField(blank=True, default="", help_text="WebVTT.", verbose_name="captions"),
                ),
                ("heard", models.FloatField(default=0.0, verbose_name="seconds that are drafted")),
                (
                    "problem",
                    models.CharField(blank=True, default="", max_length=200, verbose_name="why it failed"),
                ),
                ("attempts", models.PositiveSmallIntegerField(default=0, verbose_name="attempts")),
                ("token", models.CharField(blank=True, default="", editable=False, max_length=32)),
                ("taken_until", models.DateTimeField(blank=True, null=True, verbose_name="taken until")),
                ("finished_at", models.DateTimeField(blank=True, null=True, verbose_name="finished at")),
                (
                    "asked_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="asked for by",
                    ),
                ),
                (
                    "file",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="captions_draft",
                        to="base.storedfile",
                        verbose_name="video",
                    ),
                ),
            ],
            options={
                "verbose_name": "captions that a machine drafts",
                "verbose_name_plural": "captions that a machine drafts",
                "indexes": [
                    models.Index(
                        condition=models.Q(("state__in", ["waiting", "running"])),
                        fields=["asked_at"],
                        name="captions_draft_to_do",
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("heard__gte", 0)), name="captions_draft_from_the_start"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "running"), _negated=True),
                            ("taken_until__isnull", False),
                            _connector="OR",
                        ),
                        name="captions_draft_running_is_taken",
                    ),
                ],
            },
        ),
    ]
