from django.db import migrations, models


class Migration(migrations.Migration):
    """A learner asks one mentor at a time, and has one: the database holds to it too."""

    dependencies = [("mentoring", "0001_initial")]

    operations = [
        migrations.AddConstraint(
            model_name="pairing",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state__in", ["asked", "accepted", "active"])),
                fields=("mentee",),
                name="pairing_under_way_once_a_mentee",
            ),
        ),
    ]
