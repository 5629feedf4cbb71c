"""Assignments can be changed: how often they were, what was changed, and whether their people have it."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import lifow.base.fields
from lifow.base.database.tombstones import RenewTombstones


class Migration(migrations.Migration):
    dependencies = [
        ("content", "0051_paths"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        RenewTombstones("Assignment"),
        migrations.AddField(
            model_name="assignment",
            name="due_set_at",
            field=lifow.base.fields.MomentField(blank=True, null=True, verbose_name="due rule set at"),
        ),
        migrations.AddField(
            model_name="assignment",
            name="edition",
            field=models.PositiveIntegerField(
                db_default=1, default=1, help_text="One more with each change.", verbose_name="edition"
            ),
        ),
        migrations.AddField(
            model_name="assignment",
            name="followed_edition",
            field=models.PositiveIntegerField(
                db_default=1, default=1, editable=False, verbose_name="edition that its people have"
            ),
        ),
        RenewTombstones("Assignment"),
        migrations.CreateModel(
            name="AssignmentChange",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("edition", models.PositiveIntegerField(verbose_name="edition")),
                (
                    "client",
                    models.CharField(
                        blank=True, db_default="", default="", max_length=200, verbose_name="system"
                    ),
                ),
                ("changed_at", lifow.base.fields.MomentField(verbose_name="changed at")),
                ("before", models.JSONField(verbose_name="before")),
                ("after", models.JSONField(verbose_name="after")),
                (
                    "gained_count",
                    models.PositiveIntegerField(blank=True, null=True, verbose_name="people who got it"),
                ),
                (
                    "lost_count",
                    models.PositiveIntegerField(
                        blank=True, null=True, verbose_name="people who need not do it any more"
                    ),
                ),
                (
                    "moved_count",
                    models.PositiveIntegerField(blank=True, null=True, verbose_name="due days that moved"),
                ),
                (
                    "assignment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="changes",
                        to="content.assignment",
                        verbose_name="assignment",
                    ),
                ),
                (
                    "changed_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="changed by",
                    ),
                ),
            ],
            options={
                "verbose_name": "change of an assignment",
                "verbose_name_plural": "changes of assignments",
                "constraints": [
                    models.UniqueConstraint(fields=("assignment", "edition"), name="assignment_edition_once")
                ],
            },
        ),
    ]
