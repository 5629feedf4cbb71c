from django.db import migrations, models

from lifow.base.database.operations import AddIndexOnline


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("mentoring", "0008_pairings_by_tab")]

    operations = [
        AddIndexOnline("Unmatched", models.Index(fields=["reason"], name="unmatched_by_reason")),
    ]
