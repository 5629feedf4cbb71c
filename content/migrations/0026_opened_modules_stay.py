"""A module that somebody has opened is retired, and not deleted with what they did."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("content", "0025_count_missing_steps_again")]

    operations = [
        migrations.AlterField(
            model_name="activity",
            name="module",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="activities",
                to="content.module",
                verbose_name="module",
            ),
        ),
    ]
