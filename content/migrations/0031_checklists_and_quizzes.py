"""Copies of checklists, who mentors whom for their sign-off, and what was done with quizzes."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import lifow.base.bounds
import lifow.base.fields


class Migration(migrations.Migration):
    dependencies = [
        ("assessments", "0053_results_of_tests"),
        ("content", "0030_learning_counted"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="ChecklistCopy",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="created at")),
                ("updated_at", models.DateTimeField(auto_now=True, verbose_name="updated at")),
                ("public_id", lifow.base.fields.PublicIdField(prefix="chk")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "In progress"),
                            ("asked", "Waiting for sign-off"),
                            ("sent_back", "Sent back"),
                            ("signed_off", "Signed off"),
                        ],
                        default="open",
                        max_length=20,
                        verbose_name="state",
                    ),
                ),
                (
                    "asked_of",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("nobody", "Nobody: it is done once all lines are ticked"),
                            ("manager", "The manager"),
                            ("mentor", "The mentor"),
                            ("manager_or_mentor", "The manager or the mentor"),
                        ],
                        default="",
                        max_length=20,
                        verbose_name="asked of",
                    ),
                ),
                ("asked_at", models.DateTimeField(blank=True, null=True, verbose_name="asked at")),
                ("answered_at", models.DateTimeField(blank=True, null=True, verbose_name="answered at")),
                (
                    "words",
                    models.TextField(
                        blank=True,
                        default="",
                        max_length=1000,
                        validators=[lifow.base.bounds.validate_text],
                        verbose_name="words",
                    ),
                ),
                (
                    "answered_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="answered by",
                    ),
                ),
                (
                    "module",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="checklists",
                        to="content.module",
                        verbose_name="module",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="checklists",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="person",
                    ),
                ),
            ],
            options={
                "verbose_name": "copy of a checklist",
                "verbose_name_plural": "copies of checklists",
            },
        ),
        migrations.CreateModel(
            name="ChecklistLine",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.CharField(max_length=20, verbose_name="key")),
                ("text", models.CharField(max_length=300, verbose_name="text")),
                ("ticked_at", models.DateTimeField(blank=True, null=True, verbose_name="ticked at")),
                (
                    "note",
                    models.TextField(
                        blank=True,
                        default="",
                        max_length=1000,
                        validators=[lifow.base.bounds.validate_text],
                        verbose_name="note",
                    ),
                ),
                (
                    "copy",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="lines",
                        to="content.checklistcopy",
                        verbose_name="copy",
                    ),
                ),
            ],
            options={
                "verbose_name": "line of a checklist",
                "verbose_name_plural": "lines of checklists",
            },
        ),
        migrations.CreateModel(
            name="QuizSitting",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "module",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="quiz_sittings",
                        to="content.module",
                        verbose_name="module",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="quiz_sittings",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="person",
                    ),
                ),
                (
                    "sitting",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="assessments.sitting",
                        verbose_name="sitting",
                    ),
                ),
            ],
            options={
                "verbose_name": "sitting of a quiz",
                "verbose_name_plural": "sittings of quizzes",
            },
        ),
        migrations.CreateModel(
            name="SecondTry",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("answer", models.JSONField(verbose_name="answer")),
                ("score", models.PositiveSmallIntegerField(verbose_name="score")),
                ("answered_at", models.DateTimeField(verbose_name="answered at")),
                (
                    "question",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="second_try",
                        to="assessments.sittingitem",
                        verbose_name="question",
                    ),
                ),
            ],
            options={
                "verbose_name": "second try",
                "verbose_name_plural": "second tries",
            },
        ),
        migrations.CreateModel(
            name="StandingPair",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("pairing_id", models.BigIntegerField(unique=True, verbose_name="pairing")),
                ("ended_at", models.DateTimeField(blank=True, null=True, verbose_name="ended at")),
                (
                    "learner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="learner",
                    ),
                ),
                (
                    "mentor",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="mentor",
                    ),
                ),
            ],
            options={
                "verbose_name": "who mentors whom",
                "verbose_name_plural": "who mentors whom",
            },
        ),
        migrations.AddIndex(
            model_name="checklistcopy",
            index=models.Index(
                condition=models.Q(("state", "asked")), fields=["asked_at"], name="checklist_asked"
            ),
        ),
        migrations.AddConstraint(
            model_name="checklistcopy",
            constraint=models.UniqueConstraint(
                fields=("person", "module"), name="checklist_once_a_person_and_module"
            ),
        ),
        migrations.AddConstraint(
            model_name="checklistcopy",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "asked"), _negated=True),
                    models.Q(("asked_at__isnull", False), models.Q(("asked_of", ""), _negated=True)),
                    _connector="OR",
                ),
                name="checklist_asked_says_when",
            ),
        ),
        migrations.AddConstraint(
            model_name="checklistcopy",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state__in", ("sent_back", "signed_off")), _negated=True),
                    ("answered_at__isnull", False),
                    _connector="OR",
                ),
                name="checklist_answered_says_when",
            ),
        ),
        migrations.AddConstraint(
            model_name="checklistline",
            constraint=models.UniqueConstraint(fields=("copy", "key"), name="checklist_line_once"),
        ),
        migrations.AddIndex(
            model_name="quizsitting",
            index=models.Index(fields=["person", "module"], name="quiz_of_a_person"),
        ),
    ]
