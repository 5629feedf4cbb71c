import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("mentoring", "0005_who_closed_a_pairing"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterField(
            model_name="excludedpair",
            name="mentee",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="learner",
            ),
        ),
        migrations.AlterField(
            model_name="pairing",
            name="closing_cause",
            field=models.CharField(
                blank=True,
                choices=[("left", "One of the two left"), ("rules", "The two can no longer be paired")],
                max_length=20,
                verbose_name="closing cause",
            ),
        ),
        migrations.AlterField(
            model_name="pairing",
            name="is_recommended",
            field=models.BooleanField(
                default=False,
                help_text="The one that matching recommends on the learner's shortlist.",
                verbose_name="recommended",
            ),
        ),
        migrations.AlterField(
            model_name="pairing",
            name="mentee",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="pairings_as_mentee",
                to=settings.AUTH_USER_MODEL,
                verbose_name="learner",
            ),
        ),
        migrations.AlterField(
            model_name="pairing",
            name="state",
            field=models.CharField(
                choices=[
                    ("proposed", "Proposed"),
                    ("asked", "Asked"),
                    ("accepted", "Accepted"),
                    ("active", "Active"),
                    ("completed", "Completed"),
                    ("ended", "Ended early"),
                    ("declined", "Declined"),
                    ("expired", "Expired"),
                ],
                default="proposed",
                max_length=20,
                verbose_name="state",
            ),
        ),
    ]
