"""Copies that learners have made of templates."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import lifow.base.fields


class Migration(migrations.Migration):
    dependencies = [
        ("content", "0035_video_progress"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="TemplateCopy",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="created at")),
                ("updated_at", models.DateTimeField(auto_now=True, verbose_name="updated at")),
                ("public_id", lifow.base.fields.PublicIdField(prefix="tcp")),
                ("title", models.CharField(max_length=200, verbose_name="title")),
                ("text", models.TextField(blank=True, help_text="Markdown.", verbose_name="text")),
                ("comments", models.JSONField(blank=True, default=list, verbose_name="comments")),
                ("base_text", models.TextField(blank=True, verbose_name="text of the template")),
                (
                    "base_comments",
                    models.JSONField(blank=True, default=list, verbose_name="comments of the template"),
                ),
                (
                    "window",
                    models.CharField(
                        blank=True,
                        editable=False,
                        help_text="In which it was saved last: a window does not undo what another one has saved.",
                        max_length=32,
                        verbose_name="window",
                    ),
                ),
                ("shared_at", models.DateTimeField(blank=True, null=True, verbose_name="shared at")),
                (
                    "idempotency_key",
                    models.CharField(
                        editable=False,
                        help_text="Makes the same button, pressed twice, the same copy.",
                        max_length=64,
                    ),
                ),
                (
                    "module",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="template_copies",
                        to="content.module",
                        verbose_name="template",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="template_copies",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="person",
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        help_text="Of the template, as it was when the copy was made.",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="content.moduleversion",
                        verbose_name="version",
                    ),
                ),
            ],
            options={
                "verbose_name": "copy of a template",
                "verbose_name_plural": "copies of templates",
                "indexes": [models.Index(fields=["person", "-updated_at"], name="template_copy_newest")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("person", "idempotency_key"), name="template_copy_made_once"
                    )
                ],
            },
        ),
    ]
