"""Gaps that content does not close, topics that people ask for, and writing tasks."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import lifow.base.bounds
import lifow.base.fields


class Migration(migrations.Migration):
    dependencies = [
        ("assessments", "0054_refreshers"),
        ("content", "0041_figures_and_effect"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="ContentDebtState",
            fields=[
                ("id", models.PositiveSmallIntegerField(default=1, primary_key=True, serialize=False)),
                ("computed_at", models.DateTimeField(null=True, verbose_name="computed at")),
            ],
            options={
                "verbose_name": "state of content debt",
                "verbose_name_plural": "state of content debt",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("id", 1)), name="content_debt_state_is_one_row"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Wish",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="created at")),
                ("updated_at", models.DateTimeField(auto_now=True, verbose_name="updated at")),
                ("public_id", lifow.base.fields.PublicIdField(prefix="wsh")),
                (
                    "text",
                    models.CharField(
                        max_length=200, validators=[lifow.base.bounds.validate_text], verbose_name="topic"
                    ),
                ),
                ("query", models.CharField(editable=False, max_length=200, verbose_name="in small letters")),
                (
                    "state",
                    models.CharField(
                        choices=[("open", "Open"), ("answered", "Answered"), ("declined", "Declined")],
                        default="open",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                (
                    "note",
                    models.CharField(
                        blank=True,
                        default="",
                        max_length=200,
                        validators=[lifow.base.bounds.validate_text],
                        verbose_name="why not",
                    ),
                ),
                ("closed_at", models.DateTimeField(blank=True, null=True, verbose_name="closed at")),
                (
                    "module",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="content.module",
                        verbose_name="answered by",
                    ),
                ),
            ],
            options={
                "verbose_name": "topic that people ask for",
                "verbose_name_plural": "topics that people ask for",
            },
        ),
        migrations.CreateModel(
            name="WishPerson",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("joined_at", models.DateTimeField(verbose_name="asked at")),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="wishes",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="person",
                    ),
                ),
                (
                    "wish",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="people",
                        to="content.wish",
                        verbose_name="topic",
                    ),
                ),
            ],
            options={
                "verbose_name": "person who asks for a topic",
                "verbose_name_plural": "people who ask for topics",
            },
        ),
        migrations.CreateModel(
            name="WritingTask",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="created at")),
                ("updated_at", models.DateTimeField(auto_now=True, verbose_name="updated at")),
                ("public_id", lifow.base.fields.PublicIdField(prefix="wrt")),
                ("subject", models.CharField(editable=False, max_length=200, verbose_name="what for")),
                ("title", models.CharField(editable=False, max_length=300, verbose_name="title")),
                ("from_level", models.FloatField(blank=True, null=True, verbose_name="from level")),
                ("to_level", models.FloatField(blank=True, null=True, verbose_name="to level")),
                ("due_on", models.DateField(verbose_name="due on")),
                (
                    "note",
                    models.TextField(
                        blank=True,
                        default="",
                        max_length=10000,
                        validators=[lifow.base.bounds.validate_text],
                        verbose_name="note",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[("open", "Open"), ("done", "Done"), ("cancelled", "Cancelled")],
                        default="open",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                ("opened_at", models.DateTimeField(verbose_name="asked at")),
                ("closed_at", models.DateTimeField(blank=True, null=True, verbose_name="closed at")),
                ("told_of", models.DateField(blank=True, null=True, verbose_name="told of")),
                (
                    "asked_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="asked by",
                    ),
                ),
                (
                    "module",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="writing_tasks",
                        to="content.module",
                        verbose_name="module to work on",
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="writing_tasks",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="owner",
                    ),
                ),
                (
                    "skill",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="assessments.skill",
                        verbose_name="skill",
                    ),
                ),
                (
                    "wish",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="tasks",
                        to="content.wish",
                        verbose_name="topic",
                    ),
                ),
                (
                    "written",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="content.module",
                        verbose_name="module that closed it",
                    ),
                ),
            ],
            options={
                "verbose_name": "writing task",
                "verbose_name_plural": "writing tasks",
            },
        ),
        migrations.CreateModel(
            name="ContentDebt",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("absent", "No module"),
                            ("wrong_level", "No module at this level"),
                            ("past_review", "Past review"),
                            ("hardly_helpful", "Few found it helpful"),
                            ("no_effect", "No effect found"),
                            ("harms", "Levels fall"),
                        ],
                        max_length=15,
                        verbose_name="what is wrong",
                    ),
                ),
                ("from_level", models.FloatField(verbose_name="from level")),
                ("to_level", models.FloatField(verbose_name="to level")),
                ("people", models.PositiveIntegerField(verbose_name="people")),
                ("critical", models.PositiveIntegerField(verbose_name="critical for")),
                ("gap", models.FloatField(verbose_name="total gap in levels")),
                ("weight", models.FloatField(db_index=True, verbose_name="weight")),
                (
                    "module",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="content.module",
                        verbose_name="module",
                    ),
                ),
                (
                    "skill",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="assessments.skill",
                        verbose_name="skill",
                    ),
                ),
            ],
            options={
                "verbose_name": "content debt",
                "verbose_name_plural": "content debt",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind__in", ["absent", "wrong_level"]), ("module__isnull", True)),
                            models.Q(
                                models.Q(("kind__in", ["absent", "wrong_level"]), _negated=True),
                                ("module__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="content_debt_of_a_module_names_it",
                    )
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="wish",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "open")), fields=("query",), name="wish_open_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="wish",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("closed_at__isnull", True), ("state", "open")),
                    models.Q(models.Q(("state", "open"), _negated=True), ("closed_at__isnull", False)),
                    _connector="OR",
                ),
                name="wish_closed_says_when",
            ),
        ),
        migrations.AddConstraint(
            model_name="wishperson",
            constraint=models.UniqueConstraint(fields=("wish", "person"), name="wish_person_once"),
        ),
        migrations.AddIndex(
            model_name="writingtask",
            index=models.Index(fields=["state", "due_on"], name="writing_task_due"),
        ),
        migrations.AddConstraint(
            model_name="writingtask",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "open")), fields=("subject",), name="writing_task_open_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="writingtask",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("closed_at__isnull", True), ("state", "open")),
                    models.Q(models.Q(("state", "open"), _negated=True), ("closed_at__isnull", False)),
                    _connector="OR",
                ),
                name="writing_task_closed_says_when",
            ),
        ),
    ]
