"""Results of tests that are told once five more people have finished."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("assessments", "0052_item_search"),
    ]

    operations = [
        migrations.CreateModel(
            name="FormFigures",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("counted_at", models.DateTimeField(verbose_name="counted at")),
                ("people", models.PositiveIntegerField(verbose_name="people")),
                ("passed", models.PositiveIntegerField(blank=True, null=True, verbose_name="passed")),
                ("minutes", models.FloatField(blank=True, null=True, verbose_name="minutes")),
                ("skills", models.JSONField(blank=True, default=list, verbose_name="by skill")),
                (
                    "form",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="figures",
                        to="assessments.testform",
                        verbose_name="test",
                    ),
                ),
            ],
            options={
                "verbose_name": "results of a test",
                "verbose_name_plural": "results of tests",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("people__gte", 5)), name="form_figures_of_enough_people"
                    )
                ],
            },
        ),
    ]
