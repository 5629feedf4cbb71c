"""What modules said before, and drafts of what they are to say next."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import lifow.base.fields


class Migration(migrations.Migration):
    dependencies = [
        ("content", "0026_opened_modules_stay"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="ModuleDraft",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="created at")),
                ("updated_at", models.DateTimeField(auto_now=True, verbose_name="updated at")),
                ("contents", models.JSONField(verbose_name="contents")),
                (
                    "changed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="last changed by",
                    ),
                ),
                (
                    "module",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="draft",
                        to="content.module",
                        verbose_name="module",
                    ),
                ),
            ],
            options={"verbose_name": "draft of a module", "verbose_name_plural": "drafts of modules"},
        ),
        migrations.CreateModel(
            name="ModuleVersion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("public_id", lifow.base.fields.PublicIdField(prefix="mdv")),
                ("number", models.PositiveIntegerField(verbose_name="version")),
                ("contents", models.JSONField(verbose_name="contents")),
                ("published_at", models.DateTimeField(verbose_name="published at")),
                (
                    "module",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="versions",
                        to="content.module",
                        verbose_name="module",
                    ),
                ),
                (
                    "published_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="published by",
                    ),
                ),
            ],
            options={
                "verbose_name": "version of a module",
                "verbose_name_plural": "versions of modules",
                "constraints": [
                    models.UniqueConstraint(fields=("module", "number"), name="module_version_numbered"),
                    models.CheckConstraint(
                        condition=models.Q(("number__gte", 1)), name="module_version_counts_from_one"
                    ),
                ],
            },
        ),
    ]
