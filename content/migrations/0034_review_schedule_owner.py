"""How authors make modules together: reviews, comments, owners, schedules and open editors."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import lifow.base.bounds
import lifow.base.fields
from lifow.base.database.tombstones import RenewTombstones
from lifow.base.search import RenewSearchIndex

FIELDS = ("title", "summary", "body", "parts_text")


class Migration(migrations.Migration):
    dependencies = [
        ("content", "0033_refreshers"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        RenewTombstones("Module"),
        RenewSearchIndex("Module", fields=FIELDS),
        migrations.CreateModel(
            name="CheckedLink",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "digest",
                    models.CharField(max_length=64, unique=True, verbose_name="digest of the address"),
                ),
                ("url", models.TextField(verbose_name="address")),
                (
                    "checked_at",
                    models.DateTimeField(blank=True, db_index=True, null=True, verbose_name="checked at"),
                ),
                ("problem", models.CharField(blank=True, default="", max_length=300, verbose_name="problem")),
            ],
            options={
                "verbose_name": "checked link",
                "verbose_name_plural": "checked links",
            },
        ),
        migrations.AddField(
            model_name="module",
            name="outdated_note",
            field=models.CharField(
                blank=True,
                db_default="",
                default="",
                editable=False,
                max_length=300,
                validators=[lifow.base.bounds.validate_text],
                verbose_name="why it is outdated",
            ),
        ),
        migrations.AddField(
            model_name="module",
            name="replaced_by",
            field=models.ForeignKey(
                blank=True,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="content.module",
                verbose_name="read instead",
            ),
        ),
        migrations.AlterField(
            model_name="module",
            name="status",
            field=models.CharField(
                choices=[
                    ("draft", "Draft"),
                    ("published", "Published"),
                    ("outdated", "Outdated"),
                    ("retired", "Archived"),
                ],
                default="draft",
                max_length=20,
                verbose_name="status",
            ),
        ),
        migrations.CreateModel(
            name="ModuleOwner",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "review_on",
                    models.DateField(blank=True, db_index=True, null=True, verbose_name="review on"),
                ),
                ("told_of", models.DateField(blank=True, null=True, verbose_name="told of")),
                (
                    "confirmed_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="last confirmed at"),
                ),
                (
                    "confirmed_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="last confirmed by",
                    ),
                ),
                (
                    "module",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="ownership",
                        to="content.module",
                        verbose_name="module",
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="owner",
                    ),
                ),
            ],
            options={
                "verbose_name": "owner of a module",
                "verbose_name_plural": "owners of modules",
            },
        ),
        migrations.CreateModel(
            name="ScheduledPublication",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("publish_at", models.DateTimeField(db_index=True, verbose_name="publish at")),
                ("edition", models.CharField(max_length=16, verbose_name="edition")),
                ("set_at", models.DateTimeField(verbose_name="set at")),
                (
                    "problem",
                    models.CharField(
                        blank=True, default="", max_length=300, verbose_name="why it was not published"
                    ),
                ),
                (
                    "module",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="scheduled_publication",
                        to="content.module",
                        verbose_name="module",
                    ),
                ),
                (
                    "set_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="set by",
                    ),
                ),
            ],
            options={
                "verbose_name": "scheduled publication",
                "verbose_name_plural": "scheduled publications",
            },
        ),
        migrations.CreateModel(
            name="EditingSession",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("typed", models.TextField(blank=True, default="", verbose_name="what was typed")),
                ("edition", models.CharField(blank=True, default="", max_length=16, verbose_name="edition")),
                ("typed_at", models.DateTimeField(blank=True, null=True, verbose_name="typed at")),
                ("seen_at", models.DateTimeField(blank=True, null=True, verbose_name="open at")),
                (
                    "module",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="editing_sessions",
                        to="content.module",
                        verbose_name="module",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="editing_sessions",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="author",
                    ),
                ),
            ],
            options={
                "verbose_name": "open editor",
                "verbose_name_plural": "open editors",
                "constraints": [
                    models.UniqueConstraint(fields=("person", "module"), name="editing_session_once"),
                    models.UniqueConstraint(
                        condition=models.Q(("module__isnull", True)),
                        fields=("person",),
                        name="editing_session_of_a_new_one",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ModuleReview",
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
                            ("in_review", "In review"),
                            ("approved", "Approved"),
                            ("sent_back", "Sent back"),
                            ("taken_back", "Taken back"),
                        ],
                        default="in_review",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                ("edition", models.CharField(max_length=16, verbose_name="edition")),
                ("submitted_at", models.DateTimeField(verbose_name="sent for review at")),
                ("decided_at", models.DateTimeField(blank=True, null=True, verbose_name="decided at")),
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
                    "decided_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="decided by",
                    ),
                ),
                (
                    "module",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="reviews",
                        to="content.module",
                        verbose_name="module",
                    ),
                ),
                (
                    "reviewer",
                    models.ForeignKey(
                        blank=True,
                        help_text="Nobody: any other author.",
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="asked to review",
                    ),
                ),
                (
                    "submitted_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="sent by",
                    ),
                ),
            ],
            options={
                "verbose_name": "review of a module",
                "verbose_name_plural": "reviews of modules",
                "indexes": [
                    models.Index(
                        condition=models.Q(("state", "in_review")),
                        fields=["submitted_at"],
                        name="module_review_waiting",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state", "in_review")),
                        fields=("module",),
                        name="module_review_open_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("decided_at__isnull", True), ("state", "in_review")),
                            models.Q(
                                models.Q(("state", "in_review"), _negated=True), ("decided_at__isnull", False)
                            ),
                            _connector="OR",
                        ),
                        name="module_review_decided_or_open",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state__in", ["approved", "sent_back"]), _negated=True),
                            ("decided_by__isnull", True),
                            ("submitted_by__isnull", True),
                            models.Q(("decided_by", models.F("submitted_by")), _negated=True),
                            _connector="OR",
                        ),
                        name="module_review_second_person",
                        violation_error_message="A second person reviews a module, who did not write it.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ReviewComment",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("public_id", lifow.base.fields.PublicIdField(prefix="mcm")),
                (
                    "place",
                    models.CharField(
                        choices=[
                            ("whole", "The module as a whole"),
                            ("title", "Title"),
                            ("summary", "Summary"),
                            ("minutes", "Minutes"),
                            ("effects", "Skills it raises"),
                            ("body", "Text"),
                            ("parts", "What its kind adds"),
                            ("prerequisites", "Prerequisites"),
                            ("facets", "Filed under"),
                        ],
                        default="whole",
                        max_length=13,
                        verbose_name="place",
                    ),
                ),
                ("passage", models.CharField(blank=True, default="", max_length=500, verbose_name="passage")),
                (
                    "text",
                    models.TextField(
                        max_length=10000, validators=[lifow.base.bounds.validate_text], verbose_name="comment"
                    ),
                ),
                ("written_at", models.DateTimeField(verbose_name="written at")),
                ("resolved_at", models.DateTimeField(blank=True, null=True, verbose_name="resolved at")),
                (
                    "idempotency_key",
                    models.CharField(
                        editable=False,
                        help_text="Makes the same form, sent twice, the same comment.",
                        max_length=100,
                        null=True,
                        unique=True,
                    ),
                ),
                (
                    "module",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="comments",
                        to="content.module",
                        verbose_name="module",
                    ),
                ),
                (
                    "parent",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="answers",
                        to="content.reviewcomment",
                        verbose_name="answer to",
                    ),
                ),
                (
                    "resolved_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="resolved by",
                    ),
                ),
                (
                    "written_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="written by",
                    ),
                ),
            ],
            options={
                "verbose_name": "comment on a module",
                "verbose_name_plural": "comments on modules",
                "indexes": [models.Index(fields=["module", "written_at"], name="module_comment_in_order")],
            },
        ),
        migrations.CreateModel(
            name="ModuleImport",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("public_id", lifow.base.fields.PublicIdField(prefix="mim")),
                (
                    "name",
                    models.CharField(
                        max_length=200, validators=[lifow.base.bounds.validate_text], verbose_name="file"
                    ),
                ),
                ("data", models.BinaryField(verbose_name="contents")),
                ("uploaded_at", models.DateTimeField(verbose_name="uploaded at")),
                ("written_at", models.DateTimeField(blank=True, null=True, verbose_name="written at")),
                (
                    "uploaded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="uploaded by",
                    ),
                ),
            ],
            options={
                "verbose_name": "import of modules",
                "verbose_name_plural": "imports of modules",
            },
        ),
        RenewSearchIndex("Module", fields=FIELDS),
        RenewTombstones("Module"),
    ]
