import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("mentoring", "0010_recommended_pairings")]

    operations = [
        migrations.CreateModel(
            name="Waiting",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("since", models.DateTimeField(verbose_name="since")),
                (
                    "person",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="waiting",
                        to="people.person",
                        verbose_name="person",
                    ),
                ),
            ],
            options={
                "verbose_name": "learner on the waiting list",
                "verbose_name_plural": "learners on the waiting list",
            },
        ),
        migrations.AddField(
            "Pairing",
            "recommended_at",
            models.DateTimeField(
                blank=True,
                help_text="Since when a seat is reserved for the learner.",
                null=True,
                verbose_name="recommended at",
            ),
        ),
        migrations.AddField(
            "Unmatched",
            "waiting_since",
            models.DateTimeField(blank=True, null=True, verbose_name="waiting since"),
        ),
    ]
