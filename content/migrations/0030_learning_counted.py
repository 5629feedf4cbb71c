"""Seconds of learning are counted, and what is done with modules leaves entries."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import lifow.base.fields
from lifow.base.database.tombstones import LeaveTombstones, RenewTombstones


class Migration(migrations.Migration):
    dependencies = [
        ("content", "0029_search_in_parts"),
        ("people", "0033_erasures_are_listed"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        RenewTombstones("Activity"),
        migrations.CreateModel(
            name="ActivityEntry",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("public_id", lifow.base.fields.PublicIdField(prefix="ace")),
                (
                    "act",
                    models.CharField(
                        choices=[
                            ("started", "Started"),
                            ("learned", "Learned"),
                            ("paused", "Paused"),
                            ("completed", "Completed"),
                        ],
                        max_length=20,
                        verbose_name="what was done",
                    ),
                ),
                ("at", models.DateTimeField(verbose_name="at")),
                (
                    "channel",
                    models.CharField(
                        choices=[
                            ("portal", "Portal"),
                            ("widget", "Widget"),
                            ("extension", "Browser extension"),
                            ("chat", "Chat"),
                            ("assistant", "Assistant"),
                            ("mail", "Mail"),
                            ("api", "API"),
                        ],
                        max_length=20,
                        verbose_name="where",
                    ),
                ),
                ("in_hours", models.BooleanField(verbose_name="in working hours")),
                (
                    "seconds",
                    models.PositiveIntegerField(
                        default=0, help_text="Since the entry before.", verbose_name="seconds of learning"
                    ),
                ),
                ("updated_at", models.DateTimeField(auto_now=True, verbose_name="updated at")),
            ],
            options={
                "verbose_name": "entry of activity",
                "verbose_name_plural": "entries of activity",
            },
        ),
        migrations.CreateModel(
            name="LearningHours",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("people", models.PositiveIntegerField(verbose_name="people who learned")),
                (
                    "people_outside",
                    models.PositiveIntegerField(verbose_name="of these, outside working hours"),
                ),
                ("seconds", models.PositiveBigIntegerField(verbose_name="seconds of learning")),
                (
                    "seconds_outside",
                    models.PositiveBigIntegerField(verbose_name="of these, outside working hours"),
                ),
                ("counted_at", models.DateTimeField(verbose_name="counted at")),
            ],
            options={
                "verbose_name": "learning hours of a unit",
                "verbose_name_plural": "learning hours of units",
            },
        ),
        migrations.AddField(
            model_name="activity",
            name="active_seconds",
            field=models.PositiveIntegerField(
                db_default=0,
                default=0,
                help_text="In which its page was seen and used.",
                verbose_name="seconds of learning",
            ),
        ),
        migrations.AddField(
            model_name="activity",
            name="counted_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="last counted at"),
        ),
        migrations.AddField(
            model_name="activity",
            name="reached",
            field=models.PositiveSmallIntegerField(
                db_default=0,
                default=0,
                help_text="How far down its text was seen.",
                verbose_name="percent reached",
            ),
        ),
        migrations.AddConstraint(
            model_name="activity",
            constraint=models.CheckConstraint(
                condition=models.Q(("reached__lte", 100)), name="activity_reached_is_a_percentage"
            ),
        ),
        migrations.AddField(
            model_name="activityentry",
            name="module",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="activity_entries",
                to="content.module",
                verbose_name="module",
            ),
        ),
        migrations.AddField(
            model_name="activityentry",
            name="person",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="activity_entries",
                to=settings.AUTH_USER_MODEL,
                verbose_name="person",
            ),
        ),
        migrations.AddField(
            model_name="learninghours",
            name="org_unit",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="people.orgunit",
                verbose_name="org unit",
            ),
        ),
        migrations.AddIndex(
            model_name="activityentry",
            index=models.Index(fields=["person", "at"], name="activity_entry_of_person"),
        ),
        migrations.AddIndex(
            model_name="activityentry",
            index=models.Index(fields=["at"], name="activity_entry_at"),
        ),
        migrations.AddIndex(
            model_name="activityentry",
            index=models.Index(fields=["updated_at"], name="activity_entry_updated"),
        ),
        migrations.AddConstraint(
            model_name="activityentry",
            constraint=models.CheckConstraint(
                condition=models.Q(("act__in", ["started", "learned", "paused", "completed"])),
                name="activity_entry_act_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="learninghours",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("people_outside__lte", models.F("people")), ("seconds_outside__lte", models.F("seconds"))
                ),
                name="learning_hours_outside_are_part",
            ),
        ),
        LeaveTombstones("ActivityEntry"),
        RenewTombstones("Activity"),
    ]
