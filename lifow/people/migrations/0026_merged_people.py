import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from lifow.base.search import RenewSearchIndex

FIELDS = ("given_name", "family_name", "email")


class Migration(migrations.Migration):
    dependencies = [
        ("auth", "0012_alter_user_first_name_max_length"),
        ("people", "0025_work_over_midnight"),
    ]

    operations = [
        RenewSearchIndex("Person", fields=FIELDS),
        migrations.CreateModel(
            name="MergeChange",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("model", models.CharField(max_length=100)),
                ("row", models.BigIntegerField()),
                ("before", models.JSONField(null=True)),
                ("after", models.JSONField(null=True)),
                ("put_back_at", models.DateTimeField(null=True)),
            ],
            options={
                "verbose_name": "row changed by a merge",
                "verbose_name_plural": "rows changed by merges",
            },
        ),
        migrations.CreateModel(
            name="PersonMerge",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("merged_at", models.DateTimeField(verbose_name="merged at")),
                ("undone_at", models.DateTimeField(blank=True, null=True, verbose_name="undone at")),
            ],
            options={
                "verbose_name": "merge of two records",
                "verbose_name_plural": "merges of two records",
            },
        ),
        migrations.AddField(
            model_name="person",
            name="merged_into",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="merged_records",
                to=settings.AUTH_USER_MODEL,
                verbose_name="merged into",
            ),
        ),
        migrations.AddIndex(
            model_name="person",
            index=models.Index(
                condition=models.Q(("merged_into__isnull", False)),
                fields=["merged_into"],
                name="person_merged_into",
            ),
        ),
        migrations.AddConstraint(
            model_name="person",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("merged_into__isnull", True),
                    models.Q(("email__isnull", True), ("is_active", False)),
                    _connector="OR",
                ),
                name="person_merged_does_not_sign_in",
                violation_error_message="This record is merged into another one, with which they sign in.",
            ),
        ),
        migrations.AddConstraint(
            model_name="person",
            constraint=models.CheckConstraint(
                condition=models.Q(("merged_into", models.F("id")), _negated=True),
                name="person_not_merged_into_itself",
                violation_error_message="This is one record already. Choose another one to merge.",
            ),
        ),
        migrations.AddField(
            model_name="personmerge",
            name="kept",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="merges",
                to=settings.AUTH_USER_MODEL,
                verbose_name="kept person",
            ),
        ),
        migrations.AddField(
            model_name="personmerge",
            name="merged",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="merges_of_record",
                to=settings.AUTH_USER_MODEL,
                verbose_name="merged record",
            ),
        ),
        migrations.AddField(
            model_name="personmerge",
            name="merged_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="merged by",
            ),
        ),
        migrations.AddField(
            model_name="personmerge",
            name="undone_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="undone by",
            ),
        ),
        migrations.AddField(
            model_name="mergechange",
            name="merge",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="changes",
                to="people.personmerge",
            ),
        ),
        migrations.AddConstraint(
            model_name="personmerge",
            constraint=models.CheckConstraint(
                condition=models.Q(("kept", models.F("merged")), _negated=True),
                name="person_merge_of_two_records",
            ),
        ),
        migrations.AddConstraint(
            model_name="personmerge",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("undone_at__isnull", True), ("undone_at__gte", models.F("merged_at")), _connector="OR"
                ),
                name="person_merge_undone_after_merging",
            ),
        ),
        migrations.AddConstraint(
            model_name="personmerge",
            constraint=models.UniqueConstraint(
                condition=models.Q(("undone_at__isnull", True)),
                fields=("merged",),
                name="person_merge_in_force_once_a_record",
                violation_error_message="This record is merged into another one already.",
            ),
        ),
        migrations.AddIndex(
            model_name="mergechange",
            index=models.Index(fields=["merge", "model"], name="merge_change_of_a_model"),
        ),
        RenewSearchIndex("Person", fields=FIELDS),
    ]
