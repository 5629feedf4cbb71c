"""Questions that come back, what was answered to them, and how well skills are remembered."""

import django.core.validators
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("assessments", "0054_refreshers"),
        ("content", "0032_who_mentors_whom"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="RefresherCard",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="created at")),
                ("updated_at", models.DateTimeField(auto_now=True, verbose_name="updated at")),
                ("learned_at", models.DateTimeField(verbose_name="learned at")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("new", "Not asked yet"),
                            ("known", "Answered right last time"),
                            ("forgotten", "Answered wrong last time"),
                        ],
                        default="new",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                (
                    "stability",
                    models.FloatField(
                        blank=True,
                        help_text="Remembered so long with a chance of 90%.",
                        null=True,
                        verbose_name="stability in days",
                    ),
                ),
                ("difficulty", models.FloatField(blank=True, null=True, verbose_name="difficulty")),
                ("answered_at", models.DateTimeField(blank=True, null=True, verbose_name="answered last at")),
                ("reviewed_on", models.DateField(blank=True, null=True, verbose_name="answered last on")),
                ("due_on", models.DateField(verbose_name="due on")),
                ("lapses", models.PositiveSmallIntegerField(default=0, verbose_name="times forgotten")),
                (
                    "change",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "Nothing has changed"),
                            ("question", "The question has changed"),
                            ("module", "The module that taught it has changed"),
                        ],
                        default="",
                        max_length=10,
                        verbose_name="what has changed",
                    ),
                ),
                ("changed_at", models.DateTimeField(blank=True, null=True, verbose_name="changed at")),
                (
                    "item",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="assessments.item",
                        verbose_name="question",
                    ),
                ),
                (
                    "module",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="content.module",
                        verbose_name="module that taught it",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="refresher_cards",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="person",
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="assessments.itemversion",
                        verbose_name="version answered last",
                    ),
                ),
            ],
            options={
                "verbose_name": "question that comes back",
                "verbose_name_plural": "questions that come back",
            },
        ),
        migrations.CreateModel(
            name="RefresherReview",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "rating",
                    models.PositiveSmallIntegerField(
                        choices=[
                            (1, "Forgotten"),
                            (2, "Hardly remembered"),
                            (3, "Remembered"),
                            (4, "Remembered easily"),
                        ],
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(4),
                        ],
                        verbose_name="how well it was remembered",
                    ),
                ),
                ("is_refresher", models.BooleanField(default=False, verbose_name="asked again")),
                ("answered_at", models.DateTimeField(verbose_name="answered at")),
                ("answered_on", models.DateField(verbose_name="answered on")),
                (
                    "days_since",
                    models.PositiveSmallIntegerField(
                        blank=True, null=True, verbose_name="days since the answer before"
                    ),
                ),
                (
                    "recall",
                    models.FloatField(
                        blank=True, null=True, verbose_name="chance that it would be remembered"
                    ),
                ),
                ("seconds", models.PositiveSmallIntegerField(verbose_name="seconds expected")),
                (
                    "card",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="reviews",
                        to="content.refreshercard",
                        verbose_name="question",
                    ),
                ),
                (
                    "sitting_item",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="refresher_review",
                        to="assessments.sittingitem",
                        verbose_name="answer",
                    ),
                ),
            ],
            options={
                "verbose_name": "answer to a refresher",
                "verbose_name_plural": "answers to refreshers",
            },
        ),
        migrations.CreateModel(
            name="RefresherTold",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("told_on", models.DateField(verbose_name="told on")),
                (
                    "person",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="refreshers_told",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="person",
                    ),
                ),
            ],
            options={
                "verbose_name": "told of refreshers",
                "verbose_name_plural": "told of refreshers",
            },
        ),
        migrations.CreateModel(
            name="SkillRetention",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("counted_at", models.DateTimeField(verbose_name="counted at")),
                ("people", models.PositiveIntegerField(verbose_name="people")),
                ("questions", models.PositiveIntegerField(verbose_name="questions")),
                ("recall", models.JSONField(blank=True, default=list, verbose_name="chance of remembering")),
                ("answers", models.JSONField(blank=True, default=list, verbose_name="answers")),
                (
                    "skill",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="retention",
                        to="assessments.skill",
                        verbose_name="skill",
                    ),
                ),
            ],
            options={
                "verbose_name": "retention of a skill",
                "verbose_name_plural": "retention of skills",
            },
        ),
        migrations.AddIndex(
            model_name="refreshercard",
            index=models.Index(fields=["person", "due_on"], name="refresher_card_due"),
        ),
        migrations.AddIndex(
            model_name="refreshercard",
            index=models.Index(fields=["item"], name="refresher_card_of_an_item"),
        ),
        migrations.AddConstraint(
            model_name="refreshercard",
            constraint=models.UniqueConstraint(fields=("person", "item"), name="refresher_card_once"),
        ),
        migrations.AddConstraint(
            model_name="refreshercard",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("difficulty__isnull", True),
                        ("reviewed_on__isnull", True),
                        ("stability__isnull", True),
                        ("state", "new"),
                    ),
                    models.Q(
                        models.Q(("state", "new"), _negated=True),
                        ("difficulty__gte", 1),
                        ("difficulty__lte", 10),
                        ("reviewed_on__isnull", False),
                        ("stability__gt", 0),
                    ),
                    _connector="OR",
                ),
                name="refresher_card_answered_has_memory",
            ),
        ),
        migrations.AddConstraint(
            model_name="refreshercard",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("change", ""), ("changed_at__isnull", True)),
                    models.Q(models.Q(("change", ""), _negated=True), ("changed_at__isnull", False)),
                    _connector="OR",
                ),
                name="refresher_card_change_says_when",
            ),
        ),
        migrations.AddIndex(
            model_name="refresherreview",
            index=models.Index(fields=["card", "answered_at"], name="refresher_review_of_a_card"),
        ),
        migrations.AddConstraint(
            model_name="refresherreview",
            constraint=models.CheckConstraint(
                condition=models.Q(("rating__gte", 1), ("rating__lte", 4)), name="refresher_review_rated"
            ),
        ),
        migrations.AddConstraint(
            model_name="refresherreview",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("recall__isnull", True),
                    models.Q(("recall__gte", 0), ("recall__lte", 1)),
                    _connector="OR",
                ),
                name="refresher_review_recall_is_a_chance",
            ),
        ),
        migrations.AddConstraint(
            model_name="skillretention",
            constraint=models.CheckConstraint(
                condition=models.Q(("people__gte", 5), ("questions__gte", models.F("people"))),
                name="skill_retention_of_enough_people",
            ),
        ),
    ]
