"""Assignments, what became of them for each person, and stretch tasks; a module can be completed again."""

import django.core.validators
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import lifow.base.bounds
import lifow.base.fields
from lifow.base.database.tombstones import LeaveTombstones, RenewTombstones


class Migration(migrations.Migration):
    dependencies = [
        ("assessments", "0054_refreshers"),
        ("content", "0042_writing_tasks"),
        ("people", "0033_erasures_are_listed"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        RenewTombstones("Activity"),
        migrations.AddField(
            model_name="activity",
            name="repeated_at",
            field=models.DateTimeField(
                blank=True,
                help_text="The last time, where an assignment asked for it again.",
                null=True,
                verbose_name="completed again at",
            ),
        ),
        RenewTombstones("Activity"),
        migrations.CreateModel(
            name="Assignment",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="created at")),
                ("updated_at", models.DateTimeField(auto_now=True, verbose_name="updated at")),
                ("public_id", lifow.base.fields.PublicIdField(prefix="asg")),
                (
                    "title",
                    models.CharField(
                        max_length=200, validators=[lifow.base.bounds.validate_text], verbose_name="title"
                    ),
                ),
                (
                    "note",
                    models.TextField(
                        blank=True,
                        default="",
                        max_length=1000,
                        validators=[lifow.base.bounds.validate_text],
                        verbose_name="why",
                    ),
                ),
                (
                    "audience",
                    models.CharField(
                        choices=[
                            ("people", "People by name"),
                            ("team", "Everybody who reports to a manager"),
                            ("role", "Everybody with a role"),
                            ("unit", "Everybody in a unit, or in one below it"),
                            ("everybody", "Everybody in the company"),
                        ],
                        max_length=20,
                        verbose_name="whom it is for",
                    ),
                ),
                (
                    "hired_from",
                    models.DateField(
                        blank=True,
                        help_text="Only for those whose first day of work is this day or later.",
                        null=True,
                        verbose_name="first day of work from",
                    ),
                ),
                (
                    "due_from",
                    models.CharField(
                        choices=[
                            ("day", "On a day"),
                            ("assigned", "So many days after it is assigned"),
                            ("hire", "So many days after the first day of work"),
                        ],
                        max_length=20,
                        verbose_name="due",
                    ),
                ),
                ("due_on", models.DateField(blank=True, null=True, verbose_name="due on")),
                (
                    "due_days",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(730),
                        ],
                        verbose_name="days",
                    ),
                ),
                (
                    "repeat_months",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(60),
                        ],
                        verbose_name="again after months",
                    ),
                ),
                (
                    "counts_back_days",
                    models.PositiveSmallIntegerField(
                        default=365,
                        validators=[
                            django.core.validators.MinValueValidator(0),
                            django.core.validators.MaxValueValidator(3650),
                        ],
                        verbose_name="days before that count",
                    ),
                ),
                (
                    "managers_may_waive",
                    models.BooleanField(default=False, verbose_name="managers may waive it"),
                ),
                ("made_at", models.DateTimeField(verbose_name="made at")),
                ("ended_at", models.DateTimeField(blank=True, null=True, verbose_name="ended at")),
                ("refreshed_at", models.DateTimeField(blank=True, null=True, verbose_name="worked out at")),
                ("people_count", models.PositiveIntegerField(default=0, verbose_name="people")),
                ("done_count", models.PositiveIntegerField(default=0, verbose_name="done")),
                ("waived_count", models.PositiveIntegerField(default=0, verbose_name="waived")),
                ("overdue_count", models.PositiveIntegerField(default=0, verbose_name="overdue")),
                ("idempotency_key", models.CharField(editable=False, max_length=200, null=True, unique=True)),
                (
                    "created_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="assigned by",
                    ),
                ),
                (
                    "ended_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="ended by",
                    ),
                ),
                (
                    "manager",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="manager",
                    ),
                ),
                (
                    "org_unit",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.orgunit",
                        verbose_name="org unit",
                    ),
                ),
                (
                    "role",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="assessments.role",
                        verbose_name="role",
                    ),
                ),
            ],
            options={
                "verbose_name": "assignment",
                "verbose_name_plural": "assignments",
            },
        ),
        migrations.CreateModel(
            name="AssignmentModule",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(verbose_name="position")),
                (
                    "assignment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="steps",
                        to="content.assignment",
                        verbose_name="assignment",
                    ),
                ),
                (
                    "module",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="content.module",
                        verbose_name="module",
                    ),
                ),
            ],
            options={
                "verbose_name": "assigned module",
                "verbose_name_plural": "assigned modules",
            },
        ),
        migrations.AddField(
            model_name="assignment",
            name="modules",
            field=models.ManyToManyField(
                related_name="assignments",
                through="content.AssignmentModule",
                to="content.module",
                verbose_name="modules",
            ),
        ),
        migrations.CreateModel(
            name="NamedPerson",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "assignment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="named",
                        to="content.assignment",
                        verbose_name="assignment",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="person",
                    ),
                ),
            ],
            options={
                "verbose_name": "person by name",
                "verbose_name_plural": "people by name",
            },
        ),
        migrations.CreateModel(
            name="StretchTask",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="created at")),
                ("updated_at", models.DateTimeField(auto_now=True, verbose_name="updated at")),
                ("public_id", lifow.base.fields.PublicIdField(prefix="str")),
                ("level", models.PositiveSmallIntegerField(verbose_name="level that it trains")),
                (
                    "title",
                    models.CharField(
                        max_length=200, validators=[lifow.base.bounds.validate_text], verbose_name="title"
                    ),
                ),
                (
                    "text",
                    models.TextField(
                        max_length=5000,
                        validators=[lifow.base.bounds.validate_text],
                        verbose_name="what to do",
                    ),
                ),
                (
                    "hours",
                    models.PositiveSmallIntegerField(
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(200),
                        ],
                        verbose_name="hours",
                    ),
                ),
                ("due_on", models.DateField(verbose_name="until")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("offered", "Offered"),
                            ("accepted", "Accepted"),
                            ("declined", "Declined"),
                            ("finished", "Waiting for confirmation"),
                            ("confirmed", "Confirmed"),
                            ("withdrawn", "Withdrawn"),
                        ],
                        default="offered",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                ("offered_at", models.DateTimeField(verbose_name="offered at")),
                (
                    "answered_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="accepted or declined at"),
                ),
                ("finished_at", models.DateTimeField(blank=True, null=True, verbose_name="finished at")),
                (
                    "note",
                    models.TextField(
                        blank=True,
                        default="",
                        max_length=5000,
                        validators=[lifow.base.bounds.validate_text],
                        verbose_name="note of the learner",
                    ),
                ),
                ("confirmed_at", models.DateTimeField(blank=True, null=True, verbose_name="confirmed at")),
                (
                    "words",
                    models.TextField(
                        blank=True,
                        default="",
                        max_length=5000,
                        validators=[lifow.base.bounds.validate_text],
                        verbose_name="what the manager says",
                    ),
                ),
                ("idempotency_key", models.CharField(editable=False, max_length=200, null=True, unique=True)),
                (
                    "confirmed_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="confirmed by",
                    ),
                ),
                (
                    "evidence",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="+",
                        to="assessments.evidence",
                        verbose_name="evidence",
                    ),
                ),
                (
                    "offered_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="offered by",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="stretch_tasks",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="person",
                    ),
                ),
                (
                    "skill",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="assessments.skill",
                        verbose_name="skill",
                    ),
                ),
            ],
            options={
                "verbose_name": "stretch task",
                "verbose_name_plural": "stretch tasks",
            },
        ),
        migrations.CreateModel(
            name="AssignedPerson",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="created at")),
                ("updated_at", models.DateTimeField(auto_now=True, verbose_name="updated at")),
                ("public_id", lifow.base.fields.PublicIdField(prefix="asp")),
                ("round", models.PositiveSmallIntegerField(default=1, verbose_name="round")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "To do"),
                            ("done", "Done"),
                            ("waived", "Waived"),
                            ("removed", "Not assigned any more"),
                        ],
                        default="open",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                ("assigned_at", models.DateTimeField(verbose_name="assigned at")),
                ("counts_from", models.DateTimeField(verbose_name="counts from")),
                ("due_on", models.DateField(verbose_name="due on")),
                ("done_at", models.DateTimeField(blank=True, null=True, verbose_name="done at")),
                ("repeats_on", models.DateField(blank=True, null=True, verbose_name="due again on")),
                ("waived_at", models.DateTimeField(blank=True, null=True, verbose_name="waived at")),
                (
                    "reason",
                    models.TextField(
                        blank=True,
                        default="",
                        max_length=1000,
                        validators=[lifow.base.bounds.validate_text],
                        verbose_name="reason",
                    ),
                ),
                (
                    "told_due_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="told before it is due"),
                ),
                (
                    "told_overdue_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="told that it is overdue"),
                ),
                ("reminded_at", models.DateTimeField(blank=True, null=True, verbose_name="reminded at")),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="assigned",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="person",
                    ),
                ),
                (
                    "waived_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="waived by",
                    ),
                ),
                (
                    "assignment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="assigned",
                        to="content.assignment",
                        verbose_name="assignment",
                    ),
                ),
            ],
            options={
                "verbose_name": "person with an assignment",
                "verbose_name_plural": "people with assignments",
                "indexes": [
                    models.Index(fields=["updated_at"], name="assigned_updated"),
                    models.Index(fields=["person", "updated_at"], name="assigned_of_person"),
                    models.Index(fields=["assignment", "state", "due_on"], name="assigned_of_assignment"),
                    models.Index(
                        condition=models.Q(("state", "open")), fields=["due_on"], name="assigned_due"
                    ),
                    models.Index(
                        condition=models.Q(("repeats_on__isnull", False)),
                        fields=["repeats_on"],
                        name="assigned_repeats",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("assignment", "person", "round"), name="assigned_once_a_round"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state", "open")),
                        fields=("assignment", "person"),
                        name="assigned_open_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "done"), _negated=True),
                            ("done_at__isnull", False),
                            _connector="OR",
                        ),
                        name="assigned_done_says_when",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "waived"), _negated=True),
                            models.Q(("waived_at__isnull", False), models.Q(("reason", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="assigned_waived_says_why",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="AssignmentEquivalent",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "assignment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="equivalents",
                        to="content.assignment",
                        verbose_name="assignment",
                    ),
                ),
                (
                    "form",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="assessments.testform",
                        verbose_name="test",
                    ),
                ),
                (
                    "module",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="content.module",
                        verbose_name="module",
                    ),
                ),
            ],
            options={
                "verbose_name": "what counts instead",
                "verbose_name_plural": "what counts instead",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("assignment", "module"), name="assignment_equivalent_module_once"
                    ),
                    models.UniqueConstraint(
                        fields=("assignment", "form"), name="assignment_equivalent_test_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("form__isnull", False), ("module__isnull", True)),
                            models.Q(("form__isnull", True), ("module__isnull", False)),
                            _connector="OR",
                        ),
                        name="assignment_equivalent_is_one",
                    ),
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="assignmentmodule",
            constraint=models.UniqueConstraint(
                fields=("assignment", "module"), name="assignment_module_once"
            ),
        ),
        migrations.AddIndex(
            model_name="assignment",
            index=models.Index(fields=["updated_at"], name="assignment_updated"),
        ),
        migrations.AddIndex(
            model_name="assignment",
            index=models.Index(fields=["created_by", "-id"], name="assignment_by"),
        ),
        migrations.AddConstraint(
            model_name="assignment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("audience", "role"), _negated=True), ("role__isnull", False), _connector="OR"
                ),
                name="assignment_names_role",
            ),
        ),
        migrations.AddConstraint(
            model_name="assignment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("audience", "unit"), _negated=True),
                    ("org_unit__isnull", False),
                    _connector="OR",
                ),
                name="assignment_names_unit",
            ),
        ),
        migrations.AddConstraint(
            model_name="assignment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("due_from", "day"), ("due_on__isnull", False)),
                    models.Q(
                        models.Q(("due_from", "day"), _negated=True),
                        ("due_days__gte", 1),
                        ("due_days__lte", 730),
                    ),
                    _connector="OR",
                ),
                name="assignment_says_when_due",
            ),
        ),
        migrations.AddConstraint(
            model_name="assignment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("repeat_months__isnull", True),
                    models.Q(("repeat_months__gte", 1), ("repeat_months__lte", 60)),
                    _connector="OR",
                ),
                name="assignment_repeats_in_bounds",
            ),
        ),
        migrations.AddConstraint(
            model_name="namedperson",
            constraint=models.UniqueConstraint(fields=("assignment", "person"), name="assignment_names_once"),
        ),
        migrations.AddIndex(
            model_name="stretchtask",
            index=models.Index(fields=["person", "state"], name="stretch_of_person"),
        ),
        migrations.AddConstraint(
            model_name="stretchtask",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "confirmed"), _negated=True),
                    models.Q(("confirmed_at__isnull", False), ("evidence__isnull", False)),
                    _connector="OR",
                ),
                name="stretch_confirmed_has_evidence",
            ),
        ),
        migrations.AddConstraint(
            model_name="stretchtask",
            constraint=models.CheckConstraint(
                condition=models.Q(("hours__gte", 1), ("hours__lte", 200)), name="stretch_hours_in_bounds"
            ),
        ),
        LeaveTombstones("Assignment"),
        LeaveTombstones("AssignedPerson"),
    ]
