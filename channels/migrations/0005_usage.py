from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("channels", "0004_digest"),
    ]

    operations = [
        migrations.CreateModel(
            name="CountedUse",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("day", models.DateField(verbose_name="day")),
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
                            ("device", "Phone or computer"),
                            ("calendar", "Calendar"),
                            ("api", "API"),
                        ],
                        max_length=20,
                        verbose_name="channel",
                    ),
                ),
                (
                    "outcome",
                    models.CharField(
                        choices=[
                            ("shown", "Shown"),
                            ("taken", "Taken"),
                            ("dismissed", "Dismissed"),
                            ("failed", "Failed"),
                        ],
                        max_length=20,
                        verbose_name="outcome",
                    ),
                ),
                ("number", models.PositiveIntegerField(default=1, verbose_name="times")),
            ],
            options={
                "verbose_name": "counted use of a channel",
                "verbose_name_plural": "counted uses of channels",
            },
        ),
        migrations.CreateModel(
            name="DailyUse",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("day", models.DateField(verbose_name="day")),
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
                            ("device", "Phone or computer"),
                            ("calendar", "Calendar"),
                            ("api", "API"),
                        ],
                        max_length=20,
                        verbose_name="channel",
                    ),
                ),
                (
                    "outcome",
                    models.CharField(
                        choices=[
                            ("shown", "Shown"),
                            ("taken", "Taken"),
                            ("dismissed", "Dismissed"),
                            ("failed", "Failed"),
                        ],
                        max_length=20,
                        verbose_name="outcome",
                    ),
                ),
                ("number", models.PositiveIntegerField(default=1, verbose_name="times")),
            ],
            options={
                "verbose_name": "use of a channel on a day",
                "verbose_name_plural": "uses of channels by day",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("day", "channel", "outcome"), name="daily_use_once_a_day"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("outcome__in", ["shown", "taken", "dismissed", "failed"])),
                        name="daily_use_outcome_known",
                    ),
                ],
            },
        ),
    ]
