"""What people search for, how modules are used, and what they change in levels, kept together."""

import django.db.models.deletion
from django.db import migrations, models

import lifow.base.bounds


class Migration(migrations.Migration):
    dependencies = [
        ("assessments", "0054_refreshers"),
        ("content", "0040_captions_drafts"),
    ]

    operations = [
        migrations.CreateModel(
            name="FailedSearch",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "query",
                    models.CharField(
                        max_length=100,
                        validators=[lifow.base.bounds.validate_text],
                        verbose_name="searched for",
                    ),
                ),
                ("times", models.PositiveIntegerField(default=1, verbose_name="times")),
                ("people_bits", models.PositiveBigIntegerField(default=0, verbose_name="bits of people")),
                ("last_at", models.DateTimeField(db_index=True, verbose_name="last at")),
            ],
            options={
                "verbose_name": "search without a result",
                "verbose_name_plural": "searches without a result",
                "constraints": [
                    models.UniqueConstraint(fields=("query",), name="failed_search_once"),
                    models.CheckConstraint(
                        condition=models.Q(("times__gte", 1)), name="failed_search_counted"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="LedSearch",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "query",
                    models.CharField(
                        max_length=100,
                        validators=[lifow.base.bounds.validate_text],
                        verbose_name="searched for",
                    ),
                ),
                ("times", models.PositiveIntegerField(default=1, verbose_name="times")),
                ("people_bits", models.PositiveBigIntegerField(default=0, verbose_name="bits of people")),
                ("last_at", models.DateTimeField(db_index=True, verbose_name="last at")),
                (
                    "module",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="led_searches",
                        to="content.module",
                        verbose_name="module",
                    ),
                ),
            ],
            options={
                "verbose_name": "search that led to a module",
                "verbose_name_plural": "searches that led to modules",
                "constraints": [
                    models.UniqueConstraint(fields=("module", "query"), name="led_search_once_a_module"),
                    models.CheckConstraint(condition=models.Q(("times__gte", 1)), name="led_search_counted"),
                ],
            },
        ),
        migrations.CreateModel(
            name="MeasuredEffect",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "verdict",
                    models.CharField(
                        choices=[
                            ("works", "Works"),
                            ("harms", "Harms"),
                            ("no_clear_effect", "No clear effect"),
                            ("too_few", "Too few to say"),
                        ],
                        default="too_few",
                        max_length=15,
                        verbose_name="what can be said",
                    ),
                ),
                ("levels", models.FloatField(blank=True, null=True, verbose_name="effect in levels")),
                (
                    "low",
                    models.FloatField(blank=True, null=True, verbose_name="lower end of the interval of 80%"),
                ),
                (
                    "high",
                    models.FloatField(blank=True, null=True, verbose_name="upper end of the interval of 80%"),
                ),
                ("takers", models.PositiveIntegerField(default=0, verbose_name="people who took it")),
                ("others", models.PositiveIntegerField(default=0, verbose_name="people compared with")),
                ("needed", models.PositiveIntegerField(default=0, verbose_name="people needed")),
                (
                    "sums",
                    models.JSONField(blank=True, default=dict, verbose_name="what pairs of readings say"),
                ),
                ("read_at", models.DateTimeField(verbose_name="evidence read at")),
                (
                    "module",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="measured_effects",
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
                "verbose_name": "measured effect",
                "verbose_name_plural": "measured effects",
                "constraints": [
                    models.UniqueConstraint(fields=("module", "skill"), name="measured_effect_once_a_skill"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("verdict", "too_few"),
                            models.Q(
                                ("high__isnull", False), ("levels__isnull", False), ("low__isnull", False)
                            ),
                            _connector="OR",
                        ),
                        name="measured_effect_claims_have_numbers",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ModuleFigures",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("opened", models.PositiveIntegerField(default=0, verbose_name="people who opened it")),
                ("done", models.PositiveIntegerField(default=0, verbose_name="people who have done it")),
                (
                    "median_seconds",
                    models.PositiveIntegerField(blank=True, null=True, verbose_name="seconds that it took"),
                ),
                (
                    "reached",
                    models.JSONField(
                        blank=True, default=list, verbose_name="people by how far they have read"
                    ),
                ),
                (
                    "watchers",
                    models.PositiveIntegerField(default=0, verbose_name="people who watched its video"),
                ),
                (
                    "seen",
                    models.JSONField(
                        blank=True, default=list, verbose_name="people by what of the video they have seen"
                    ),
                ),
                ("counted_at", models.DateTimeField(db_index=True, verbose_name="counted at")),
                (
                    "module",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="figures",
                        to="content.module",
                        verbose_name="module",
                    ),
                ),
            ],
            options={
                "verbose_name": "figures of a module",
                "verbose_name_plural": "figures of modules",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("done__lte", models.F("opened"))),
                        name="module_figures_done_are_part",
                    )
                ],
            },
        ),
    ]
