import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import lifow.base.fields


class Migration(migrations.Migration):
    dependencies = [
        ("base", "0006_document_files"),
        ("content", "0046_search_in_documents"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="ScormPackage",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("title", models.CharField(blank=True, max_length=200, verbose_name="title")),
                ("href", models.CharField(max_length=500, verbose_name="opened with")),
                ("launch_data", models.TextField(blank=True, verbose_name="data for the package")),
                ("mastery", models.FloatField(blank=True, null=True, verbose_name="passed from, in percent")),
                (
                    "file",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="scorm_package",
                        to="base.storedfile",
                        verbose_name="file",
                    ),
                ),
            ],
            options={
                "verbose_name": "SCORM package",
                "verbose_name_plural": "SCORM packages",
            },
        ),
        migrations.CreateModel(
            name="ScormLaunch",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("public_id", lifow.base.fields.PublicIdField(prefix="scl")),
                ("session_key", models.CharField(editable=False, max_length=40, verbose_name="session")),
                ("sequence", models.PositiveBigIntegerField(default=0, verbose_name="reports")),
                ("seconds", models.PositiveIntegerField(default=0, verbose_name="seconds in it")),
                ("opened_at", models.DateTimeField(verbose_name="opened at")),
                ("expires_at", models.DateTimeField(db_index=True, verbose_name="open until")),
                ("ended_at", models.DateTimeField(blank=True, null=True, verbose_name="ended at")),
                (
                    "file",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="base.storedfile",
                        verbose_name="package",
                    ),
                ),
                (
                    "module",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="scorm_launches",
                        to="content.module",
                        verbose_name="module",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="scorm_launches",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="person",
                    ),
                ),
            ],
            options={
                "verbose_name": "opened SCORM package",
                "verbose_name_plural": "opened SCORM packages",
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("ended_at", None)),
                        fields=("person", "module"),
                        name="scorm_launch_open_once",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ScormProgress",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("file", models.CharField(max_length=30, verbose_name="package")),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("not attempted", "Not started"),
                            ("browsed", "Looked at"),
                            ("incomplete", "Started"),
                            ("failed", "Not passed"),
                            ("completed", "Completed"),
                            ("passed", "Passed"),
                        ],
                        default="not attempted",
                        max_length=15,
                        verbose_name="status",
                    ),
                ),
                ("raw", models.FloatField(blank=True, null=True, verbose_name="score")),
                ("least", models.FloatField(blank=True, null=True, verbose_name="lowest score")),
                ("most", models.FloatField(blank=True, null=True, verbose_name="highest score")),
                ("location", models.CharField(blank=True, max_length=255, verbose_name="place")),
                ("suspend_data", models.TextField(blank=True, verbose_name="data of the package")),
                (
                    "others",
                    models.JSONField(blank=True, default=dict, verbose_name="other data of the package"),
                ),
                ("is_suspended", models.BooleanField(default=False, verbose_name="to be resumed")),
                ("seconds", models.PositiveIntegerField(default=0, verbose_name="seconds in it")),
                ("changed_at", models.DateTimeField(verbose_name="last report at")),
                ("completed_at", models.DateTimeField(blank=True, null=True, verbose_name="completed at")),
                (
                    "module",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="scorm_progress",
                        to="content.module",
                        verbose_name="module",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="scorm_progress",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="person",
                    ),
                ),
            ],
            options={
                "verbose_name": "progress in a SCORM package",
                "verbose_name_plural": "progress in SCORM packages",
                "constraints": [
                    models.UniqueConstraint(fields=("person", "module"), name="scorm_progress_once_a_module")
                ],
            },
        ),
    ]
