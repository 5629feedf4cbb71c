import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import lifow.base.fields


class Migration(migrations.Migration):
    dependencies = [
        ("channels", "0001_calendar_feeds"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Device",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("public_id", lifow.base.fields.PublicIdField(prefix="dev")),
                ("name", models.CharField(max_length=100, verbose_name="name")),
                ("endpoint", models.CharField(max_length=1000, verbose_name="endpoint")),
                (
                    "endpoint_digest",
                    models.CharField(max_length=64, unique=True, verbose_name="digest of the endpoint"),
                ),
                ("public_key", models.CharField(max_length=100, verbose_name="public key")),
                ("auth_secret", models.CharField(max_length=50, verbose_name="authentication secret")),
                ("created_at", models.DateTimeField(verbose_name="created at")),
                ("used_at", models.DateTimeField(blank=True, null=True, verbose_name="last used at")),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="devices",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="person",
                    ),
                ),
            ],
            options={
                "verbose_name": "device",
                "verbose_name_plural": "devices",
            },
        ),
    ]
