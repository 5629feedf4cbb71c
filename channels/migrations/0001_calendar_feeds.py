import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import lifow.base.fields


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="CalendarFeed",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="created at")),
                ("updated_at", models.DateTimeField(auto_now=True, verbose_name="updated at")),
                ("public_id", lifow.base.fields.PublicIdField(prefix="ics")),
                (
                    "secret_hash",
                    models.CharField(
                        editable=False, max_length=64, unique=True, verbose_name="hash of the secret"
                    ),
                ),
                ("shows_learning", models.BooleanField(default=True, verbose_name="learning time")),
                (
                    "shows_sessions",
                    models.BooleanField(default=True, verbose_name="sessions with my mentor or learners"),
                ),
                (
                    "shows_due_days",
                    models.BooleanField(default=True, verbose_name="days on which something is due"),
                ),
                (
                    "time_of_day",
                    models.CharField(
                        choices=[
                            ("start", "As early in the day as it is free"),
                            ("middle", "Around the middle of the day"),
                            ("end", "As late in the day as it is free"),
                        ],
                        default="start",
                        max_length=10,
                        verbose_name="when in the day",
                    ),
                ),
                (
                    "is_busy",
                    models.BooleanField(
                        default=False,
                        help_text="Colleagues who look for a time to meet then see it as taken.",
                        verbose_name="show learning time as busy",
                    ),
                ),
                ("connected_at", models.DateTimeField(verbose_name="connected at")),
                ("used_at", models.DateTimeField(blank=True, null=True, verbose_name="last used at")),
                (
                    "person",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="calendar_feed",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="person",
                    ),
                ),
            ],
            options={
                "verbose_name": "calendar feed",
                "verbose_name_plural": "calendar feeds",
            },
        ),
    ]
