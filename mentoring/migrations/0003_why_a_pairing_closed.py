from django.db import migrations, models


class Migration(migrations.Migration):
    """Why a pairing closed that neither of the two closed: until now a word among what people write."""

    dependencies = [("mentoring", "0002_one_pairing_under_way_a_mentee")]

    operations = [
        migrations.AddField(
            model_name="pairing",
            name="closing_cause",
            field=models.CharField(
                blank=True,
                choices=[("left", "One of the two left"), ("rules", "The two may not be paired")],
                max_length=20,
                verbose_name="closing cause",
            ),
        ),
    ]
