"""Erasures of people, and keyed digests of what files call somebody who was erased."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

PERSON = settings.AUTH_USER_MODEL
OPEN = ["asked", "confirmed", "failed"]


class Migration(migrations.Migration):
    dependencies = [("people", "0026_merged_people")]

    operations = [
        migrations.CreateModel(
            name="Erasure",
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
                            ("asked", "Waiting for a second HR admin"),
                            ("confirmed", "Confirmed, about to be carried out"),
                            ("done", "Erased"),
                            ("failed", "Failed"),
                            ("withdrawn", "Withdrawn"),
                        ],
                        default="asked",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                ("asked_at", models.DateTimeField(verbose_name="asked at")),
                (
                    "confirmed_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="confirmed at"),
                ),
                ("finished_at", models.DateTimeField(blank=True, null=True, verbose_name="finished at")),
                ("attempts", models.PositiveSmallIntegerField(default=0, verbose_name="attempts")),
                ("taken_until", models.DateTimeField(blank=True, null=True, verbose_name="taken until")),
                ("problem", models.TextField(blank=True, verbose_name="reason it failed")),
                (
                    "counts",
                    models.JSONField(
                        blank=True,
                        default=dict,
                        help_text="How many rows of each kind went, or lost the name.",
                        verbose_name="rows",
                    ),
                ),
                (
                    "asked_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=PERSON,
                        verbose_name="asked by",
                    ),
                ),
                (
                    "confirmed_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=PERSON,
                        verbose_name="confirmed by",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="erasures",
                        to=PERSON,
                        verbose_name="person",
                    ),
                ),
            ],
            options={
                "verbose_name": "erasure",
                "verbose_name_plural": "erasures",
                "indexes": [models.Index(fields=["state", "confirmed_at"], name="erasure_by_state")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state__in", OPEN)),
                        fields=("person",),
                        name="erasure_open_once_a_person",
                        violation_error_message="Somebody has asked for this already.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("asked_by__isnull", True),
                            models.Q(("confirmed_by", models.F("asked_by")), _negated=True),
                            _connector="OR",
                        ),
                        name="erasure_confirmed_by_another",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "done"), _negated=True),
                            models.Q(("finished_at__isnull", False), ("person__isnull", True)),
                            _connector="OR",
                        ),
                        name="erasure_done_names_nobody",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ErasedId",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("digest", models.CharField(max_length=64, unique=True, verbose_name="digest")),
                ("erased_on", models.DateField(verbose_name="erased on")),
                (
                    "erasure",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="ids",
                        to="people.erasure",
                        verbose_name="erasure",
                    ),
                ),
            ],
            options={
                "verbose_name": "id of an erased person",
                "verbose_name_plural": "ids of erased people",
            },
        ),
    ]
