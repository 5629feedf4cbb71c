import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import lifow.base.fields


class Migration(migrations.Migration):
    dependencies = [
        ("assessments", "0057_channels_of_devices"),
        ("channels", "0002_devices"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="WeekDigest",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("public_id", lifow.base.fields.PublicIdField(prefix="dig")),
                ("monday", models.DateField(verbose_name="week of")),
                ("told_at", models.DateTimeField(verbose_name="told at")),
                ("is_empty", models.BooleanField(default=False, verbose_name="nothing to tell")),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="week_digests",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="person",
                    ),
                ),
                (
                    "question",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="assessments.itemversion",
                        verbose_name="question",
                    ),
                ),
            ],
            options={
                "verbose_name": "digest of a week",
                "verbose_name_plural": "digests of weeks",
            },
        ),
        migrations.CreateModel(
            name="DigestAct",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "act",
                    models.CharField(
                        choices=[("done", "Done"), ("put_off", "Put off"), ("answer", "Answer")],
                        max_length=20,
                        verbose_name="act",
                    ),
                ),
                (
                    "target",
                    models.CharField(
                        blank=True,
                        help_text="Public id of a module or a skill.",
                        max_length=40,
                        verbose_name="target",
                    ),
                ),
                ("done_at", models.DateTimeField(verbose_name="done at")),
                (
                    "digest",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="acts",
                        to="channels.weekdigest",
                        verbose_name="digest",
                    ),
                ),
            ],
            options={
                "verbose_name": "act from a digest",
                "verbose_name_plural": "acts from digests",
            },
        ),
        migrations.CreateModel(
            name="DigestPreference",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="created at")),
                ("updated_at", models.DateTimeField(auto_now=True, verbose_name="updated at")),
                (
                    "weekday",
                    models.PositiveSmallIntegerField(
                        choices=[
                            (0, "Monday"),
                            (1, "Tuesday"),
                            (2, "Wednesday"),
                            (3, "Thursday"),
                            (4, "Friday"),
                            (5, "Saturday"),
                            (6, "Sunday"),
                        ],
                        verbose_name="day of the week",
                    ),
                ),
                (
                    "person",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="digest_preference",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="person",
                    ),
                ),
            ],
            options={
                "verbose_name": "day of the digest",
                "verbose_name_plural": "days of the digest",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("weekday__lte", 6)), name="digest_preference_is_a_weekday"
                    )
                ],
            },
        ),
        migrations.AddIndex(
            model_name="weekdigest",
            index=models.Index(fields=["told_at"], name="week_digest_told"),
        ),
        migrations.AddConstraint(
            model_name="weekdigest",
            constraint=models.UniqueConstraint(
                fields=("person", "monday"), name="week_digest_once_a_person_and_week"
            ),
        ),
        migrations.AddConstraint(
            model_name="digestact",
            constraint=models.UniqueConstraint(
                fields=("digest", "act", "target"), name="digest_act_once_a_digest_and_target"
            ),
        ),
    ]
