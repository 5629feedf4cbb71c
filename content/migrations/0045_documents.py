import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("base", "0006_document_files"),
        ("content", "0044_assigned_steps"),
    ]

    operations = [
        migrations.AlterField(
            model_name="module",
            name="kind",
            field=models.CharField(
                choices=[
                    ("article", "Article"),
                    ("video", "Video"),
                    ("walkthrough", "Walkthrough"),
                    ("quiz", "Quiz"),
                    ("checklist", "Checklist"),
                    ("template", "Template"),
                    ("case", "Case"),
                    ("announcement", "Announcement"),
                    ("document", "Document"),
                    ("scorm", "SCORM package"),
                ],
                max_length=20,
                verbose_name="kind",
            ),
        ),
        migrations.CreateModel(
            name="DocumentText",
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
                        choices=[("waiting", "Waiting to be read"), ("read", "Read"), ("refused", "Refused")],
                        default="waiting",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                (
                    "problem",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("damaged", "It cannot be read: it may be damaged."),
                            ("encrypted", "It asks for a password."),
                            ("too_many_pages", "It has too many pages."),
                            ("active", "It holds a script, a file, or starts a program."),
                            ("too_heavy", "Reading it takes too long, or too much memory."),
                        ],
                        default="",
                        max_length=15,
                        verbose_name="problem",
                    ),
                ),
                ("page_count", models.PositiveIntegerField(default=0, verbose_name="pages")),
                ("attempts", models.PositiveSmallIntegerField(default=0, verbose_name="attempts")),
                ("taken_at", models.DateTimeField(blank=True, null=True, verbose_name="taken at")),
                ("read_at", models.DateTimeField(blank=True, null=True, verbose_name="read at")),
                (
                    "file",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="document_text",
                        to="base.storedfile",
                        verbose_name="file",
                    ),
                ),
            ],
            options={
                "verbose_name": "text of a document",
                "verbose_name_plural": "texts of documents",
            },
        ),
        migrations.CreateModel(
            name="DocumentPage",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveIntegerField(verbose_name="page")),
                ("text", models.TextField(blank=True, verbose_name="text")),
                (
                    "document",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="pages",
                        to="content.documenttext",
                        verbose_name="document",
                    ),
                ),
            ],
            options={
                "verbose_name": "page of a document",
                "verbose_name_plural": "pages of documents",
            },
        ),
        migrations.AddConstraint(
            model_name="documenttext",
            constraint=models.CheckConstraint(
                condition=models.Q(("state", "refused"), ("problem", ""), _connector="XOR"),
                name="document_refused_for_a_reason",
            ),
        ),
        migrations.AddConstraint(
            model_name="documentpage",
            constraint=models.UniqueConstraint(fields=("document", "number"), name="document_page_once"),
        ),
        migrations.AddConstraint(
            model_name="documentpage",
            constraint=models.CheckConstraint(
                condition=models.Q(("number__gte", 1)), name="document_page_from_one"
            ),
        ),
    ]
