import django.core.validators
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("channels", "0005_usage"),
    ]

    operations = [
        migrations.CreateModel(
            name="ConnectionTest",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.CharField(max_length=50, unique=True, verbose_name="integration or way")),
                ("is_well", models.BooleanField(verbose_name="works")),
                ("says", models.CharField(max_length=300, verbose_name="what the test says")),
                ("people", models.PositiveIntegerField(null=True, verbose_name="people")),
                ("tested_at", models.DateTimeField(verbose_name="tested at")),
            ],
            options={
                "verbose_name": "test of a connection",
                "verbose_name_plural": "tests of connections",
            },
        ),
        migrations.CreateModel(
            name="KeptFigure",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "key",
                    models.CharField(
                        choices=[
                            ("messages_opened", "Messages opened"),
                            ("offers_taken", "Suggestions taken"),
                            ("people_learning", "People who learned"),
                            ("modules_done", "Modules done"),
                            ("search_seconds", "Time spent searching"),
                            ("answer_minutes", "Time to an answer"),
                            ("remembered", "Remembered"),
                            ("levels_per_minute", "Levels per minute"),
                            ("minutes_learned", "Minutes of learning"),
                            ("critical_met", "People who meet all critical skills"),
                            ("critical_gaps", "People with a critical gap"),
                            ("shown", "Shown"),
                            ("taken", "Taken"),
                            ("dismissed", "Dismissed"),
                            ("failed", "Failed"),
                        ],
                        max_length=30,
                        verbose_name="figure",
                    ),
                ),
                (
                    "channel",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("portal", "Portal"),
                            ("widget", "Widget"),
                            ("extension", "Browser extension"),
                            ("chat", "Chat"),
                            ("assistant", "Assistant"),
                            ("mail", "Mail"),
                            ("device", "Phone or computer"),
                            ("calendar", "Calendar"),
                            ("api", "API"),
                        ],
                        default="",
                        help_text="Empty for all.",
                        max_length=20,
                        verbose_name="channel",
                    ),
                ),
                (
                    "period",
                    models.CharField(
                        choices=[("now", "Last 90 days"), ("before", "90 days before")],
                        max_length=10,
                        verbose_name="period",
                    ),
                ),
                ("value", models.FloatField(null=True, verbose_name="value")),
                ("low", models.FloatField(null=True, verbose_name="lower end")),
                ("high", models.FloatField(null=True, verbose_name="upper end")),
                ("number", models.PositiveBigIntegerField(null=True, verbose_name="number")),
                ("base", models.PositiveBigIntegerField(default=0, verbose_name="of")),
                ("counted_at", models.DateTimeField(verbose_name="counted at")),
            ],
            options={
                "verbose_name": "figure of the company",
                "verbose_name_plural": "figures of the company",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("key", "channel", "period"), name="kept_figure_once_a_period"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="LearningCost",
            fields=[
                ("id", models.PositiveSmallIntegerField(default=1, primary_key=True, serialize=False)),
                (
                    "an_hour",
                    models.DecimalField(
                        decimal_places=2,
                        max_digits=9,
                        validators=[
                            django.core.validators.MinValueValidator(0.01),
                            django.core.validators.MaxValueValidator(100000),
                        ],
                        verbose_name="cost of an hour",
                    ),
                ),
                (
                    "currency",
                    models.CharField(
                        help_text="Three letters, such as EUR or USD.",
                        max_length=3,
                        validators=[
                            django.core.validators.RegexValidator(
                                "\\A[A-Z]{3}\\Z", "Three capital letters, such as EUR or USD."
                            )
                        ],
                        verbose_name="currency",
                    ),
                ),
            ],
            options={
                "verbose_name": "cost of learning",
                "verbose_name_plural": "cost of learning",
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("id", 1)), name="learning_cost_is_one_row"),
                    models.CheckConstraint(
                        condition=models.Q(("an_hour__gt", 0)), name="learning_cost_above_nothing"
                    ),
                ],
            },
        ),
    ]
