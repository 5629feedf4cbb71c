from django.db import migrations, models

from lifow.base.database.operations import AddIndexOnline


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("content", "0015_missing_steps")]

    operations = [
        AddIndexOnline("Plan", models.Index(fields=["computed_at"], name="plan_computed")),
    ]
