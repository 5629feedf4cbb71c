"""A step of a plan may be there because it is assigned, and raise no skill."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("content", "0043_assignments")]

    operations = [
        migrations.AlterField(
            model_name="planitem",
            name="skill",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="assessments.skill",
                verbose_name="skill",
            ),
        ),
        migrations.AlterField(
            model_name="planitem",
            name="reason",
            field=models.CharField(
                choices=[
                    ("closes", "Closes the gap"),
                    ("raises", "Raises the level"),
                    ("prepares", "Prepares for another"),
                    ("assess", "Needs assessment"),
                    ("assigned", "Assigned"),
                ],
                max_length=20,
                verbose_name="reason",
            ),
        ),
    ]
